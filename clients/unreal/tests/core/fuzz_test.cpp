// Bytes that no server sends: every prefix of a reply, and replies with random damage.
#include <random>
#include <string>

#include "Generation.h"
#include "Level.h"
#include "MaterialTable.h"
#include "Unary.h"
#include "expect.h"
#include "samples.h"

using npcgen::Outcome;

namespace {

constexpr int Mutations = 20'000;

std::string damaged(std::string bytes, std::mt19937& random) {
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    for (std::size_t count = 1 + below(4); count > 0 && !bytes.empty(); --count) {
        const std::size_t at = below(bytes.size());
        switch (below(5)) {
            case 0:
                bytes[at] = static_cast<char>(below(256));
                break;
            case 1:
                bytes.erase(at, 1 + below(20));
                break;
            case 2:
                bytes.insert(at, bytes.substr(below(bytes.size()), below(40)));
                break;
            case 3:
                bytes.insert(at, 1, "{}[]\",:\\0u"[below(10)]);
                break;
            default:
                bytes.resize(at);
        }
    }
    return bytes;
}

// The same bytes in one piece and in random ones have to mean the same.
void expect_any_cut_to_mean(const samples::Heard& whole, const std::string& bytes, std::mt19937& random) {
    npcgen::DialogueStream stream(npcgen::StreamKind::OneTurn);
    stream.begin(samples::stream_head());
    std::string kinds;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = 1 + random() % 60;
        stream.feed(std::string_view(bytes).substr(at, size),
                    [&kinds](npcgen::Event& event) { kinds.append(event.kind()).append(" "); });
        at += size;
    }
    const Outcome outcome = stream.finish(npcgen::TransportEnd::Finished);
    EXPECT_EQ(kinds, whole.kinds);
    EXPECT_EQ(outcome.failure.reason, whole.outcome.failure.reason);
}

}  // namespace

TEST(every_prefix_of_a_reply_is_whole_or_cut) {
    const std::string reply = samples::reply();
    const std::size_t completed = reply.size() - samples::end_message().size();
    for (std::size_t size = 0; size <= reply.size(); ++size) {
        const Outcome outcome = samples::hear(reply.substr(0, size)).outcome;
        EXPECT_EQ(outcome.ok, size >= completed);
        EXPECT(outcome.ok || outcome.failure.reason == "STREAM_CUT");
    }
}

TEST(damaged_replies_end_in_a_failure_or_in_order) {
    std::mt19937 random(7);
    for (int count = 0; count < Mutations; ++count) {
        const std::string bytes = damaged(samples::reply(), random);
        const samples::Heard heard = samples::hear(bytes);
        EXPECT(heard.outcome.ok || !heard.outcome.failure.hint.empty() ||
               !heard.outcome.failure.code.empty());
        EXPECT(npcgen::is_utf8(heard.text));
        expect_any_cut_to_mean(heard, bytes, random);
    }
}

TEST(damaged_errors_have_a_reason) {
    const std::string error =
        R"({"code":"not_found","message":"no","details":[{"type":"google.rpc.ErrorInfo",)"
        R"("value":"ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5EEgpucGNnZW4uZGV2"},)"
        R"({"type":"google.rpc.BadRequest","value":"CgkKBHRleHQSAXgKCgoFc2NlbmUSAXg"},)"
        R"({"type":"google.rpc.RetryInfo","value":"CggIARCg4cTcAQ"}]})";
    std::mt19937 random(8);
    for (int count = 0; count < Mutations; ++count) {
        npcgen::UnaryReader reader;
        reader.begin({404, "application/json"});
        reader.feed(damaged(error, random));
        npcgen::JsonDocument answer;
        const Outcome outcome = reader.finish(npcgen::TransportEnd::Finished, answer);
        EXPECT(!outcome.ok && !outcome.failure.reason.empty() && !outcome.failure.code.empty());
    }
}

TEST(damaged_work_is_read_or_refused) {
    const std::string work =
        samples::message(R"({"progress":{"phase":"a","fraction":0.5}})") +
        samples::message(R"({"level":{"width":2,"height":2,"floors":1,"tiles":[{"name":"a"}],)"
                         R"("layers":[{"name":"w","cells":""}]}})") +
        samples::message(R"({"cells":{"layer":"w","data":"AQABAAEAAQA="}})") +
        samples::message(R"({"file":{"file":"a","data":"QWRh"}})") + samples::end_message();
    std::mt19937 random(10);
    for (int count = 0; count < Mutations; ++count) {
        npcgen::Generation generation;
        generation.begin(samples::stream_head());
        generation.feed(damaged(work, random));
        const Outcome outcome = generation.finish(npcgen::TransportEnd::Finished);
        npcgen::Level level;
        if (outcome.ok && generation.level().finish(level).empty() && !level.layers.empty()) {
            EXPECT_EQ(level.layers[0].cells.size(), std::size_t{level.width} * level.height * level.floors);
        }
    }
}

TEST(damaged_levels_and_tables_are_read_or_refused) {
    const std::string level =
        R"({"format":"npcgen level","format_version":1,"kind":"cave","seed":7,"version":"1","width":2,)"
        R"("height":2,"floors":1,"tiles":[{"name":"wall","colour":"#000000","traits":["solid"]}],)"
        R"("layers":[{"name":"walls","cells":[[[0,1],[1,0]]]}],"rooms":[],)"
        R"("entities":[{"id":"a","kind":"spawn","x":1,"y":1,"properties":{"level":1}}]})";
    const std::string table =
        R"({"format":"npcgen.unreal.material","version":1,"material":"MI_a","textures":[)"
        R"({"file":"T_a_BC.png","asset":"T_a_BC","compression":"TC_Default","srgb":true}]})";
    std::mt19937 random(9);
    npcgen::Level read;
    npcgen::MaterialTable material;
    EXPECT_EQ(npcgen::read_level(level, read), "");
    EXPECT_EQ(npcgen::read_material_table(table, material), "");
    for (int count = 0; count < Mutations; ++count) {
        if (npcgen::read_level(damaged(level, random), read).empty()) {
            EXPECT_EQ(read.layers.empty() || read.layers[0].cells.size() ==
                                                 std::size_t{read.width} * read.height * read.floors,
                      true);
        }
        if (npcgen::read_material_table(damaged(table, random), material).empty()) {
            EXPECT(npcgen::detail::is_file_name(material.material));
        }
    }
}
