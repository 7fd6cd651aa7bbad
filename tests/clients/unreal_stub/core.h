// What the plugin uses of Unreal's core, as plain C++: enough to compile and to run it without the
// engine. Names, and what a call means, are the engine's; nothing else is.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "delegates.h"

using int32 = std::int32_t;
using int64 = std::int64_t;
using uint8 = std::uint8_t;
using uint16 = std::uint16_t;
using uint32 = std::uint32_t;
using TCHAR = char16_t;
#define TEXT(text) u##text
#define MoveTemp(value) std::move(value)

#ifndef STUB_ENGINE_MINOR
#define STUB_ENGINE_MINOR 5
#endif
#define UE_VERSION_OLDER_THAN(major, minor, patch) (STUB_ENGINE_MINOR < (minor))

template <class Item>
class TArray {
  public:
    TArray() = default;
    TArray(std::initializer_list<Item> items) : items_(items) {}
    void Add(Item item) { items_.push_back(std::move(item)); }
    void Append(const Item* from, int32 count) { items_.insert(items_.end(), from, from + count); }
    int32 Num() const { return static_cast<int32>(items_.size()); }
    bool IsValidIndex(int32 at) const { return at >= 0 && at < Num(); }
    const Item* GetData() const { return items_.data(); }
    const Item& operator[](int32 at) const { return items_.at(static_cast<std::size_t>(at)); }
    Item& operator[](int32 at) { return items_.at(static_cast<std::size_t>(at)); }
    void Empty() { items_.clear(); }
    template <class Predicate>
    int32 RemoveAll(const Predicate& is_gone) {
        const auto kept = std::remove_if(items_.begin(), items_.end(), is_gone);
        const auto gone = items_.end() - kept;
        items_.erase(kept, items_.end());
        return static_cast<int32>(gone);
    }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

  private:
    std::vector<Item> items_;
};

using FStringView = std::u16string_view;

// NOTE: texts are UTF-16 here as in the engine, so that bytes can't pass for them.
class FUTF8ToTCHAR {
  public:
    FUTF8ToTCHAR(const char* text, int32 size) {
        for (int32 at = 0; at < size;) {
            const auto first = static_cast<unsigned char>(text[at]);
            const int32 more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
            std::uint32_t point = more == 0 ? first : first & (0x3Fu >> more);
            for (int32 next = 1; next <= more; ++next) {
                point = point << 6 | (static_cast<unsigned char>(text[at + next]) & 0x3Fu);
            }
            put(point);
            at += 1 + more;
        }
    }
    const TCHAR* Get() const { return text_.c_str(); }
    int32 Length() const { return static_cast<int32>(text_.size()); }

  private:
    void put(std::uint32_t point) {
        if (point < 0x10000) {
            text_.push_back(static_cast<TCHAR>(point));
            return;
        }
        text_.push_back(static_cast<TCHAR>(0xD800 + ((point - 0x10000) >> 10)));
        text_.push_back(static_cast<TCHAR>(0xDC00 + ((point - 0x10000) & 0x3FF)));
    }
    std::u16string text_;
};
#define UTF8_TO_TCHAR(text) (FUTF8ToTCHAR(text, static_cast<int32>(std::string_view(text).size())).Get())

class FTCHARToUTF8 {
  public:
    FTCHARToUTF8(const TCHAR* text, int32 size) {
        for (int32 at = 0; at < size; ++at) {
            std::uint32_t point = text[at];
            if (point >= 0xD800 && point < 0xDC00 && at + 1 < size) {
                point = 0x10000 + ((point - 0xD800) << 10) + (text[++at] - 0xDC00u);
            }
            put(point);
        }
    }
    const char* Get() const { return text_.c_str(); }
    int32 Length() const { return static_cast<int32>(text_.size()); }

  private:
    void put(std::uint32_t point) {
        const int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        static constexpr std::uint32_t Heads[] = {0, 0xC0, 0xE0, 0xF0};
        text_.push_back(static_cast<char>(Heads[more] | point >> (6 * more)));
        for (int left = more - 1; left >= 0; --left) {
            text_.push_back(static_cast<char>(0x80 | (point >> (6 * left) & 0x3F)));
        }
    }
    std::string text_;
};

