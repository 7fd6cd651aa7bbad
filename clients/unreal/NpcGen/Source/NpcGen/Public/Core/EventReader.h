// Makes typed events of the JSON that a server sends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "Event.h"
#include "Json.h"

namespace npcgen {

namespace detail {

inline constexpr std::string_view FinishReasons[] = {
    "FINISH_REASON_UNSPECIFIED", "FINISH_REASON_STOP",     "FINISH_REASON_LENGTH",
    "FINISH_REASON_CANCELLED",   "FINISH_REASON_DEADLINE", "FINISH_REASON_FALLBACK",
    "FINISH_REASON_GUARDRAIL"};

inline constexpr std::string_view GroupEnds[] = {"GROUP_END_UNSPECIFIED", "GROUP_END_ANSWERED",
                                                 "GROUP_END_SILENCE",     "GROUP_END_LIMIT",
                                                 "GROUP_END_LOOP",        "GROUP_END_CANCELLED"};

// Reads the fields of one message, and remembers whether one held another type than it has.
class FieldReader {
  public:
    explicit FieldReader(JsonView message) : message_(message), ok_(message.is_object()) {}

    bool ok() const { return ok_; }

    void text(std::string_view name, std::string& into) {
        if (const JsonView value = of_kind(name, JsonKind::String); value.exists()) {
            into.assign(value.text());
        }
    }
    void number(std::string_view name, double& into) {
        if (const JsonView value = of_kind(name, JsonKind::Number); value.exists()) {
            into = value.number();
        }
    }
    void number(std::string_view name, std::uint32_t& into) {
        if (const JsonView value = of_kind(name, JsonKind::Number); value.exists()) {
            constexpr double Largest = 4294967295.0;
            const double number = value.number();
            const bool fits = number >= 0 && number <= Largest;
            into = fits ? static_cast<std::uint32_t>(number) : 0;
            ok_ = ok_ && fits && static_cast<double>(into) == number;
        }
    }
    void boolean(std::string_view name, bool& into) {
        if (const JsonView value = of_kind(name, JsonKind::Boolean); value.exists()) {
            into = value.boolean();
        }
    }
    void texts(std::string_view name, std::vector<std::string>& into) {
        for (const JsonView item : of_kind(name, JsonKind::Array)) {
            ok_ = ok_ && item.kind() == JsonKind::String;
            into.emplace_back(item.text());
        }
    }
    // A name or a number that is newer than this plugin is the enum's first.
    template <class Enum, std::size_t Count>
    void enumeration(std::string_view name, const std::string_view (&names)[Count], Enum& into) {
        const JsonView value = message_[name];
        if (value.kind() == JsonKind::Number) {
            const double number = value.number();
            into = static_cast<Enum>(number > 0 && number < double{Count} ? static_cast<int>(number) : 0);
            return;
        }
        const JsonView text = of_kind(name, JsonKind::String);
        for (std::size_t place = 0; place < Count; ++place) {
            into = text.text() == names[place] ? static_cast<Enum>(place) : into;
        }
    }
    // The message in that field, read by `read`; a missing one leaves all as it is.
    template <class Read>
    void message(std::string_view name, Read&& read) {
        if (const JsonView value = of_kind(name, JsonKind::Object); value.exists()) {
            FieldReader fields(value);
            read(fields);
            ok_ = ok_ && fields.ok();
        }
    }

  private:
    // Missing for null as well, which is proto3's default.
    JsonView of_kind(std::string_view name, JsonKind kind) {
        const JsonView value = message_[name];
        if (value.kind() == kind) {
            return value;
        }
        ok_ = ok_ && (!value.exists() || value.kind() == JsonKind::Null);
        return {};
    }

