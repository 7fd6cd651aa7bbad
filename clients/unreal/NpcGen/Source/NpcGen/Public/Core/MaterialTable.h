// The table of a texture pack for Unreal, `<stem>.unreal.json`: how each picture is imported.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Json.h"

namespace npcgen {

struct MaterialTexture {
    std::string file;         // beside the table. Example: "T_moss_BC.png"
    std::string asset;        // Example: "T_moss_BC"
    std::string compression;  // Unreal's own word. Example: "TC_Normalmap"
    std::string parameter;    // of the material. Example: "Normal"
    bool srgb = false;
};

struct MaterialTable {
    std::string material;  // Example: "MI_moss"
    std::string title;
    double depth = 0;      // how far lowest and highest are apart, in widths of the texture
    bool masked = false;   // whether the base colour's alpha cuts holes
    std::vector<MaterialTexture> textures;
};

namespace detail {

// Letters, digits, _ and -, and at most one dot: no folder, nothing that a path means something by.
inline bool is_file_name(std::string_view name) {
    int dots = 0;
    for (const char symbol : name) {
        const bool letter = (symbol | 0x20) >= 'a' && (symbol | 0x20) <= 'z';
        dots += symbol == '.' ? 1 : 0;
        if (!letter && !is_digit(symbol) && symbol != '_' && symbol != '-' && symbol != '.') {
            return false;
        }
    }
    return !name.empty() && name.front() != '.' && name.back() != '.' && dots <= 1;
}

}  // namespace detail

// Empty when `table` was read; else what is wrong in the text.
inline std::string read_material_table(std::string_view text, MaterialTable& table) {
    JsonDocument document;
    table = MaterialTable();
    if (!document.parse(text)) {
        return "no JSON in UTF-8; open the file that ends in .unreal.json";
    }
    const JsonView root = document.root();
    if (root["format"].text() != "npcgen.unreal.material") {
        return "format: not npcgen.unreal.material; make the texture with --pack unreal";
    }
    if (root["version"].number() != 1) {
        return "version: not 1; update the plugin";
    }
    table.material = root["material"].text();
    table.title = root["title"].text();
    table.depth = root["depth"].number();
    table.masked = root["masked"].boolean();
    for (const JsonView each : root["textures"]) {
        MaterialTexture& texture = table.textures.emplace_back();
        texture.file = each["file"].text();
        texture.asset = each["asset"].text();
        texture.compression = each["compression"].text();
        texture.parameter = each["parameter"].text();
        texture.srgb = each["srgb"].boolean();
        if (!detail::is_file_name(texture.file) || !detail::is_file_name(texture.asset)) {
            return "textures: '" + texture.file + "' isn't the plain name of a file";
        }
    }
    return detail::is_file_name(table.material) ? "" : "material: not a plain name";
}

}  // namespace npcgen