inline std::string stub_utf8(const TCHAR* text) {
    return FTCHARToUTF8(text, static_cast<int32>(FStringView(text).size())).Get();
}

class FString {
  public:
    FString() = default;
    FString(const TCHAR* text) : text_(text) {}
    explicit FString(FStringView text) : text_(text) {}
    const TCHAR* operator*() const { return text_.c_str(); }
    int32 Len() const { return static_cast<int32>(text_.size()); }
    bool IsEmpty() const { return text_.empty(); }
    void Reset() { text_.clear(); }
    bool EndsWith(const TCHAR* end) const {
        const FStringView tail(end);
        return text_.size() >= tail.size() && FStringView(text_).substr(text_.size() - tail.size()) == tail;
    }
    bool StartsWith(const TCHAR* start) const { return FStringView(text_).substr(0, FStringView(start).size()) == start; }
    bool RemoveFromEnd(const TCHAR* end) {
        const bool ends = EndsWith(end);
        text_.resize(text_.size() - (ends ? FStringView(end).size() : 0));
        return ends;
    }
    bool Contains(const TCHAR* part) const { return text_.find(part) != std::u16string::npos; }
    FString Left(int32 count) const { return FString(FStringView(text_).substr(0, static_cast<std::size_t>(count))); }
    FString& operator+=(const FString& more) {
        text_ += more.text_;
        return *this;
    }
    friend FString operator+(FString left, const FString& right) { return left += right; }
    friend bool operator==(const FString& left, const FString& right) { return left.text_ == right.text_; }
    friend bool operator<(const FString& left, const FString& right) { return left.text_ < right.text_; }
    static FString FromInt(int32 number) {
        const std::string digits = std::to_string(number);
        return FString(FUTF8ToTCHAR(digits.data(), static_cast<int32>(digits.size())).Get());
    }
    static FString Join(const TArray<FString>& parts, const TCHAR* between) {
        FString joined;
        for (const FString& part : parts) {
            joined += joined.IsEmpty() ? part : FString(between) + part;
        }
        return joined;
    }

  private:
    std::u16string text_;
};

class FName {
  public:
    FName() : FName("None") {}
    FName(const TCHAR* text) : text_(text) {}
    FName(const char* text) : text_(UTF8_TO_TCHAR(text)) {}
    FString ToString() const { return text_; }

  private:
    FString text_;
};

template <class KeyType, class ValueType>
struct TPair {
    KeyType Key;
    ValueType Value;
};

template <class KeyType, class ValueType>
class TMap {
  public:
    void Add(KeyType key, ValueType value) { pairs_.push_back({std::move(key), std::move(value)}); }
    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }

  private:
    std::vector<TPair<KeyType, ValueType>> pairs_;
};

template <class Signature>
using TFunction = std::function<Signature>;

enum class ESPMode { NotThreadSafe, ThreadSafe };

template <class Type, ESPMode Mode>
class TWeakPtr;

template <class Type, ESPMode Mode = ESPMode::ThreadSafe>
class TSharedRef {
  public:
    explicit TSharedRef(std::shared_ptr<Type> held) : held_(std::move(held)) {}
    template <class Derived>
    TSharedRef(const TSharedRef<Derived, Mode>& ref) : held_(ref.held()) {}
    Type* operator->() const { return held_.get(); }
    Type& operator*() const { return *held_; }
    const std::shared_ptr<Type>& held() const { return held_; }

  private:
    std::shared_ptr<Type> held_;
};

template <class Type, ESPMode Mode = ESPMode::ThreadSafe>
class TSharedPtr {
  public:
    TSharedPtr() = default;
    template <class Derived>
    TSharedPtr(const TSharedRef<Derived, Mode>& ref) : held_(ref.held()) {}
    explicit TSharedPtr(std::shared_ptr<Type> held) : held_(std::move(held)) {}
    bool IsValid() const { return held_ != nullptr; }
    explicit operator bool() const { return IsValid(); }
    Type* operator->() const { return held_.get(); }
    Type& operator*() const { return *held_; }
    void Reset() { held_.reset(); }
    const std::shared_ptr<Type>& held() const { return held_; }

