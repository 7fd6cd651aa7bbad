// Base64 (RFC 4648), as bytes travel in JSON: both alphabets are read, with or without padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace npcgen {

inline std::string base64_encoded(std::string_view bytes) {
    static constexpr char Digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t three = 0;
        const std::size_t taken = bytes.size() - at < 3 ? bytes.size() - at : 3;
        for (std::size_t each = 0; each < 3; ++each) {
            three = three << 8 | (each < taken ? static_cast<unsigned char>(bytes[at + each]) : 0u);
        }
        for (std::size_t each = 0; each < 4; ++each) {
            text.push_back(each <= taken ? Digits[three >> (18 - 6 * each) & 0x3F] : '=');
        }
    }
    return text;
}

namespace detail {

// 0..63; 64 for what is no digit.
inline std::uint32_t base64_digit(char symbol) {
    if (symbol >= 'A' && symbol <= 'Z') {
        return static_cast<std::uint32_t>(symbol - 'A');
    }
    if (symbol >= 'a' && symbol <= 'z') {
        return static_cast<std::uint32_t>(symbol - 'a') + 26;
    }
    if (symbol >= '0' && symbol <= '9') {
        return static_cast<std::uint32_t>(symbol - '0') + 52;
    }
    return symbol == '+' || symbol == '-' ? 62 : symbol == '/' || symbol == '_' ? 63 : 64;
}

}  // namespace detail

// False where the text is no base64; `bytes` is then what came before the flaw.
inline bool base64_decoded(std::string_view text, std::string& bytes) {
    bytes.clear();
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::uint32_t bits = 0;
    int held = 0;
    for (const char symbol : text) {
        const std::uint32_t digit = detail::base64_digit(symbol);
        if (digit == 64) {
            return false;
        }
        bits = (bits << 6 | digit) & 0xFFFF;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<char>(bits >> held & 0xFF));
        }
    }
    return held < 6;
}

}  // namespace npcgen