    JsonView message_;
    bool ok_;
};

inline void read(FieldReader& from, Started& into) {
    from.text("model", into.model);
    from.number("seed", into.seed);
    from.number("promptTokens", into.prompt_tokens);
    from.number("reusedTokens", into.reused_tokens);
    from.number("trimmedTurns", into.trimmed_turns);
}

inline void read(FieldReader& from, TextDelta& into) {
    from.text("text", into.text);
}

inline void read(FieldReader& from, Sentence& into) {
    from.text("text", into.text);
    from.number("start", into.start);
    from.number("end", into.end);
}

inline void read(FieldReader& from, Emotion& into) {
    from.text("label", into.label);
    from.number("intensity", into.intensity);
}

inline void read(FieldReader& from, ActionChosen& into) {
    from.text("actionId", into.action_id);
    from.text("name", into.name);
    from.text("argumentsJson", into.arguments_json);
}

inline void read(FieldReader& from, RelationshipChange& into) {
    from.text("axis", into.axis);
    from.number("oldValue", into.old_value);
    from.number("newValue", into.new_value);
    from.text("why", into.why);
}

inline void read(FieldReader& from, Safety& into) {
    from.text("rule", into.rule);
    from.text("category", into.category);
    from.text("action", into.action);
    from.boolean("replaced", into.replaced);
}

inline void read(FieldReader& from, Usage& into) {
    from.number("promptTokens", into.prompt_tokens);
    from.number("reusedTokens", into.reused_tokens);
    from.number("completionTokens", into.completion_tokens);
}

inline void read(FieldReader& from, Timings& into) {
    from.number("queueMs", into.queue_ms);
    from.number("ttftMs", into.ttft_ms);
    from.number("totalMs", into.total_ms);
    from.number("tokensPerS", into.tokens_per_s);
}

inline void read(FieldReader& from, Completed& into) {
    from.text("text", into.text);
    from.enumeration("finishReason", FinishReasons, into.finish_reason);
    from.message("usage", [&into](FieldReader& usage) { read(usage, into.usage); });
    from.message("timings", [&into](FieldReader& timings) { read(timings, into.timings); });
    from.text("fallbackReason", into.fallback_reason);
}

inline void read(FieldReader& from, GroupCompleted& into) {
    from.texts("turnIds", into.turn_ids);
    from.enumeration("end", GroupEnds, into.end);
}

template <class Body>
bool read_body(JsonView message, Event& event) {
    FieldReader fields(message);
    // NOTE: a body of the same kind is kept for its memory.
    Body* body = std::get_if<Body>(&event.body);
    if (body == nullptr) {
        body = &event.body.emplace<Body>();
    } else if constexpr (std::is_same_v<Body, TextDelta>) {
        body->text.clear();
    } else {
        *body = Body();
    }
    read(fields, *body);
    return fields.ok();
}

struct BodyKind {
    std::string_view field;
    bool (*read)(JsonView message, Event& event);
};

inline constexpr BodyKind BodyKinds[] = {
    {"textDelta", read_body<TextDelta>},
    {"sentence", read_body<Sentence>},
    {"started", read_body<Started>},
    {"emotion", read_body<Emotion>},
    {"action", read_body<ActionChosen>},
    {"relationship", read_body<RelationshipChange>},
    {"safety", read_body<Safety>},
    {"completed", read_body<Completed>},
    {"groupCompleted", read_body<GroupCompleted>},
};

inline bool is_body(JsonView member) {
    return member.is_object() && member.key() != "sequence" && member.key() != "turnId" &&
           member.key() != "npcId";
}

}  // namespace detail

// Reads the event over; false where a field holds another type than it has. A kind that is newer
// than this plugin becomes Unknown.
inline bool read_event(JsonView message, Event& event) {
    detail::FieldReader fields(message);
    event.sequence = 0;
    event.turn_id.clear();
    event.npc_id.clear();
    fields.number("sequence", event.sequence);
    fields.text("turnId", event.turn_id);
    fields.text("npcId", event.npc_id);
    if (!fields.ok()) {
        return false;
    }
    std::string_view unknown;
    for (const JsonView member : message) {
        for (const detail::BodyKind& kind : detail::BodyKinds) {
            if (member.key() == kind.field && member.kind() != JsonKind::Null) {
                return kind.read(member, event);
            }
        }
        unknown = detail::is_body(member) ? member.key() : unknown;
    }
    event.body.emplace<Unknown>().name = unknown;
    return true;
}

}  // namespace npcgen
