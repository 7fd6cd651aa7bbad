// Between the engine's texts and the core's.
#pragma once

#include <string>

#include "CoreMinimal.h"

namespace NpcText
{
inline FString FromUtf8(const std::string& Text)
{
    return FString(UTF8_TO_TCHAR(Text.c_str()));
}

inline std::string ToUtf8(const FString& Text)
{
    const FTCHARToUTF8 Converted(*Text, Text.Len());
    return std::string(reinterpret_cast<const char*>(Converted.Get()), static_cast<size_t>(Converted.Length()));
}
}
