#include "DialogueStream.h"

#include <string>
#include <vector>

#include "Unary.h"
#include "expect.h"
#include "samples.h"

using npcgen::DialogueStream;
using npcgen::Event;
using npcgen::Outcome;
using npcgen::StreamKind;
using npcgen::TransportEnd;
using samples::Heard;
using samples::end_message;
using samples::hear;
using samples::message;

TEST(a_reply_becomes_typed_events) {
    const Heard heard = hear(samples::reply());
    EXPECT_EQ(heard.kinds, "started text_delta text_delta sentence emotion action completed ");
    EXPECT_EQ(heard.text, "Well met, \xC3\x84 da.");
    EXPECT(heard.outcome.ok);
    EXPECT_EQ(heard.last.sequence, 6u);
    EXPECT(heard.last.get<npcgen::Completed>()->finish_reason == npcgen::FinishReason::Stop);
    EXPECT_EQ(heard.last.get<npcgen::Completed>()->usage.prompt_tokens, 202u);
}

TEST(an_event_of_a_newer_kind_is_handed_on) {
    const Heard heard = hear(message(R"({"sequence":0,"turnId":"t","mood":{"x":[1]}})") + end_message());
    EXPECT_EQ(heard.kinds, "unknown ");
    EXPECT_EQ(heard.last.get<npcgen::Unknown>()->name, "mood");
    EXPECT(heard.outcome.ok);
}

TEST(a_heartbeat_is_no_event) {
    const Heard heard = hear(npcgen::enveloped("{}") + samples::reply());
    EXPECT_EQ(heard.count, 7u);
    EXPECT(heard.outcome.ok);
}

TEST(a_stream_that_stops_inside_a_message_is_cut) {
    const std::string bytes = samples::reply();
    const Heard heard = hear(bytes.substr(0, bytes.find("met") + 2));
    EXPECT_EQ(heard.outcome.failure.reason, "STREAM_CUT");
    EXPECT_EQ(heard.outcome.failure.code, "unavailable");
}

TEST(a_turn_that_completed_needs_no_end_message) {
    const std::string whole = samples::reply();
    const std::string bytes = whole.substr(0, whole.size() - end_message().size());
    EXPECT(hear(bytes).outcome.ok);
    EXPECT(hear(bytes, StreamKind::OneTurn, TransportEnd::Cut).outcome.ok);
    EXPECT_EQ(hear(bytes, StreamKind::Turns).outcome.failure.reason, "STREAM_CUT");
}

TEST(a_field_of_another_type_is_a_bad_message) {
    for (const char* event :
         {R"({"sequence":"x"})", R"({"sequence":-1})", R"({"sequence":1.5})", R"({"turnId":7})",
          R"({"textDelta":{"text":1}})", R"({"textDelta":"a"})", R"({"completed":{"usage":[]}})",
          R"({"completed":{"usage":{"promptTokens":"many"}}})", "[]", "7"}) {
        EXPECT_EQ(hear(message(event) + end_message()).outcome.failure.reason, "BAD_MESSAGE");
    }
    for (const char* text : {"[]", "", "{\"event\"", "\xFF"}) {
        EXPECT_EQ(hear(npcgen::enveloped(text) + end_message()).outcome.failure.reason, "BAD_MESSAGE");
    }
    EXPECT_EQ(hear(std::string("\1\0\0\0\2{}", 7)).outcome.failure.reason, "BAD_MESSAGE");
}

TEST(the_failure_of_an_end_message_has_its_details) {
    const Heard heard = hear(samples::end_message(
        R"({"error":{"code":"not_found","message":"no conversation 'nope'","details":[)"
        R"({"type":"google.rpc.ErrorInfo","value":"ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5EEgpucGNnZW4uZGV2"},)"
        R"({"type":"google.rpc.BadRequest","value":"CgkKBHRleHQSAXgKCgoFc2NlbmUSAXg"},)"
        R"({"type":"google.rpc.RetryInfo","value":"CggIARCg4cTcAQ"},{"type":"other","value":"!"},7]}})"));
    EXPECT_EQ(heard.outcome.failure.code, "not_found");
    EXPECT_EQ(heard.outcome.failure.reason, "CONVERSATION_NOT_FOUND");
    EXPECT_EQ(heard.outcome.failure.field, "text");
    EXPECT_EQ(heard.outcome.failure.retry_after_ms, 1463u);
}

