// One NPC's talk, as the game sees it: idle, waiting for the first word, speaking, idle again. It
// never falls silent: where a call fails before any word, the NPC says an authored line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "DialogueStream.h"
#include "Event.h"
#include "EventQueue.h"
#include "Failure.h"
#include "Utf8.h"

namespace npcgen {

enum class TalkState : std::uint8_t { Idle, Waiting, Speaking };

// Who shows what happens. Each may call the talk again.
class TalkListener {
  public:
    virtual void on_event(const Event& event) = 0;
    // Exactly once for each call, behind its last event, when the talk is idle again.
    virtual void on_ended(const Outcome& outcome) = 0;

  protected:
    ~TalkListener() = default;
};

// `receive` and `end` may be called from any thread; everything else belongs to the game's.
class Talk {
  public:
    static constexpr std::size_t DefaultCapacity = 1024;

    explicit Talk(std::size_t capacity = DefaultCapacity) : queue_(capacity) {}

    // What the NPC says, in turn, when it can't be reached. Its persona's `fallback_lines` do.
    void set_fallback_lines(std::vector<std::string> lines) { fallback_lines_ = std::move(lines); }
    const std::vector<std::string>& fallback_lines() const { return fallback_lines_; }
    void set_npc_id(std::string npc_id) { npc_id_ = std::move(npc_id); }

    TalkState state() const { return state_; }

    // The number of the call that begins; 0 while another one is under way.
    std::uint32_t begin(StreamKind kind = StreamKind::OneTurn) {
        if (state_ != TalkState::Idle) {
            return 0;
        }
        state_ = TalkState::Waiting;
        kind_ = kind;
        spoke_ = false;
        const std::lock_guard<std::mutex> lock(mutex_);
        renew();
        return call_;
    }

    // Takes an event of a call, in exchange for a used one. False when the transport can stop: the
    // call is over, or more waits than there is room for, which is its end.
    bool receive(std::uint32_t call, Event& event) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (call != call_ || ended_) {
            return false;
        }
        if (!queue_.push(event)) {
            ended_ = true;
            outcome_ = failed(Reason::MessageTooLarge,
                              "more of a reply waits than there is room for; resume its delivery");
        }
        return !ended_;
    }

    // A call ended; what it left is delivered first.
    void end(std::uint32_t call, Outcome outcome) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (call == call_ && !ended_) {
            ended_ = true;
            outcome_ = std::move(outcome);
        }
    }

    // Hands on what came, at most so many events. Call it once a frame.
    void deliver(TalkListener& listener, std::uint32_t max_events = 64) {
        for (std::uint32_t count = 0; count < max_events && (!paused_ || cancelled_); ++count) {
            Outcome outcome;
            switch (take(outcome)) {
                case Taken::Event:
                    show(listener);
                    break;
                case Taken::End:
                    finish(listener, std::move(outcome));
                    break;
                case Taken::Nothing:
                    return;
            }
        }
    }

    // Keeps what comes until `resume`, while a frame is heavy or a menu is open.
    void pause() { paused_ = true; }
    void resume() { paused_ = false; }
    bool is_paused() const { return paused_; }

    // Drops what wasn't delivered; the listener hears of it, CANCELLED, with the next delivery.
    void cancel() {
        if (state_ == TalkState::Idle) {
            return;
        }
        const std::lock_guard<std::mutex> lock(mutex_);
        renew();
        cancelled_ = true;
        ended_ = true;
        outcome_ = failed(Reason::Cancelled, "the game cancelled the call");
    }

  private:
    enum class Taken : std::uint8_t { Event, End, Nothing };

    // What comes of earlier calls is dropped from now on.
    void renew() {
        call_ = call_ == UINT32_MAX ? 1 : call_ + 1;
        queue_.clear();
        ended_ = false;
    }

    Taken take(Outcome& outcome) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (queue_.pop(shown_)) {
            return Taken::Event;
        }
        if (!ended_ || state_ == TalkState::Idle) {
            return Taken::Nothing;
        }
        outcome = std::move(outcome_);
        return Taken::End;
    }

    void show(TalkListener& listener) {
        if (shown_.get<TextDelta>() != nullptr) {
            spoke_ = true;
            state_ = TalkState::Speaking;
        }
        const bool is_last = kind_ == StreamKind::OneTurn && shown_.get<Completed>() != nullptr;
        if (is_last) {
            become_idle();
        }
        listener.on_event(shown_);
        if (is_last) {
            listener.on_ended({});
        }
    }

    void finish(TalkListener& listener, Outcome outcome) {
        const bool is_silent = !outcome.ok && !spoke_ && !cancelled_;
        if (is_silent && !fallback_lines_.empty()) {
            say_fallback_line(listener, outcome.failure.reason);
        } else {
            become_idle();
        }
        listener.on_ended(outcome);
    }

    // The same events as those of a server that says the line.
    void say_fallback_line(TalkListener& listener, const std::string& reason) {
        const std::string line = fallback_lines_[next_line_++ % fallback_lines_.size()];
        state_ = TalkState::Speaking;
        Event event;
        event.npc_id = npc_id_;
        event.body = TextDelta{line};
        listener.on_event(event);
        ++event.sequence;
        event.body = Sentence{line, 0, count_code_points(line)};
        listener.on_event(event);
        ++event.sequence;
        event.body = Completed{line, FinishReason::Fallback, {}, {}, reason};
        become_idle();
        listener.on_event(event);
    }

    void become_idle() {
        state_ = TalkState::Idle;
        cancelled_ = false;
        const std::lock_guard<std::mutex> lock(mutex_);
        renew();
    }

    std::vector<std::string> fallback_lines_;
    std::string npc_id_;
    std::size_t next_line_ = 0;
    StreamKind kind_ = StreamKind::OneTurn;
    TalkState state_ = TalkState::Idle;
    Event shown_;
    bool spoke_ = false;
    bool paused_ = false;
    bool cancelled_ = false;

    std::mutex mutex_;  // of all below
    EventQueue queue_;
    std::uint32_t call_ = 0;
    bool ended_ = false;
    Outcome outcome_;
};

}  // namespace npcgen
