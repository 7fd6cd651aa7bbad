// What happens in a turn: one npcgen.v1.DialogueEvent, typed. Names and units are the proto's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace npcgen {

enum class FinishReason : std::uint8_t {
    Unspecified,
    Stop,
    Length,
    Cancelled,
    Deadline,
    Fallback,
    Guardrail,
};

enum class GroupEnd : std::uint8_t { Unspecified, Answered, Silence, Limit, Loop, Cancelled };

// A kind of event that is newer than this plugin.
struct Unknown {
    std::string name;  // of the field that holds it; empty where there is none
};

// The reply has a slot.
struct Started {
    std::string model;
    std::uint32_t seed = 0;
    std::uint32_t prompt_tokens = 0;
    std::uint32_t reused_tokens = 0;
    std::uint32_t trimmed_turns = 0;
};

// New text, and only that.
struct TextDelta {
    std::string text;
};

// A finished sentence, for speech and subtitles.
struct Sentence {
    std::string text;
    std::uint32_t start = 0;  // in the full text, in code points
    std::uint32_t end = 0;    // exclusive
};

// What the NPC feels from now on.
struct Emotion {
    std::string label;
    double intensity = 0;  // 0..1
};

// What the NPC does. Answer it with AcknowledgeAction.
struct ActionChosen {
    std::string action_id;
    std::string name;
    std::string arguments_json;
};

// How the NPC sees the player changed.
struct RelationshipChange {
    std::string axis;
    double old_value = 0;  // -1..1
    double new_value = 0;  // -1..1
    std::string why;
};

// A guardrail caught something.
struct Safety {
    std::string rule;
    std::string category;
    std::string action;
    bool replaced = false;
};

struct Usage {
    std::uint32_t prompt_tokens = 0;
    std::uint32_t reused_tokens = 0;
    std::uint32_t completion_tokens = 0;
};

struct Timings {
    double queue_ms = 0;
    double ttft_ms = 0;
    double total_ms = 0;
    double tokens_per_s = 0;
};

// The last event of a turn: the whole reply.
struct Completed {
    std::string text;
    FinishReason finish_reason = FinishReason::Unspecified;
    Usage usage;
    Timings timings;
    std::string fallback_reason;
};

// The last event of GroupChat.
struct GroupCompleted {
    std::vector<std::string> turn_ids;
    GroupEnd end = GroupEnd::Unspecified;
};

// Something that happened in a turn.
struct Event {
    std::uint32_t sequence = 0;
    std::string turn_id;
    std::string npc_id;
    std::variant<Unknown, Started, TextDelta, Sentence, Emotion, ActionChosen, RelationshipChange,
                 Safety, Completed, GroupCompleted>
        body;

    // The event's kind as the proto names it: "text_delta"; "unknown" for a newer one.
    std::string_view kind() const {
        static constexpr std::string_view Kinds[] = {
            "unknown", "started",      "text_delta", "sentence",  "emotion",
            "action",  "relationship", "safety",     "completed", "group_completed"};
        return Kinds[body.index()];
    }

    // The body, if it is of that kind.
    template <class Body>
    const Body* get() const {
        return std::get_if<Body>(&body);
    }
};

}  // namespace npcgen
