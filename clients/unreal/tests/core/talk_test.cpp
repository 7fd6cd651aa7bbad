#include "Talk.h"

#include <string>
#include <thread>

#include "expect.h"
#include "samples.h"

using npcgen::Event;
using npcgen::Outcome;
using npcgen::Reason;
using npcgen::Talk;
using npcgen::TalkState;
using npcgen::TextDelta;
using npcgen::failed;

namespace {

// What a listener heard, as one line.
struct Ear : npcgen::TalkListener {
    void on_event(const Event& event) override {
        const TextDelta* delta = event.get<TextDelta>();
        heard += delta != nullptr ? "'" + delta->text + "' " : std::string(event.kind()) + " ";
    }
    void on_ended(const Outcome& outcome) override {
        heard += outcome.ok ? "ok." : outcome.failure.reason + ".";
    }
    std::string heard;
};

Event delta(const char* text) {
    Event event;
    event.body = TextDelta{text};
    return event;
}

// Whether the talk took all events of the bytes.
void receive(Talk& talk, std::uint32_t call, const std::string& bytes) {
    npcgen::DialogueStream stream(npcgen::StreamKind::OneTurn);
    stream.begin(samples::stream_head());
    stream.feed(bytes, [&](Event& event) { talk.receive(call, event); });
    talk.end(call, stream.finish(npcgen::TransportEnd::Finished));
}

}  // namespace

TEST(a_talk_waits_speaks_and_is_idle_again) {
    Talk talk;
    Ear ear;
    const std::uint32_t call = talk.begin();
    EXPECT(talk.state() == TalkState::Waiting);
    EXPECT_EQ(talk.begin(), 0u);
    Event first = delta("Aye.");
    EXPECT(talk.receive(call, first));
    talk.deliver(ear);
    EXPECT(talk.state() == TalkState::Speaking);
    talk.end(call, {});
    talk.deliver(ear);
    EXPECT(talk.state() == TalkState::Idle);
    EXPECT_EQ(ear.heard, "'Aye.' ok.");
}

TEST(a_reply_is_over_with_its_completed) {
    Talk talk;
    Ear ear;
    receive(talk, talk.begin(), samples::reply());
    talk.deliver(ear);
    talk.deliver(ear);
    EXPECT_EQ(ear.heard,
              "started 'Well met,' ' \xC3\x84 da.' sentence emotion action completed ok.");
    EXPECT(talk.state() == TalkState::Idle);
}

TEST(an_npc_that_cannot_be_reached_says_its_authored_lines_in_turn) {
    Talk talk;
    talk.set_fallback_lines({"Not now.", "Hm?"});
    for (const char* line : {"Not now.", "Hm?", "Not now."}) {
        Ear ear;
        talk.end(talk.begin(), failed(Reason::ServerUnreachable, "refused"));
        talk.deliver(ear);
        EXPECT_EQ(ear.heard, "'" + std::string(line) + "' sentence completed SERVER_UNREACHABLE.");
        EXPECT(talk.state() == TalkState::Idle);
    }
}

TEST(an_npc_that_already_spoke_says_no_authored_line) {
    Talk talk;
    Ear ear;
    talk.set_fallback_lines({"Not now."});
    const std::uint32_t call = talk.begin();
    Event first = delta("Well");
    talk.receive(call, first);
    talk.end(call, failed(Reason::StreamCut, "cut"));
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "'Well' STREAM_CUT.");
}

TEST(nothing_comes_of_a_call_that_was_cancelled_but_its_end) {
    Talk talk;
    Ear ear;
    talk.set_fallback_lines({"Not now."});
    const std::uint32_t call = talk.begin();
    Event first = delta("Well");
    talk.receive(call, first);
    talk.pause();
    talk.cancel();
    Event late = delta(" met");
    EXPECT(!talk.receive(call, late));
    talk.end(call, {});
    talk.deliver(ear);
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "CANCELLED.");
    EXPECT(talk.begin() != 0);
}

TEST(what_comes_during_a_pause_is_kept) {
    Talk talk;
    Ear ear;
    const std::uint32_t call = talk.begin();
    talk.pause();
    Event first = delta("Well");
    talk.receive(call, first);
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "");
    talk.resume();
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "'Well' ");
}

TEST(a_frame_gets_no_more_events_than_it_asks_for) {
    Talk talk;
    Ear ear;
    receive(talk, talk.begin(), samples::reply());
    talk.deliver(ear, 2);
    EXPECT_EQ(ear.heard, "started 'Well met,' ");
}

TEST(text_is_joined_when_a_long_pause_has_filled_the_queue) {
    Talk talk(4);
    Ear ear;
    const std::uint32_t call = talk.begin();
    talk.pause();
    for (int count = 0; count < 1000; ++count) {
        Event next = delta("a");
        EXPECT(talk.receive(call, next));
    }
    talk.resume();
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "'a' 'a' 'a' '" + std::string(997, 'a') + "' ");
}

TEST(a_queue_that_can_hold_no_more_ends_the_call) {
    Talk talk(4);
    Ear ear;
    const std::uint32_t call = talk.begin();
    int taken = 0;
    for (int count = 0; count < 20; ++count) {
        Event next;
        taken += talk.receive(call, next) ? 1 : 0;
    }
    EXPECT_EQ(taken, 8);
    talk.deliver(ear);
    EXPECT(ear.heard.find("MESSAGE_TOO_LARGE.") != std::string::npos);
}

TEST(a_silent_stimulus_ends_without_an_event) {
    Talk talk;
    Ear ear;
    receive(talk, talk.begin(), samples::end_message());
    talk.deliver(ear);
    EXPECT_EQ(ear.heard, "ok.");
}

TEST(a_listener_may_speak_again_as_soon_as_a_reply_completed) {
    struct Eager : Ear {
        void on_event(const Event& event) override {
            Ear::on_event(event);
            if (event.get<npcgen::Completed>() != nullptr) {
                next = talk.begin();
            }
        }
        Talk talk;
        std::uint32_t next = 0;
    } eager;
    receive(eager.talk, eager.talk.begin(), samples::reply());
    eager.talk.deliver(eager);
    EXPECT(eager.next != 0);
    EXPECT(eager.talk.state() == TalkState::Waiting);
}

TEST(events_cross_threads) {
    Talk talk;
    Ear ear;
    const std::uint32_t call = talk.begin();
    std::thread http([&talk, call] {
        for (int count = 0; count < 1000; ++count) {
            Event next = delta("a");
            talk.receive(call, next);
        }
        talk.end(call, {});
    });
    while (talk.state() != TalkState::Idle) {
        talk.deliver(ear);
        std::this_thread::yield();
    }
    http.join();
    EXPECT_EQ(ear.heard.substr(ear.heard.size() - 3), "ok.");
}
