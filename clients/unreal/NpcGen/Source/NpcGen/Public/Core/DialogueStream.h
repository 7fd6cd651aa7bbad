// A stream of events: Chat, Notify, Regenerate, Bark and GroupChat.
#pragma once

#include <string_view>
#include <utility>

#include "Event.h"
#include "EventReader.h"
#include "Stream.h"

namespace npcgen {

// What ends a stream that its server doesn't get to end.
enum class StreamKind : std::uint8_t {
    OneTurn,  // its `completed`: Chat, Notify, Regenerate
    Turns,    // the end message alone: Bark, GroupChat
};

class DialogueStream {
  public:
    explicit DialogueStream(StreamKind kind) : kind_(kind) {}

    void begin(ResponseHead head) { reader_.begin(std::move(head)); }

    // Hands every event that is whole to `on_event`, which may swap it for one of its own. A
    // heartbeat, a message without an event, is none.
    template <class OnEvent>
    void feed(std::string_view bytes, OnEvent&& on_event) {
        reader_.feed(bytes, [this, &on_event](JsonView message) {
            const JsonView event = message["event"];
            if (!event.exists() || event.kind() == JsonKind::Null) {
                return true;
            }
            if (!read_event(event, event_)) {
                return false;
            }
            completed_ = completed_ || event_.get<Completed>() != nullptr;
            on_event(event_);
            return true;
        });
    }

    // No event is handed on any more.
    void stop() { reader_.stop(); }
    bool is_over() const { return reader_.is_over(); }

    Outcome finish(TransportEnd end) const {
        return reader_.finish(end, completed_ && kind_ == StreamKind::OneTurn);
    }

  private:
    StreamKind kind_;
    StreamReader reader_;
    Event event_;
    bool completed_ = false;
};

}  // namespace npcgen