TEST(an_error_without_details_has_its_code_as_reason) {
    const Heard heard = hear(end_message(R"({"error":{"code":"unavailable"}})"));
    EXPECT_EQ(heard.outcome.failure.reason, "UNAVAILABLE");
    EXPECT_EQ(hear(end_message(R"({"error":{}})")).outcome.failure.reason, "BAD_MESSAGE");
}

TEST(what_is_no_npcgen_server_is_named_so) {
    DialogueStream page(StreamKind::OneTurn);
    page.begin({200, "text/html; charset=utf-8"});
    page.feed("<html>", [](Event&) {});
    EXPECT_EQ(page.finish(TransportEnd::Finished).failure.reason, "NOT_NPCGEN");
    EXPECT_EQ(page.finish(TransportEnd::Cancelled).failure.reason, "CANCELLED");
    EXPECT_EQ(page.finish(TransportEnd::TimedOut).failure.reason, "DEADLINE_EXCEEDED");
    EXPECT_EQ(page.finish(TransportEnd::TlsUntrusted).failure.reason, "TLS_UNTRUSTED");
    EXPECT_EQ(page.finish(TransportEnd::Unreachable).failure.reason, "SERVER_UNREACHABLE");
    EXPECT_EQ(page.finish(TransportEnd::NotHttp).failure.reason, "NOT_NPCGEN");
}

TEST(a_refusal_before_the_call_has_the_servers_words) {
    DialogueStream stream(StreamKind::OneTurn);
    stream.begin({401, "application/json"});
    stream.feed(R"({"code":"unauthenticated",)", [](Event&) {});
    stream.feed(R"("message":"send a key"})", [](Event&) {});
    EXPECT_EQ(stream.finish(TransportEnd::Finished).failure.message, "send a key");
    DialogueStream cut(StreamKind::OneTurn);
    cut.begin({503, "application/json"});
    cut.feed(R"({"code":"unav)", [](Event&) {});
    EXPECT_EQ(cut.finish(TransportEnd::Cut).failure.reason, "STREAM_CUT");
}

TEST(a_head_may_be_told_after_the_bytes) {
    DialogueStream stream(StreamKind::OneTurn);
    std::size_t events = 0;
    stream.feed(samples::reply(), [&events](Event&) { ++events; });
    EXPECT_EQ(events, 7u);
    stream.begin({200, "Application/Connect+JSON; charset=utf-8"});
    EXPECT(stream.finish(TransportEnd::Finished).ok);
}

TEST(nothing_is_handed_on_after_a_stop) {
    DialogueStream stream(StreamKind::OneTurn);
    stream.begin(samples::stream_head());
    std::size_t events = 0;
    stream.feed(samples::reply(), [&events, &stream](Event&) {
        ++events;
        stream.stop();
    });
    stream.feed(samples::reply(), [&events](Event&) { ++events; });
    EXPECT_EQ(events, 1u);
}

TEST(a_unary_answer_is_one_object) {
    npcgen::UnaryReader reader;
    reader.begin({200, "application/json"});
    EXPECT(reader.feed(R"({"cancelled":)"));
    EXPECT(reader.feed("true}"));
    npcgen::JsonDocument answer;
    EXPECT(reader.finish(TransportEnd::Finished, answer).ok);
    EXPECT(answer.root()["cancelled"].boolean());
    EXPECT_EQ(reader.finish(TransportEnd::Cut, answer).failure.reason, "STREAM_CUT");
}

TEST(a_unary_answer_beyond_four_mebibytes_is_refused) {
    npcgen::UnaryReader reader;
    reader.begin({200, "application/json"});
    const std::string half(2u << 20, ' ');
    EXPECT(reader.feed(half));
    EXPECT(reader.feed(half));
    EXPECT(!reader.feed(" "));
    npcgen::JsonDocument answer;
    EXPECT_EQ(reader.finish(TransportEnd::Finished, answer).failure.reason, "MESSAGE_TOO_LARGE");
}