  private:
    std::shared_ptr<Type> held_;
};

template <class Type, ESPMode Mode = ESPMode::ThreadSafe>
class TWeakPtr {
  public:
    TWeakPtr(const TSharedRef<Type, Mode>& ref) : held_(ref.held()) {}
    TSharedPtr<Type, Mode> Pin() const { return TSharedPtr<Type, Mode>(held_.lock()); }

  private:
    std::weak_ptr<Type> held_;
};

template <class Type, ESPMode Mode = ESPMode::ThreadSafe>
class TSharedFromThis : public std::enable_shared_from_this<Type> {
  public:
    TSharedRef<Type, Mode> AsShared() { return TSharedRef<Type, Mode>(this->shared_from_this()); }
};

template <class Type, ESPMode Mode = ESPMode::ThreadSafe, class... Arguments>
TSharedRef<Type, Mode> MakeShared(Arguments&&... arguments) {
    return TSharedRef<Type, Mode>(std::make_shared<Type>(std::forward<Arguments>(arguments)...));
}

using FCriticalSection = std::mutex;
class FScopeLock {
  public:
    explicit FScopeLock(FCriticalSection* section) : lock_(*section) {}

  private:
    std::lock_guard<std::mutex> lock_;
};

struct FMath {
    template <class Number>
    static Number Max(Number left, Number right) {
        return left > right ? left : right;
    }
    template <class Number>
    static Number Min(Number left, Number right) {
        return left < right ? left : right;
    }
    static float FRand() { return 0.5f; }
};

enum EName { NAME_Zlib };
struct FCompression {
    static int32 CompressMemoryBound(EName, int32 size) {
        return static_cast<int32>(compressBound(static_cast<uLong>(size)));
    }
    static bool CompressMemory(EName, void* into, int32& into_size, const void* from, int32 size) {
        uLong packed = static_cast<uLong>(into_size);
        const bool fits = compress(static_cast<Bytef*>(into), &packed, static_cast<const Bytef*>(from),
                                   static_cast<uLong>(size)) == Z_OK;
        into_size = static_cast<int32>(packed);
        return fits;
    }
};

struct FGuid {
    static FGuid NewGuid() {
        static std::random_device random;
        FGuid guid;
        guid.number_ = std::to_string(random()) + std::to_string(random());
        return guid;
    }
    FString ToString() const { return FString(UTF8_TO_TCHAR(number_.c_str())); }

  private:
    std::string number_;
};

struct FIntVector {
    FIntVector(int32 x, int32 y, int32 z) : X(x), Y(y), Z(z) {}
    int32 X, Y, Z;
};
struct FVector {
    FVector(double x, double y, double z) : X(x), Y(y), Z(z) {}
    double X, Y, Z;
};
struct FColor {
    static const FColor White;
    static FColor FromHex(const FString&) { return {}; }
};
inline const FColor FColor::White;

struct ELogVerbosity {
    enum Type { Error };
};
struct FFeedbackContext {
    template <class... Arguments>
    void Logf(ELogVerbosity::Type, const TCHAR*, Arguments... arguments) {
        (std::printf("%s ", stub_utf8(arguments).c_str()), ...);
    }
};
#define DEFINE_LOG_CATEGORY_STATIC(name, level, all) struct name
#define UE_LOG(category, level, format, ...) stub_log(#category, #level, stub_utf8(format), stub_texts(__VA_ARGS__))
template <class... Texts>
std::vector<std::string> stub_texts(Texts... texts) {
    return {stub_utf8(texts)...};
}
inline void stub_log(const char* category, const char* level, std::string line, const std::vector<std::string>& texts) {
    std::size_t at = 0;
    for (const std::string& text : texts) {
        at = line.find("%s", at);
        line.replace(at, 2, text);
        at += text.size();
    }
    std::fprintf(stderr, "%s: %s: %s\n", category, level, line.c_str());
}
