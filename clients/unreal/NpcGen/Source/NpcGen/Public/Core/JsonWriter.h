// Writes JSON into one string. Knows no engine and no message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "Number.h"

namespace npcgen {

// Puts the commas and the escapes; what is opened has to be closed. With `member` a value is one of
// the object that is open, without, an item of the array.
class JsonWriter {
  public:
    JsonWriter& open(char bracket) {
        separate();
        text_.push_back(bracket);
        first_ = true;
        return *this;
    }
    JsonWriter& close(char bracket) {
        text_.push_back(bracket);
        first_ = false;
        return *this;
    }
    JsonWriter& key(std::string_view name) {
        separate();
        quote(name);
        text_.push_back(':');
        first_ = true;
        return *this;
    }
    JsonWriter& text(std::string_view value) {
        separate();
        quote(value);
        return *this;
    }
    JsonWriter& number(double value) { return raw(number_text(value)); }
    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
    // JSON that is written already.
    JsonWriter& raw(std::string_view json) {
        separate();
        text_.append(json);
        return *this;
    }

    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, const char* value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, double value) { return key(name).number(value); }
    JsonWriter& member(std::string_view name, std::uint32_t value) { return key(name).number(value); }
    JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }

    // The same, but nothing for what proto3 leaves out: the empty text, 0 and false.
    template <class Value>
    JsonWriter& member_if(std::string_view name, const Value& value) {
        return value == Value{} ? *this : member(name, value);
    }

    const std::string& str() const { return text_; }

  private:
    void separate() {
        if (!first_) {
            text_.push_back(',');
        }
        first_ = false;
    }

    void quote(std::string_view value) {
        static constexpr char Digits[] = "0123456789abcdef";
        text_.push_back('"');
        for (const char symbol : value) {
            const auto code = static_cast<unsigned char>(symbol);
            if (symbol == '"' || symbol == '\\') {
                text_.push_back('\\');
                text_.push_back(symbol);
            } else if (code < 0x20) {
                text_.append("\\u00");
                text_.push_back(Digits[code >> 4]);
                text_.push_back(Digits[code & 0xF]);
            } else {
                text_.push_back(symbol);
            }
        }
        text_.push_back('"');
    }

    std::string text_;
    bool first_ = true;
};

}  // namespace npcgen
