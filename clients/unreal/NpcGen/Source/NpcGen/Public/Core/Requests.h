// The requests of DialogueService and ModelService as JSON. Whatever is left at its default isn't
// sent, and so is the server's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Base64.h"
#include "JsonWriter.h"
#include "ReplyOptions.h"

namespace npcgen {

// `request_id` makes the call safe to repeat.
inline std::string start_conversation_request(std::string_view request_id, std::string_view persona_id,
                                              std::string_view player_id, std::string_view player_name,
                                              std::string_view world_id, std::string_view scene) {
    JsonWriter to;
    to.open('{').member_if("requestId", request_id).member("personaId", persona_id);
    to.key("player").open('{').member_if("id", player_id).member_if("name", player_name).close('}');
    return to.member_if("worldId", world_id).member_if("scene", scene).close('}').str();
}

inline std::string chat_request(std::string_view conversation_id, std::string_view text,
                                const ReplyOptions& options = {}) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id).member("text", text);
    detail::write_options(to, options);
    return to.close('}').str();
}

inline std::string notify_request(std::string_view conversation_id, std::string_view stimulus,
                                  bool silent, const ReplyOptions& options = {}) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id).member("stimulus", stimulus);
    to.member_if("silent", silent);
    detail::write_options(to, options);
    return to.close('}').str();
}

// The last turn of the conversation again; of the options only limits and sampling are sent.
inline std::string regenerate_request(std::string_view conversation_id, const ReplyOptions& options = {}) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id);
    detail::write_limits(to, options);
    detail::write_sampling(to, options);
    return to.close('}').str();
}

inline std::string bark_request(std::string_view persona_id, std::string_view situation,
                                std::uint32_t count) {
    JsonWriter to;
    to.open('{').member("personaId", persona_id).member("situation", situation);
    return to.member_if("count", count).close('}').str();
}

// Of Warmup, GetConversation and DeleteConversation.
inline std::string conversation_request(std::string_view conversation_id) {
    return JsonWriter().open('{').member("conversationId", conversation_id).close('}').str();
}

inline std::string cancel_request(std::string_view conversation_id, std::string_view turn_id,
                                  std::optional<std::uint32_t> heard_chars) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id).member_if("turnId", turn_id);
    if (heard_chars) {
        to.member("heardChars", *heard_chars);
    }
    return to.close('}').str();
}

inline std::string acknowledge_action_request(std::string_view conversation_id,
                                              std::string_view turn_id, std::string_view action_id,
                                              bool ok, std::string_view detail) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id).member_if("turnId", turn_id);
    to.member("actionId", action_id).member_if("ok", ok).member_if("detail", detail);
    return to.close('}').str();
}

// `reason` is one of the proto's, without its prefix. Example: "UNTRUE".
inline std::string report_turn_request(std::string_view conversation_id, std::string_view turn_id,
                                       std::string_view reason, std::string_view comment) {
    JsonWriter to;
    to.open('{').member("conversationId", conversation_id).member("turnId", turn_id);
    to.member("reason", "REPORT_REASON_" + std::string(reason)).member_if("comment", comment);
    return to.close('}').str();
}

// `request_id` makes the call safe to repeat.
inline std::string add_memory_request(std::string_view request_id, std::string_view npc_id,
                                      std::string_view player_id, std::string_view text, std::string_view deed) {
    JsonWriter to;
    to.open('{').member("requestId", request_id).member("npcId", npc_id).member("playerId", player_id);
    return to.member("text", text).member_if("deed", deed).close('}').str();
}

// What several NPCs hear, each in a conversation of its own with the same player.
struct GroupLine {
    std::vector<std::string> conversation_ids;
    std::string text;                     // of the player; or
    std::string stimulus;                 // what happens
    std::vector<std::string> audience;    // conversations; empty for all
    std::vector<std::string> whisper_to;  // conversations; empty where it is said aloud
    std::uint32_t max_speakers = 0;       // 1..8; 0 is the server's own
};

inline std::string group_chat_request(const GroupLine& line, const ReplyOptions& options = {}) {
    JsonWriter to;
    to.open('{');
    detail::write_texts(to, "conversationIds", line.conversation_ids);
    detail::write_texts(to, "audience", line.audience);
    to.member_if("text", line.text);
    detail::write_texts(to, "whisperTo", line.whisper_to);
    to.member_if("stimulus", line.stimulus).member_if("maxSpeakers", line.max_speakers);
    detail::write_options(to, options);
    return to.close('}').str();
}

// How fast the server's models may be, all replies together.
inline std::string set_pace_request(double max_tokens_per_s, double cpu_share, bool paused) {
    JsonWriter to;
    to.open('{').key("pace").open('{').member("maxTokensPerS", max_tokens_per_s);
    to.member("cpuShare", cpu_share).member("paused", paused).close('}');
    return to.close('}').str();
}

inline std::string save_request(const std::vector<std::string>& conversation_ids) {
    JsonWriter to;
    to.open('{');
    detail::write_texts(to, "conversationIds", conversation_ids);
    return to.close('}').str();
}

inline std::string load_request(std::string_view save) {
    return JsonWriter().open('{').member("data", base64_encoded(save)).close('}').str();
}

inline std::string persona_request(std::string_view persona_id) {
    return JsonWriter().open('{').member("id", persona_id).close('}').str();
}

}  // namespace npcgen
