// A level as the server sends it, its cells in parts, and as a request carries it: the proto's Level
// and LevelCells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Base64.h"
#include "Json.h"
#include "JsonWriter.h"
#include "Level.h"

namespace npcgen {

namespace detail {

// Two bytes a cell, little-endian.
inline bool cells_of(std::string_view bytes, std::vector<std::uint16_t>& cells) {
    cells.clear();
    cells.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const auto low = static_cast<unsigned char>(bytes[at]);
        const auto high = static_cast<unsigned char>(bytes[at + 1]);
        cells.push_back(static_cast<std::uint16_t>(low | (high << 8)));
    }
    return bytes.size() % 2 == 0;
}

inline std::string bytes_of(const std::vector<std::uint16_t>& cells) {
    std::string bytes;
    bytes.reserve(2 * cells.size());
    for (const std::uint16_t cell : cells) {
        bytes.push_back(static_cast<char>(cell & 0xFF));
        bytes.push_back(static_cast<char>(cell >> 8));
    }
    return bytes;
}

}  // namespace detail

// Puts together what comes in parts.
class LevelAssembly {
  public:
    // The level without its cells; what is wrong in it, `finish` says.
    void begin(JsonView level) {
        level_ = Level();
        wrong_ = detail::LevelReader(level, level_).read_sent();
        parts_.assign(level_.layers.size() + 2, std::string());
        // An answer in one piece has its cells in their places.
        std::size_t place = 0;
        for (const JsonView layer : level["layers"]) {
            base64_decoded(layer["cells"].text(), parts_[place++]);
        }
        base64_decoded(level["areas"].text(), parts_[place++]);
        base64_decoded(level["heights"].text(), parts_[place]);
    }

    // A LevelCells. False where it isn't the next part of a layer that is there.
    bool add(JsonView part) {
        std::string bytes;
        std::string* const into = part_of(part["layer"].text());
        const double offset = part["offset"].number(0);
        if (into == nullptr || !base64_decoded(part["data"].text(), bytes) ||
            offset != static_cast<double>(into->size()) || into->size() + bytes.size() > most_bytes()) {
            return false;
        }
        into->append(bytes);
        return true;
    }

    // Empty when `level` was read; else what is wrong in what came.
    std::string finish(Level& level) {
        std::string wrong = parts_.empty() ? "no level came" : wrong_;
        for (std::size_t layer = 0; wrong.empty() && layer < level_.layers.size(); ++layer) {
            std::vector<std::uint16_t>& cells = level_.layers[layer].cells;
            const bool is_whole = detail::cells_of(parts_[layer], cells) && are_tiles(cells);
            wrong = is_whole ? "" : "layers[" + std::to_string(layer) + "].cells: not a tile for each cell";
        }
        if (wrong.empty()) {
            detail::cells_of(parts_[parts_.size() - 2], level_.areas);
            detail::cells_of(parts_.back(), level_.heights);
            level = std::move(level_);
        }
        parts_.clear();
        return wrong;
    }

  private:
    std::size_t most_bytes() const {
        return 2 * std::size_t{level_.width} * level_.height * level_.floors;
    }

    std::string* part_of(std::string_view name) {
        if (parts_.empty() || !wrong_.empty()) {
            return nullptr;
        }
        for (std::size_t layer = 0; layer < level_.layers.size(); ++layer) {
            if (level_.layers[layer].name == name) {
                return &parts_[layer];
            }
        }
        return name == "areas"     ? &parts_[parts_.size() - 2]
               : name == "heights" ? &parts_.back()
                                   : nullptr;
    }

    bool are_tiles(const std::vector<std::uint16_t>& cells) const {
        for (const std::uint16_t cell : cells) {
            if (cell > level_.tiles.size()) {
                return false;
            }
        }
        return 2 * cells.size() == most_bytes();
    }

    Level level_;
    std::string wrong_;
    std::vector<std::string> parts_;  // the bytes of each layer, of areas and of heights
};

// The level as requests carry it. `pack` compresses bytes as zlib does (RFC 1950).
template <class Pack>
void write_level(JsonWriter& to, const Level& level, Pack&& pack) {
    to.open('{');
    if (!level.fields.empty()) {
        to.raw(level.fields);
    }
    to.key("layers").open('[');
    for (const LevelLayer& layer : level.layers) {
        to.open('{').member("name", layer.name);
        to.member("cellsZlib", base64_encoded(pack(detail::bytes_of(layer.cells)))).close('}');
    }
    to.close(']');
    if (!level.areas.empty()) {
        to.member("areasZlib", base64_encoded(pack(detail::bytes_of(level.areas))));
    }
    if (!level.heights.empty()) {
        to.member("heightsZlib", base64_encoded(pack(detail::bytes_of(level.heights))));
    }
    to.close('}');
}

}  // namespace npcgen
