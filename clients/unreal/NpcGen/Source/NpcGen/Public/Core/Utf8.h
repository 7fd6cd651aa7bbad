// UTF-8 and code points. Knows no engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace npcgen {

namespace detail {

constexpr std::uint32_t LargestCodePoint = 0x10FFFF;

inline std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

// The bytes that a character has, by its first one; 0 for a byte that begins none.
inline std::size_t character_size(std::uint8_t first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
        return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// Whether the second byte keeps the character from being overlong, a surrogate or too large.
inline bool second_fits(std::uint8_t first, std::uint8_t second) {
    const std::uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

inline bool is_character(std::string_view text, std::size_t at, std::size_t size) {
    if (size == 0 || at + size > text.size()) {
        return false;
    }
    if (size > 1 && !second_fits(byte_at(text, at), byte_at(text, at + 1))) {
        return false;
    }
    for (std::size_t behind = 2; behind < size; ++behind) {
        if ((byte_at(text, at + behind) & 0xC0) != 0x80) {
            return false;
        }
    }
    return true;
}

}  // namespace detail

// Whether the text is whole, well-formed UTF-8 (RFC 3629).
inline bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = detail::character_size(detail::byte_at(text, at));
        if (!detail::is_character(text, at, size)) {
            return false;
        }
        at += size;
    }
    return true;
}

// How many code points a well-formed text has.
inline std::uint32_t count_code_points(std::string_view text) {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        count += (detail::byte_at(text, at) & 0xC0) != 0x80 ? 1u : 0u;
    }
    return count;
}

// False for a surrogate and for what is beyond Unicode.
inline bool append_code_point(std::string& text, std::uint32_t point) {
    if (point > detail::LargestCodePoint || (point >= 0xD800 && point <= 0xDFFF)) {
        return false;
    }
    const auto put = [&text](std::uint32_t bits) { text.push_back(static_cast<char>(bits)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    }
    return true;
}

}  // namespace npcgen
