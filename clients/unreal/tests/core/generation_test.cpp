#include "Generation.h"

#include <string>

#include "ContentRequests.h"
#include "Quest.h"
#include "expect.h"
#include "samples.h"

using npcgen::Generation;
using npcgen::Level;
using npcgen::Outcome;
using npcgen::TransportEnd;

namespace {

std::string level_event() {
    return samples::message(
        R"({"level":{"kind":"cave","seed":7,"width":2,"height":1,"floors":1,"areas":"","areasZlib":"",)"
        R"("tiles":[{"name":"floor"},{"name":"wall"}],"layers":[{"name":"walls","cells":""}],"jump":3}})");
}

std::string cells_event(const std::string& layer, unsigned offset, const std::string& bytes) {
    return samples::message(R"({"cells":{"layer":")" + layer + R"(","offset":)" + std::to_string(offset) +
                            R"(,"data":")" + npcgen::base64_encoded(bytes) + "\"}}");
}

std::string bytes_of(std::initializer_list<char> bytes) {
    return std::string(bytes);
}

std::string completed() {
    return samples::message(R"({"completed":{"seed":7,"spec":{"kind":"cave"}}})") + samples::end_message();
}

Outcome read(Generation& generation, const std::string& bytes) {
    generation.begin(samples::stream_head());
    generation.feed(bytes);
    return generation.finish(TransportEnd::Finished);
}

std::string as_it_is(const std::string& bytes) {
    return bytes;
}

}  // namespace

TEST(a_level_is_put_together_of_its_parts) {
    Generation generation;
    const std::string bytes = samples::message(R"({"progress":{"phase":"digging","fraction":0.5}})") + level_event() +
                              cells_event("walls", 0, bytes_of({2, 0})) + cells_event("walls", 2, bytes_of({1, 0})) +
                              cells_event("areas", 0, bytes_of({0, 0, 1, 1})) + completed();
    EXPECT(read(generation, bytes).ok);
    EXPECT_EQ(generation.phase(), "digging");
    EXPECT_EQ(generation.fraction(), 0.5);
    Level level;
    EXPECT_EQ(generation.level().finish(level), "");
    EXPECT_EQ(level.top_tile(0, 0, 0)->name, "wall");
    EXPECT_EQ(level.top_tile(1, 0, 0)->name, "floor");
    EXPECT_EQ(level.areas[1], 257);
    EXPECT(level.heights.empty());
}

TEST(a_level_goes_back_as_it_came) {
    Generation generation;
    read(generation, level_event() + cells_event("walls", 0, bytes_of({2, 0, 1, 0})) + completed());
    Level level;
    generation.level().finish(level);
    EXPECT_EQ(npcgen::regenerate_region_request(level, R"({"kind":"cave"})", {1, 0, 1, 1, 0}, 3, as_it_is),
              R"({"level":{"kind":"cave","seed":7,"width":2,"height":1,"floors":1,"tiles":[{"name":"floor"},)"
              R"({"name":"wall"}],"jump":3,"layers":[{"name":"walls","cellsZlib":"AgABAA=="}]},)"
              R"("spec":{"kind":"cave"},"x":1,"width":1,"height":1,"seed":3})");
}

TEST(an_imported_level_goes_to_the_server_in_its_words) {
    const std::string text =
        R"({"format":"npcgen level","format_version":1,"kind":"cave","seed":7,"version":"1","width":1,"height":1,)"
        R"("floors":1,"tiles":[{"name":"floor"}],"layers":[{"name":"walls","cells":[[[1]]]}],"heights":[[258]],)"
        R"("movement":{"kind":"walk4","jump":3},"critical_path":["a"],"sea_level":2,"areas":null})";
    Level level;
    EXPECT_EQ(npcgen::read_level(text, level), "");
    npcgen::JsonWriter to;
    npcgen::write_level(to, level, as_it_is);
    EXPECT_EQ(to.str(), R"({"kind":"cave","seed":7,"version":"1","width":1,"height":1,"floors":1,)"
                        R"("tiles":[{"name":"floor"}],"movement":"walk4","jump":3,"criticalPath":["a"],"seaLevel":2,)"
                        R"("layers":[{"name":"walls","cellsZlib":"AQA="}],"heightsZlib":"AgE="})");
}

TEST(parts_that_do_not_fit_are_refused) {
    for (const std::string& part :
         {cells_event("walls", 2, "ab"), cells_event("roof", 0, "ab"), cells_event("walls", 0, "abcdef")}) {
        Generation generation;
        EXPECT_EQ(read(generation, level_event() + part + completed()).failure.reason, "BAD_MESSAGE");
    }
    Generation early;
    EXPECT_EQ(read(early, cells_event("walls", 0, "ab")).failure.reason, "BAD_MESSAGE");
}

TEST(a_level_without_all_of_its_cells_is_none) {
    Level level;
    for (const std::string& cells : {bytes_of({1, 0}), bytes_of({3, 0, 1, 0}), std::string()}) {
        Generation generation;
        EXPECT(read(generation, level_event() + cells_event("walls", 0, cells) + completed()).ok);
        EXPECT_EQ(generation.level().finish(level), "layers[0].cells: not a tile for each cell");
    }
    EXPECT_EQ(Generation().level().finish(level), "no level came");
}

TEST(work_that_is_cut_off_is_a_cut_stream) {
    Generation generation;
    EXPECT_EQ(read(generation, level_event()).failure.reason, "STREAM_CUT");
}

TEST(a_file_is_put_together_of_its_parts) {
    Generation generation;
    const auto part = [](const char* data) {
        return samples::message(std::string(R"({"file":{"file":"a.png","data":")") + data + "\"}}");
    };
    EXPECT(read(generation, part("QWRh") + part("IQ==") + samples::end_message()).ok);
    EXPECT_EQ(generation.files().at("a.png"), "Ada!");
}

TEST(what_is_so_reads_as_it_is_written) {
    for (const std::string text : {"has mira lantern", "not alive wolf", "night"}) {
        npcgen::JsonWriter to;
        npcgen::write_literal(to, text);
        npcgen::JsonDocument document;
        EXPECT(document.parse(to.str()));
        EXPECT_EQ(npcgen::literal_text(document.root()), text);
    }
    npcgen::JsonWriter denied;
    npcgen::write_literal(denied, "not alive wolf");
    EXPECT_EQ(denied.str(), R"({"fact":{"name":"alive","of":["wolf"]},"denied":true})");
}

TEST(a_quest_has_its_title_among_its_lines) {
    const npcgen::Quest quest = npcgen::read_quest(
        R"({"id":"q1","giver":"ansa","lines":[{"key":"k0","role":"title","text":"The rest"},{"key":"k1","text":"Go."}]})");
    EXPECT_EQ(quest.title, "The rest");
    EXPECT_EQ(quest.lines.at("k1"), "Go.");
    EXPECT_EQ(npcgen::read_quest("[]").id, "");
}

TEST(answers_about_quests_have_states_and_effects) {
    npcgen::JsonDocument answer;
    EXPECT(answer.parse(R"({"updates":{"states":[{"questId":"q","status":"open","objectives":[{"stepId":"s",)"
                        R"("status":"current"}],"journal":[{"key":"k"}]}],"effects":[{"fact":{"name":"has",)"
                        R"("of":["ada","key"]}}]}})"));
    const npcgen::QuestUpdate update = npcgen::read_quest_update(answer.root());
    EXPECT_EQ(update.states[0].objectives[0].status, "current");
    EXPECT_EQ(update.states[0].journal[0], "k");
    EXPECT_EQ(update.effects[0], "has ada key");
}
