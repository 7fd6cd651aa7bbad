// Between the engine's types and the core's. Texts are UTF-8 there.
#pragma once

#include <string>
#include <string_view>

#include "Core/Event.h"
#include "Core/Failure.h"
#include "Core/Quest.h"
#include "Core/Requests.h"
#include "CoreMinimal.h"
#include "NpcQuestTypes.h"
#include "NpcTypes.h"

namespace NpcConvert
{
inline FString FromUtf8(std::string_view Text)
{
    const FUTF8ToTCHAR Converted(Text.data(), static_cast<int32>(Text.size()));
    return FString(FStringView(Converted.Get(), Converted.Length()));
}

inline std::string ToUtf8(const FString& Text)
{
    const FTCHARToUTF8 Converted(*Text, Text.Len());
    return std::string(reinterpret_cast<const char*>(Converted.Get()), static_cast<size_t>(Converted.Length()));
}

FNpcFailure Failure(const npcgen::Failure& From);
FNpcSentence Sentence(const npcgen::Sentence& From);
FNpcAction Action(const npcgen::Event& Event, const npcgen::ActionChosen& From);
FNpcReply Reply(const npcgen::Event& Event, const npcgen::Completed& From);
FNpcQuest Quest(const npcgen::Quest& From);
FNpcQuestUpdate QuestUpdate(const npcgen::QuestUpdate& From);
npcgen::ReplyOptions Options(const FNpcReplyOptions& From);
std::vector<std::string> Texts(const TArray<FString>& From);
TArray<FString> Texts(const std::vector<std::string>& From);
}
