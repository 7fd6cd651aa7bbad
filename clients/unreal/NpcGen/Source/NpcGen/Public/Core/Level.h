// A level as npcgen exports it (`--out keep.json`): docs/reference/level.schema.json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "Json.h"

namespace npcgen {

struct LevelTile {
    std::string name;
    std::string colour;  // "#rrggbb"
    std::vector<std::string> traits;  // solid, liquid, bridge, hazard, platform, ladder, opaque

    bool has(std::string_view trait) const {
        for (const std::string& each : traits) {
            if (each == trait) {
                return true;
            }
        }
        return false;
    }
};

struct LevelLayer {
    std::string name;
    // By floor, row and column in one line: 0, or a tile's place in `tiles`, from 1.
    std::vector<std::uint16_t> cells;
};

struct LevelEntity {
    std::string id;
    std::string kind;
    std::uint32_t x = 0;  // cells from the left
    std::uint32_t y = 0;  // cells from the top
    std::uint32_t floor = 0;
    std::vector<std::string> properties;  // "name=value"
};

struct LevelRoom {
    std::string id;
    std::string kind;
    std::string name;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t floor = 0;
};

struct Level {
    std::string kind;
    std::string version;  // of the generator
    std::uint32_t seed = 0;
    std::uint32_t width = 0;   // cells
    std::uint32_t height = 0;  // cells
    std::uint32_t floors = 0;
    std::vector<LevelTile> tiles;
    std::vector<LevelLayer> layers;  // drawn in this order
    std::vector<LevelRoom> rooms;
    std::vector<LevelEntity> entities;
    std::vector<std::uint16_t> areas;    // as cells: 0, or a room's place in `rooms`; or none at all
    std::vector<std::uint16_t> heights;  // by row and column; or none at all
    std::string fields;  // all but its cells, as the members of the server's JSON of it

    // The place of the cell in a layer's cells.
    std::size_t place(std::uint32_t x, std::uint32_t y, std::uint32_t floor) const {
        return (std::size_t{floor} * height + y) * width + x;
    }
    // The tile that is drawn last there; none where no layer has one.
    const LevelTile* top_tile(std::uint32_t x, std::uint32_t y, std::uint32_t floor) const {
        for (std::size_t layer = layers.size(); layer > 0; --layer) {
            if (const std::uint16_t tile = layers[layer - 1].cells[place(x, y, floor)]) {
                return &tiles[tile - 1u];
            }
        }
        return nullptr;
    }
};

namespace detail {

constexpr std::uint32_t MaxLevelSide = 4096;
constexpr std::uint32_t MaxLevelFloors = 16;
constexpr std::size_t MaxLevelCells = 33'000'000;

// Reads a level, and remembers the first thing that is wrong, by its path.
class LevelReader {
  public:
    LevelReader(JsonView document, Level& level) : document_(document), level_(level) {}

    std::string read() {
        if (document_["format"].text() != "npcgen level") {
            return "format: not \"npcgen level\"; export the level as JSON";
        }
        if (document_["format_version"].number() != 1) {
            return "format_version: not 1; update the plugin";
        }
        read_shape();
        read_layers();
        read_field(document_["areas"], 0, level_.areas, "areas");
        read_field(document_["heights"], 1, level_.heights, "heights");
        write_fields();
        return wrong_;
    }

    // The same of the server's own JSON, whose cells come apart from it.
    std::string read_sent() {
        read_shape();
        for (const JsonView each : document_["layers"]) {
            level_.layers.emplace_back().name = each["name"].text();
        }
        expect(level_.layers.size() * cells() <= MaxLevelCells, "layers", "at most 33 million cells");
        for (const JsonView member : document_) {
            // NOTE: `areas` and `areasZlib` are the same in two forms, and so are those of heights.
            const std::string_view name = member.key();
            if (name != "layers" && name.substr(0, 5) != "areas" && name.substr(0, 7) != "heights") {
                write_field(name, member.source());
            }
        }
        return wrong_;
    }

  private:
    std::size_t cells() const { return std::size_t{level_.width} * level_.height * level_.floors; }

    void read_shape() {
        level_.kind = document_["kind"].text();
        level_.version = document_["version"].text();
        level_.seed = whole(document_, "seed", "", UINT32_MAX);
        level_.width = whole(document_, "width", "", MaxLevelSide);
        level_.height = whole(document_, "height", "", MaxLevelSide);
        level_.floors = whole(document_, "floors", "", MaxLevelFloors);
        if (wrong_.empty() && cells() == 0) {
            wrong_ = "width, height, floors: none may be 0";
        }
        read_tiles();
        read_rooms();
        read_entities();
    }

    std::uint32_t whole(JsonView from, std::string_view name, const std::string& path, std::uint32_t most) {
        const double number = from[name].number(0);
        const bool fits = number >= 0 && number <= most && from[name].kind() != JsonKind::String;
        const std::uint32_t value = fits ? static_cast<std::uint32_t>(number) : 0;
        expect(fits && static_cast<double>(value) == number, path + std::string(name),
               "a whole number of 0.." + std::to_string(most));
        return value;
    }

