// The core's typed event as the conformance runner reads it: proto JSON, defaults left out.
#pragma once

#include <string>
#include <variant>

#include "Event.h"
#include "EventReader.h"
#include "JsonWriter.h"

namespace driver {

using npcgen::JsonWriter;

// The proto's name; nothing for the enum's first.
template <class Names, class Enum>
void write_enum(JsonWriter& to, std::string_view field, const Names& names, Enum value) {
    if (value != Enum::Unspecified) {
        to.member(field, names[static_cast<std::size_t>(value)]);
    }
}

inline void write(JsonWriter&, const npcgen::Unknown&) {}

inline void write(JsonWriter& to, const npcgen::Started& body) {
    to.member_if("model", body.model)
        .member_if("seed", body.seed)
        .member_if("promptTokens", body.prompt_tokens)
        .member_if("reusedTokens", body.reused_tokens)
        .member_if("trimmedTurns", body.trimmed_turns);
}

inline void write(JsonWriter& to, const npcgen::TextDelta& body) {
    to.member_if("text", body.text);
}

inline void write(JsonWriter& to, const npcgen::Sentence& body) {
    to.member_if("text", body.text).member_if("start", body.start).member_if("end", body.end);
}

inline void write(JsonWriter& to, const npcgen::Emotion& body) {
    to.member_if("label", body.label).member_if("intensity", body.intensity);
}

inline void write(JsonWriter& to, const npcgen::ActionChosen& body) {
    to.member_if("actionId", body.action_id)
        .member_if("name", body.name)
        .member_if("argumentsJson", body.arguments_json);
}

inline void write(JsonWriter& to, const npcgen::RelationshipChange& body) {
    to.member_if("axis", body.axis)
        .member_if("oldValue", body.old_value)
        .member_if("newValue", body.new_value)
        .member_if("why", body.why);
}

inline void write(JsonWriter& to, const npcgen::Safety& body) {
    to.member_if("rule", body.rule)
        .member_if("category", body.category)
        .member_if("action", body.action)
        .member_if("replaced", body.replaced);
}

inline void write(JsonWriter& to, const npcgen::Completed& body) {
    to.member_if("text", body.text);
    write_enum(to, "finishReason", npcgen::detail::FinishReasons, body.finish_reason);
    to.key("usage")
        .open('{')
        .member_if("promptTokens", body.usage.prompt_tokens)
        .member_if("reusedTokens", body.usage.reused_tokens)
        .member_if("completionTokens", body.usage.completion_tokens)
        .close('}');
    to.key("timings")
        .open('{')
        .member_if("queueMs", body.timings.queue_ms)
        .member_if("ttftMs", body.timings.ttft_ms)
        .member_if("totalMs", body.timings.total_ms)
        .member_if("tokensPerS", body.timings.tokens_per_s)
        .close('}');
    to.member_if("fallbackReason", body.fallback_reason);
}

inline void write(JsonWriter& to, const npcgen::GroupCompleted& body) {
    to.key("turnIds").open('[');
    for (const std::string& turn_id : body.turn_ids) {
        to.text(turn_id);
    }
    to.close(']');
    write_enum(to, "end", npcgen::detail::GroupEnds, body.end);
}

inline std::string event_json(const npcgen::Event& event) {
    JsonWriter to;
    to.open('{')
        .member("kind", event.kind())
        .member("sequence", event.sequence)
        .member("turn_id", event.turn_id)
        .member("npc_id", event.npc_id);
    to.key("body").open('{');
    std::visit([&to](const auto& body) { write(to, body); }, event.body);
    return to.close('}').close('}').str();
}

}  // namespace driver
