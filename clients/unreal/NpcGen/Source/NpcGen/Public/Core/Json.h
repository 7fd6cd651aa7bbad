// A JSON text as a flat list of nodes, read without reflection, exceptions or allocation once its
// buffers have grown (RFC 8259). Knows no engine and no message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "Number.h"
#include "Utf8.h"

namespace npcgen {

enum class JsonKind : std::uint8_t { Missing, Null, Boolean, Number, String, Array, Object };

namespace detail {

// A stretch of a text.
struct Stretch {
    std::uint32_t start = 0;
    std::uint32_t size = 0;
};

struct JsonNode {
    JsonKind kind = JsonKind::Missing;
    bool boolean = false;
    double number = 0;
    Stretch key;      // of the strings
    Stretch text;     // of the strings
    Stretch source;   // of what was parsed
    std::uint32_t count = 0;
    std::uint32_t next = 0;  // the next member's or item's place; 0 behind the last
};

// What was parsed.
struct JsonTree {
    std::vector<JsonNode> nodes;  // in the order of the text: a first child stands behind its parent
    std::string strings;
    std::string source;
};

inline std::string_view cut(const std::string& text, Stretch stretch) {
    return std::string_view(text).substr(stretch.start, stretch.size);
}

}  // namespace detail

// A value of a document, or none: what is looked up where there is nothing is missing, and reads as
// the fallback. Valid until its document parses again.
class JsonView {
  public:
    JsonView() = default;
    JsonView(const detail::JsonTree* tree, std::uint32_t place) : tree_(tree), place_(place) {}

    JsonKind kind() const { return tree_ == nullptr ? JsonKind::Missing : node().kind; }
    bool exists() const { return kind() != JsonKind::Missing; }
    bool is_object() const { return kind() == JsonKind::Object; }
    bool is_array() const { return kind() == JsonKind::Array; }

    // The member of that name; the last one where there are several.
    JsonView operator[](std::string_view key) const {
        JsonView found;
        if (is_object()) {
            for (const JsonView member : *this) {
                found = member.key() == key ? member : found;
            }
        }
        return found;
    }

    std::string_view key() const {
        return exists() ? detail::cut(tree_->strings, node().key) : std::string_view();
    }
    std::string_view text(std::string_view fallback = {}) const {
        return kind() == JsonKind::String ? detail::cut(tree_->strings, node().text) : fallback;
    }
    // A number, or a text that holds one, which is how 64 bits travel.
    double number(double fallback = 0) const {
        double read = 0;
        if (kind() == JsonKind::Number) {
            return node().number;
        }
        return kind() == JsonKind::String && read_number(text(), read) ? read : fallback;
    }
    bool boolean(bool fallback = false) const {
        return kind() == JsonKind::Boolean ? node().boolean : fallback;
    }
    // Members of an object, or items of an array.
    std::uint32_t size() const { return exists() ? node().count : 0; }
    // The text that it was parsed from.
    std::string_view source() const {
        return exists() ? detail::cut(tree_->source, node().source) : std::string_view();
    }

    class Iterator {
      public:
        Iterator(const detail::JsonTree* tree, std::uint32_t place) : tree_(tree), place_(place) {}
        JsonView operator*() const { return JsonView(tree_, place_); }
        Iterator& operator++() {
            place_ = tree_->nodes[place_].next;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return place_ != other.place_; }

      private:
        const detail::JsonTree* tree_;
        std::uint32_t place_;
    };
    Iterator begin() const { return Iterator(tree_, size() > 0 ? place_ + 1 : 0); }
    Iterator end() const { return Iterator(tree_, 0); }

  private:
    const detail::JsonNode& node() const { return tree_->nodes[place_]; }

    const detail::JsonTree* tree_ = nullptr;
    std::uint32_t place_ = 0;
};

// Holds one parsed text, and its memory for the next one.
class JsonDocument {
  public:
    static constexpr int MaxDepth = 64;
    // NOTE: places are of 32 bits.
    static constexpr std::size_t MaxBytes = std::size_t{1} << 30;

    // False where the text isn't JSON in UTF-8, is nested deeper than MaxDepth or beyond MaxBytes.
    bool parse(std::string_view text) {
        tree_.nodes.clear();
        tree_.strings.clear();
        tree_.source.assign(text.size() <= MaxBytes ? text : std::string_view());
        at_ = 0;
        const bool whole = !tree_.source.empty() && is_utf8(tree_.source) && value(0, {}) && ended();
        if (!whole) {
            tree_.nodes.clear();
        }
        return whole;
    }

    // Missing, unless the last text was parsed.
    JsonView root() const { return tree_.nodes.empty() ? JsonView() : JsonView(&tree_, 0); }

  private:
    bool value(int depth, detail::Stretch key) {
        skip_space();
        if (depth > MaxDepth || at_ >= tree_.source.size()) {
            return false;
        }
        const std::size_t place = tree_.nodes.size();
        const std::size_t start = at_;
        tree_.nodes.emplace_back();
        tree_.nodes[place].key = key;
        if (!contents(place, depth)) {
            return false;
        }
        tree_.nodes[place].source = stretch(start, at_);
        return true;
    }

