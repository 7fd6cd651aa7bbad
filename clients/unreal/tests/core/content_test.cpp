#include <string>

#include "Level.h"
#include "MaterialTable.h"
#include "expect.h"

using npcgen::Level;
using npcgen::MaterialTable;
using npcgen::read_level;
using npcgen::read_material_table;

namespace {

std::string level_text(const std::string& cells, const std::string& more = "") {
    return R"({"format":"npcgen level","format_version":1,"kind":"cave","seed":7,"version":"1",)"
           R"("width":2,"height":1,"floors":1,"tiles":[{"name":"floor","colour":"#a69b8a"},)"
           R"({"name":"wall","colour":"#5b5566","traits":["opaque","solid"]}],)"
           R"("layers":[{"name":"terrain","cells":[[[1,1]]]},{"name":"walls","cells":)" +
           cells + "}]" + more + "}";
}

}  // namespace

TEST(a_level_has_its_tiles_by_cell) {
    Level level;
    EXPECT_EQ(read_level(level_text("[[[0,2]]]"), level), "");
    EXPECT_EQ(level.top_tile(0, 0, 0)->name, "floor");
    EXPECT_EQ(level.top_tile(1, 0, 0)->name, "wall");
    EXPECT(level.tiles[1].has("solid"));
    EXPECT(!level.tiles[0].has("solid"));
}

TEST(an_entity_keeps_its_properties_as_texts) {
    Level level;
    EXPECT_EQ(read_level(level_text("[[[0,0]]]", R"(,"entities":[{"id":"e","kind":"enemy","x":1,"y":0,)"
                                                 R"("properties":{"level":3,"name":"Ro"}}])"),
                         level),
              "");
    EXPECT_EQ(level.entities[0].x, 1u);
    EXPECT_EQ(level.entities[0].properties[0], "level=3");
    EXPECT_EQ(level.entities[0].properties[1], "name=Ro");
}

TEST(what_is_wrong_in_a_level_is_named_by_its_path) {
    Level level;
    EXPECT_EQ(read_level(level_text("[[[0,3]]]"), level),
              "layers[1].cells: not 0, or a tile's place in tiles, from 1");
    EXPECT_EQ(read_level(level_text("[[[0]]]"), level), "layers[1].cells: not floors of rows of cells");
    EXPECT_EQ(read_level(level_text("[[[0,0]]]", R"(,"entities":[{"x":-1}])"), level),
              "entities[0].x: not a whole number of 0..4096");
    EXPECT_EQ(read_level("{}", level), "format: not \"npcgen level\"; export the level as JSON");
}

TEST(a_table_of_textures_names_plain_files_only) {
    MaterialTable table;
    for (const char* file : {"../a.png", "a/b.png", "C:a.png", ".png", "a..png", "", "a\\\\b.png"}) {
        const std::string text =
            R"({"format":"npcgen.unreal.material","version":1,"material":"MI_a","textures":[{"file":")" +
            std::string(file) + R"(","asset":"T_a"}]})";
        EXPECT(!read_material_table(text, table).empty());
    }
}
