#include "Requests.h"

#include <string>

#include "expect.h"

TEST(a_request_leaves_out_what_is_left_to_the_server) {
    EXPECT_EQ(npcgen::chat_request("c", "Hello"), R"({"conversationId":"c","text":"Hello"})");
    EXPECT_EQ(npcgen::notify_request("c", "Rain.", true),
              R"({"conversationId":"c","stimulus":"Rain.","silent":true})");
    EXPECT_EQ(npcgen::cancel_request("c", "", 0u), R"({"conversationId":"c","heardChars":0})");
}

TEST(a_request_carries_all_options) {
    npcgen::ReplyOptions options;
    options.scene = "";
    options.max_tokens = 40;
    options.fallback_line = false;
    options.max_tokens_per_s = 12.5;
    options.seed = 0;
    options.state = npcgen::GameState();
    options.state->quests["mine"] = 2;
    options.state->flags = {"rain"};
    options.actions = {{"wave", "Waves.", "{}", {"hello"}}};
    options.objects = {{"k1", "the key", "key"}};
    options.characters = {{"p", "Ada", ""}};
    EXPECT_EQ(npcgen::chat_request("c", "Hi", options),
              R"({"conversationId":"c","text":"Hi","scene":"","limits":{"maxTokens":40,)"
              R"("fallbackLine":false,"maxTokensPerS":12.5},"sampling":{"seed":0},"state":{"quests":{"mine":2},)"
              R"("flags":["rain"]},"actions":[{"name":"wave","description":"Waves.",)"
              R"("schemaJson":"{}","when":["hello"]}],"objects":[{"id":"k1","name":"the key",)"
              R"("kind":"key"}],"characters":[{"id":"p","name":"Ada"}]})");
}

TEST(a_line_for_a_group_says_who_hears_it) {
    npcgen::GroupLine line;
    line.conversation_ids = {"a", "b"};
    line.whisper_to = {"b"};
    line.text = "Psst.";
    line.max_speakers = 1;
    EXPECT_EQ(npcgen::group_chat_request(line),
              R"({"conversationIds":["a","b"],"text":"Psst.","whisperTo":["b"],"maxSpeakers":1})");
}

TEST(a_report_names_the_protos_reason) {
    EXPECT_EQ(npcgen::report_turn_request("c", "c.1", "OUT_OF_CHARACTER", ""),
              R"({"conversationId":"c","turnId":"c.1","reason":"REPORT_REASON_OUT_OF_CHARACTER"})");
}

TEST(bytes_survive_base64) {
    std::string bytes;
    for (int code = 0; code < 256; ++code) {
        bytes.push_back(static_cast<char>(code));
        std::string again;
        EXPECT(npcgen::base64_decoded(npcgen::base64_encoded(bytes), again));
        EXPECT(again == bytes);
    }
    std::string none;
    EXPECT(!npcgen::base64_decoded("a", none));
    EXPECT(!npcgen::base64_decoded("ab!d", none));
    EXPECT_EQ(npcgen::base64_encoded("Ada"), "QWRh");
}