    void expect(bool holds, const std::string& path, const std::string& wanted) {
        if (!holds && wrong_.empty()) {
            wrong_ = path + ": not " + wanted;
        }
    }

    void read_tiles() {
        for (const JsonView each : document_["tiles"]) {
            LevelTile& tile = level_.tiles.emplace_back();
            tile.name = each["name"].text();
            tile.colour = each["colour"].text();
            for (const JsonView trait : each["traits"]) {
                tile.traits.emplace_back(trait.text());
            }
        }
        expect(!level_.tiles.empty() && level_.tiles.size() < 65536, "tiles", "1..65535 tiles");
    }

    void read_layers() {
        for (const JsonView each : document_["layers"]) {
            LevelLayer& layer = level_.layers.emplace_back();
            layer.name = each["name"].text();
            const std::string path = "layers[" + std::to_string(level_.layers.size() - 1) + "].cells";
            expect(level_.layers.size() * cells() <= MaxLevelCells, "layers", "at most 33 million cells");
            if (!wrong_.empty()) {
                return;
            }
            layer.cells.reserve(cells());
            read_cells(each["cells"], 0, level_.tiles.size(), layer.cells, path);
            expect(layer.cells.size() == cells(), path, std::to_string(cells()) + " cells");
        }
    }

    // A number of each cell, where the level has them.
    void read_field(JsonView from, int depth, std::vector<std::uint16_t>& into, const std::string& path) {
        if (from.exists() && from.kind() != JsonKind::Null) {
            read_cells(from, depth, UINT16_MAX, into, path);
        }
    }

    // Floors of rows of cells, or what is inside of that, by `depth`.
    void read_cells(JsonView from, int depth, std::size_t most, std::vector<std::uint16_t>& into,
                    const std::string& path) {
        static constexpr int Deepest = 2;
        const std::uint32_t counts[] = {level_.floors, level_.height, level_.width};
        expect(from.is_array() && from.size() == counts[depth], path, "floors of rows of cells");
        for (const JsonView each : from) {
            if (!wrong_.empty()) {
                return;
            }
            if (depth < Deepest) {
                read_cells(each, depth + 1, most, into, path);
                continue;
            }
            const double cell = each.number(-1);
            expect(cell >= 0 && cell <= static_cast<double>(most), path,
                   most == level_.tiles.size() ? "0, or a tile's place in tiles, from 1" : "0..65535");
            into.push_back(wrong_.empty() ? static_cast<std::uint16_t>(cell) : std::uint16_t{0});
        }
    }

    // The file's names for what the server calls otherwise.
    void write_fields() {
        for (const std::string_view name : {"kind", "seed", "version", "width", "height", "floors", "tiles", "rooms",
                                            "links", "entities", "difficulty", "properties"}) {
            write_field(name, document_[name].source());
        }
        write_field("movement", document_["movement"]["kind"].source());
        write_field("jump", document_["movement"]["jump"].source());
        write_field("criticalPath", document_["critical_path"].source());
        write_field("seaLevel", document_["sea_level"].source());
    }

    void write_field(std::string_view name, std::string_view json) {
        if (!json.empty()) {
            level_.fields.append(level_.fields.empty() ? "\"" : ",\"").append(name).append("\":").append(json);
        }
    }

    void read_rooms() {
        for (const JsonView each : document_["rooms"]) {
            const std::string path = "rooms[" + std::to_string(level_.rooms.size()) + "].";
            LevelRoom& room = level_.rooms.emplace_back();
            room.id = each["id"].text();
            room.kind = each["kind"].text();
            room.name = each["name"].text();
            room.x = whole(each, "x", path, MaxLevelSide);
            room.y = whole(each, "y", path, MaxLevelSide);
            room.width = whole(each, "width", path, MaxLevelSide);
            room.height = whole(each, "height", path, MaxLevelSide);
            room.floor = whole(each, "floor", path, MaxLevelFloors);
        }
    }

    void read_entities() {
        for (const JsonView each : document_["entities"]) {
            const std::string path = "entities[" + std::to_string(level_.entities.size()) + "].";
            LevelEntity& entity = level_.entities.emplace_back();
            entity.id = each["id"].text();
            entity.kind = each["kind"].text();
            entity.x = whole(each, "x", path, MaxLevelSide);
            entity.y = whole(each, "y", path, MaxLevelSide);
            entity.floor = whole(each, "floor", path, MaxLevelFloors);
            for (const JsonView property : each["properties"]) {
                const bool is_text = property.kind() == JsonKind::String;
                entity.properties.push_back(
                    std::string(property.key()) + "=" +
                    std::string(is_text ? property.text() : property.source()));
            }
        }
    }

    JsonView document_;
    Level& level_;
    std::string wrong_;
};

}  // namespace detail

// Empty when `level` was read; else what is wrong in the text, by its path.
inline std::string read_level(std::string_view text, Level& level) {
    JsonDocument document;
    level = Level();
    if (!document.parse(text)) {
        return "no JSON in UTF-8; export the level as JSON";
    }
    return detail::LevelReader(document.root(), level).read();
}

}  // namespace npcgen
