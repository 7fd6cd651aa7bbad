// What may be asked of one reply, and how it is written. Whatever is left at its default isn't sent,
// and so is the server's own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "JsonWriter.h"

namespace npcgen {

// Something an NPC may do now.
struct ActionDeclaration {
    std::string name;
    std::string description;
    std::string schema_json;  // of its arguments; empty for none
    std::vector<std::string> when;
};

// An object, or a character without a kind, that is there now.
struct Thing {
    std::string id;
    std::string name;
    std::string kind;
};

// What the game says about now.
struct GameState {
    std::string place;
    std::map<std::string, std::uint32_t> quests;
    std::vector<std::string> items;
    std::vector<std::string> flags;
    std::optional<double> time;
    std::string play_id;
};

// What may be asked of one reply.
struct ReplyOptions {
    std::optional<std::string> scene;
    std::uint32_t max_tokens = 0;  // 1..4096
    std::uint32_t timeout_ms = 0;  // 1..600000
    std::optional<bool> fallback_line;
    double max_tokens_per_s = 0;  // no faster than the game shows it; 0: as fast as it comes
    std::optional<std::uint32_t> seed;
    std::optional<double> temperature;  // 0..2
    std::optional<GameState> state;
    std::vector<ActionDeclaration> actions;
    std::vector<Thing> objects;
    std::vector<Thing> characters;
    std::uint32_t max_actions = 0;  // 1..4
};

namespace detail {

inline void write_texts(JsonWriter& to, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) {
        return;
    }
    to.key(name).open('[');
    for (const std::string& text : texts) {
        to.text(text);
    }
    to.close(']');
}

inline void write_state(JsonWriter& to, const GameState& state) {
    to.key("state").open('{').member_if("place", state.place);
    if (!state.quests.empty()) {
        to.key("quests").open('{');
        for (const auto& [quest, stage] : state.quests) {
            to.member(quest, stage);
        }
        to.close('}');
    }
    write_texts(to, "items", state.items);
    write_texts(to, "flags", state.flags);
    if (state.time) {
        to.member("time", *state.time);
    }
    to.member_if("playId", state.play_id).close('}');
}

inline void write_things(JsonWriter& to, std::string_view name, const std::vector<Thing>& things) {
    if (things.empty()) {
        return;
    }
    to.key(name).open('[');
    for (const Thing& thing : things) {
        to.open('{').member("id", thing.id).member("name", thing.name);
        to.member_if("kind", thing.kind).close('}');
    }
    to.close(']');
}

inline void write_actions(JsonWriter& to, const std::vector<ActionDeclaration>& actions) {
    if (actions.empty()) {
        return;
    }
    to.key("actions").open('[');
    for (const ActionDeclaration& action : actions) {
        to.open('{').member("name", action.name).member_if("description", action.description);
        to.member_if("schemaJson", action.schema_json);
        write_texts(to, "when", action.when);
        to.close('}');
    }
    to.close(']');
}

inline void write_limits(JsonWriter& to, const ReplyOptions& options) {
    const bool is_limited = options.max_tokens != 0 || options.timeout_ms != 0 ||
                            options.fallback_line || options.max_tokens_per_s > 0;
    if (!is_limited) {
        return;
    }
    to.key("limits").open('{');
    to.member_if("maxTokens", options.max_tokens).member_if("timeoutMs", options.timeout_ms);
    if (options.fallback_line) {
        to.member("fallbackLine", *options.fallback_line);
    }
    to.member_if("maxTokensPerS", options.max_tokens_per_s).close('}');
}

inline void write_sampling(JsonWriter& to, const ReplyOptions& options) {
    if (!options.seed && !options.temperature) {
        return;
    }
    to.key("sampling").open('{');
    if (options.seed) {
        to.member("seed", *options.seed);
    }
    if (options.temperature) {
        to.member("temperature", *options.temperature);
    }
    to.close('}');
}

inline void write_options(JsonWriter& to, const ReplyOptions& options) {
    if (options.scene) {
        to.member("scene", std::string_view(*options.scene));
    }
    write_limits(to, options);
    write_sampling(to, options);
    if (options.state) {
        write_state(to, *options.state);
    }
    write_actions(to, options.actions);
    write_things(to, "objects", options.objects);
    write_things(to, "characters", options.characters);
    to.member_if("maxActions", options.max_actions);
}

}  // namespace detail

}  // namespace npcgen