    bool contents(std::size_t place, int depth) {
        switch (tree_.source[at_]) {
            case '{':
                tree_.nodes[place].kind = JsonKind::Object;
                return members(place, depth, '}');
            case '[':
                tree_.nodes[place].kind = JsonKind::Array;
                return members(place, depth, ']');
            case '"':
                tree_.nodes[place].kind = JsonKind::String;
                return string(tree_.nodes[place].text);
            case 't':
                tree_.nodes[place].boolean = true;
                return word(place, JsonKind::Boolean, "true");
            case 'f':
                return word(place, JsonKind::Boolean, "false");
            case 'n':
                return word(place, JsonKind::Null, "null");
            default:
                return number(tree_.nodes[place]);
        }
    }

    // What stands between two brackets.
    bool members(std::size_t place, int depth, char close) {
        std::size_t previous = 0;
        ++at_;
        skip_space();
        if (take(close)) {
            return true;
        }
        do {
            detail::Stretch key;
            if (close == '}' && !member_key(key)) {
                return false;
            }
            const std::size_t member = tree_.nodes.size();
            if (!value(depth + 1, key)) {
                return false;
            }
            if (previous != 0) {
                tree_.nodes[previous].next = static_cast<std::uint32_t>(member);
            }
            previous = member;
            ++tree_.nodes[place].count;
            skip_space();
        } while (take(','));
        return take(close);
    }

    bool member_key(detail::Stretch& key) {
        skip_space();
        if (at_ >= tree_.source.size() || tree_.source[at_] != '"' || !string(key)) {
            return false;
        }
        skip_space();
        return take(':');
    }

    bool string(detail::Stretch& into) {
        const std::size_t start = tree_.strings.size();
        for (++at_; at_ < tree_.source.size() && tree_.source[at_] != '"';) {
            const std::size_t plain = at_;
            while (at_ < tree_.source.size() && is_plain(tree_.source[at_])) {
                ++at_;
            }
            tree_.strings.append(tree_.source, plain, at_ - plain);
            if (at_ < tree_.source.size() && tree_.source[at_] != '"' && !escape()) {
                return false;
            }
        }
        into = stretch(start, tree_.strings.size());
        return take('"');
    }

    static bool is_plain(char symbol) {
        return symbol != '"' && symbol != '\\' && static_cast<unsigned char>(symbol) >= 0x20;
    }

    // False for a control character as well, which JSON has only escaped.
    bool escape() {
        if (!take('\\') || at_ >= tree_.source.size()) {
            return false;
        }
        static constexpr std::string_view Names = "\"\\/bfnrt";
        static constexpr std::string_view Meanings = "\"\\/\b\f\n\r\t";
        const char name = tree_.source[at_++];
        if (name == 'u') {
            return unicode_escape();
        }
        const std::size_t which = Names.find(name);
        if (which == std::string_view::npos) {
            return false;
        }
        tree_.strings.push_back(Meanings[which]);
        return true;
    }

    bool unicode_escape() {
        std::uint32_t point = 0;
        if (!four_digits(point)) {
            return false;
        }
        if (point >= 0xD800 && point <= 0xDBFF) {
            std::uint32_t low = 0;
            if (!take('\\') || !take('u') || !four_digits(low) || low < 0xDC00 || low > 0xDFFF) {
                return false;
            }
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        }
        return append_code_point(tree_.strings, point);
    }

    bool four_digits(std::uint32_t& into) {
        for (int digit = 0; digit < 4; ++digit, ++at_) {
            const char symbol = at_ < tree_.source.size() ? tree_.source[at_] : ' ';
            const char lower = static_cast<char>(symbol | 0x20);
            if (!detail::is_digit(symbol) && (lower < 'a' || lower > 'f')) {
                return false;
            }
            const int amount = detail::is_digit(symbol) ? symbol - '0' : lower - 'a' + 10;
            into = into * 16 + static_cast<std::uint32_t>(amount);
        }
        return true;
    }

    bool number(detail::JsonNode& node) {
        const std::size_t end = detail::number_end(tree_.source, at_);
        node.kind = JsonKind::Number;
        const std::string_view written = detail::cut(tree_.source, stretch(at_, end));
        at_ = end;
        return read_number(written, node.number);
    }

    bool word(std::size_t place, JsonKind kind, std::string_view expected) {
        tree_.nodes[place].kind = kind;
        if (std::string_view(tree_.source).substr(at_, expected.size()) != expected) {
            return false;
        }
        at_ += expected.size();
        return true;
    }

    bool take(char symbol) {
        const bool taken = at_ < tree_.source.size() && tree_.source[at_] == symbol;
        at_ += taken ? 1u : 0u;
        return taken;
    }

    void skip_space() {
        while (at_ < tree_.source.size() && is_space(tree_.source[at_])) {
            ++at_;
        }
    }

    static bool is_space(char symbol) {
        return symbol == ' ' || symbol == '\n' || symbol == '\r' || symbol == '\t';
    }

    bool ended() {
        skip_space();
        return at_ == tree_.source.size();
    }

    static detail::Stretch stretch(std::size_t start, std::size_t end) {
        return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)};
    }

    detail::JsonTree tree_;
    std::size_t at_ = 0;
};

}  // namespace npcgen
