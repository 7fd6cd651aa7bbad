// The requests of LevelService, QuestService and TextureService as JSON. Whatever is left at its
// default isn't sent, and so is the server's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Base64.h"
#include "JsonWriter.h"
#include "LevelCells.h"
#include "Quest.h"

namespace npcgen {

// What a level shall be.
struct LevelSpec {
    std::string kind;
    std::uint32_t width = 0;   // 1..2048 cells
    std::uint32_t height = 0;  // 1..2048 cells
    std::uint32_t floors = 0;  // 1..16
    std::optional<std::uint32_t> seed;
    std::string theme;
    std::string yaml;  // the rest
    std::uint32_t deadline_ms = 0;  // 1..600000 until an answer
};

// A part of one floor, in cells.
struct LevelRegion {
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t floor = 0;
};

// Something that happened in a game.
struct GameEvent {
    std::string id;
    double time = 0;
    std::vector<std::string> literals;  // what is so from then on. Example: "has mira lantern"
    std::string quest_id;
    bool refuses = false;
};

namespace detail {

inline void write_spec(JsonWriter& to, const LevelSpec& spec) {
    to.open('{').member_if("kind", spec.kind).member_if("width", spec.width);
    to.member_if("height", spec.height).member_if("floors", spec.floors);
    if (spec.seed) {
        to.member("seed", *spec.seed);
    }
    to.member_if("theme", spec.theme).member_if("yaml", spec.yaml);
    to.member_if("deadlineMs", spec.deadline_ms).close('}');
}

// A world that ships by its id; a text of several lines is the game's own.
inline void write_world(JsonWriter& to, const std::string& world) {
    const bool is_text = world.find('\n') != std::string::npos;
    to.key("world").open('{').member_if(is_text ? "yaml" : "id", world).close('}');
}

}  // namespace detail

inline std::string generate_level_request(const LevelSpec& spec, const std::string& prompt) {
    JsonWriter to;
    to.open('{').key("spec");
    detail::write_spec(to, spec);
    return to.member_if("prompt", prompt).close('}').str();
}

// `spec_json` is the spec that the level was made from; empty for none.
template <class Pack>
std::string regenerate_region_request(const Level& level, const std::string& spec_json,
                                      const LevelRegion& region, std::uint32_t seed, Pack&& pack) {
    JsonWriter to;
    to.open('{').key("level");
    write_level(to, level, pack);
    if (!spec_json.empty()) {
        to.key("spec").raw(spec_json);
    }
    to.member_if("x", region.x).member_if("y", region.y).member("width", region.width);
    to.member("height", region.height).member_if("floor", region.floor);
    return to.member_if("seed", seed).close('}').str();
}

inline std::string get_chunk_request(const LevelSpec& spec, std::int32_t x, std::int32_t y) {
    JsonWriter to;
    to.open('{').key("spec");
    detail::write_spec(to, spec);
    return to.member("x", static_cast<double>(x)).member("y", static_cast<double>(y)).close('}').str();
}

inline std::string generate_texture_request(const std::string& prompt, const std::string& stem,
                                            std::uint32_t width, std::optional<std::uint32_t> seed,
                                            const std::string& yaml, std::uint32_t deadline_ms = 0) {
    JsonWriter to;
    to.open('{').member_if("prompt", prompt).member("pack", "unreal").member_if("stem", stem);
    to.key("spec").open('{').member_if("width", width);
    if (seed) {
        to.key("surface").open('{').member("seed", *seed).close('}');
    }
    to.member_if("yaml", yaml).member_if("deadlineMs", deadline_ms);
    return to.close('}').close('}').str();
}

inline std::string generate_quests_request(const std::string& world, std::uint32_t count,
                                           std::optional<std::uint32_t> seed, const std::string& prompt,
                                           std::uint32_t deadline_ms = 0) {
    JsonWriter to;
    to.open('{');
    detail::write_world(to, world);
    to.key("spec").open('{').member_if("count", count);
    if (seed) {
        to.member("seed", *seed);
    }
    to.member_if("deadlineMs", deadline_ms).close('}');
    return to.member_if("prompt", prompt).close('}').str();
}

inline std::string offer_quest_request(std::string_view play_id, const std::string& world,
                                       std::string_view quest_json) {
    JsonWriter to;
    to.open('{').member("playId", play_id);
    detail::write_world(to, world);
    return to.key("quest").raw(quest_json).close('}').str();
}

// `request_id` makes the call safe to repeat.
inline std::string start_quest_request(std::string_view request_id, std::string_view play_id,
                                       const std::string& world, std::string_view quest_json, double time) {
    JsonWriter to;
    to.open('{').member("requestId", request_id).member("playId", play_id);
    detail::write_world(to, world);
    return to.key("quest").raw(quest_json).member_if("time", time).close('}').str();
}

inline std::string report_game_event_request(std::string_view play_id, const std::vector<GameEvent>& events) {
    JsonWriter to;
    to.open('{').member("playId", play_id).key("events").open('[');
    for (const GameEvent& event : events) {
        to.open('{').member("id", event.id).member_if("time", event.time).key("literals").open('[');
        for (const std::string& literal : event.literals) {
            write_literal(to, literal);
        }
        to.close(']').member_if("questId", event.quest_id).member_if("refuses", event.refuses).close('}');
    }
    return to.close(']').close('}').str();
}

// Of GetQuestState, SaveQuests and DeletePlay; the last two have the play alone.
inline std::string play_request(std::string_view play_id, std::string_view quest_id = {},
                                std::string_view npc_id = {}) {
    JsonWriter to;
    to.open('{').member("playId", play_id).member_if("questId", quest_id);
    return to.member_if("npcId", npc_id).close('}').str();
}

inline std::string load_quests_request(std::string_view play_id, const std::string& world,
                                       std::string_view save) {
    JsonWriter to;
    to.open('{').member("playId", play_id);
    detail::write_world(to, world);
    return to.member("data", base64_encoded(save)).close('}').str();
}

}  // namespace npcgen
