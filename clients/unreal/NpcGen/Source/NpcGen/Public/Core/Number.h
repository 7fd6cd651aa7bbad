// Numbers as JSON writes them, whatever the locale. Not every standard library that Unreal builds
// with has std::from_chars for floating point.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace npcgen {

namespace detail {

inline bool is_digit(char symbol) {
    return symbol >= '0' && symbol <= '9';
}

inline std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at;
}

// Where the number that begins at `at` ends; `at` itself when none does.
inline std::size_t number_end(std::string_view text, std::size_t at) {
    const std::size_t start = at;
    at += at < text.size() && text[at] == '-' ? 1u : 0u;
    const std::size_t whole = at;
    at = skip_digits(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1)) {
        return start;
    }
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = skip_digits(text, at + 1);
        if (fraction == at + 1) {
            return start;
        }
        at = fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t exponent = at + 1;
        exponent += exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-') ? 1u : 0u;
        at = skip_digits(text, exponent);
        if (at == exponent) {
            return start;
        }
    }
    return at;
}

inline double scaled(double value, int exponent) {
    constexpr int Step = 300;  // NOTE: 10^300 is the largest round step that a double holds.
    while (exponent > Step && value != 0 && std::isfinite(value)) {
        value *= 1e300;
        exponent -= Step;
    }
    while (exponent < -Step && value != 0) {
        value /= 1e300;
        exponent += Step;
    }
    return exponent < 0 ? value / std::pow(10.0, -exponent) : value * std::pow(10.0, exponent);
}

}  // namespace detail

// The number that the whole text is, within 2 units in the last place, exact for whole numbers up
// to 2^53; false for anything else. Too large a number is infinite.
inline bool read_number(std::string_view text, double& number) {
    if (text.empty() || detail::number_end(text, 0) != text.size()) {
        return false;
    }
    constexpr std::uint64_t Full = 100'000'000'000'000'000;
    std::uint64_t digits = 0;
    int exponent = 0;
    std::size_t at = text[0] == '-' ? 1 : 0;
    bool behind_point = false;
    for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
        if (text[at] == '.') {
            behind_point = true;
        } else if (digits < Full) {
            digits = digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
            exponent -= behind_point ? 1 : 0;
        } else {
            exponent += behind_point ? 0 : 1;
        }
    }
    if (at < text.size()) {
        const bool negative = text[++at] == '-';
        at += negative || text[at] == '+' ? 1u : 0u;
        int written = 0;
        for (; at < text.size(); ++at) {
            written = written < 100'000 ? written * 10 + (text[at] - '0') : written;
        }
        exponent += negative ? -written : written;
    }
    const double size = digits == 0 ? 0.0 : detail::scaled(static_cast<double>(digits), exponent);
    number = text[0] == '-' ? -size : size;
    return true;
}

// The shortest text that reads back as the same number; JSON has none for what isn't finite.
inline std::string number_text(double number) {
    if (!std::isfinite(number)) {
        return "null";
    }
    char text[40];
    constexpr double WholeBelow = 9007199254740992.0;
    if (std::floor(number) == number && std::fabs(number) < WholeBelow) {
        std::snprintf(text, sizeof text, "%.0f", number);
        return text;
    }
    for (int digits = 1; digits <= 17; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, number);
        for (char& symbol : text) {
            symbol = symbol == ',' ? '.' : symbol;
        }
        double again = 0;
        if (read_number(text, again) && again == number) {
            break;
        }
    }
    return text;
}

}  // namespace npcgen
