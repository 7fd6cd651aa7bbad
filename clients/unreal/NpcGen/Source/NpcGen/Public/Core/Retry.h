// What a client tries again by itself: unary calls that are safe to repeat, and never a reply.
#pragma once

#include <cstdint>
#include <string_view>

#include "Failure.h"

namespace npcgen {

// Whether the call may be sent twice: by its idempotency_level in the proto.
inline bool is_idempotent(std::string_view method) {
    static constexpr std::string_view Methods[] = {
        "npcgen.v1.DialogueService/StartConversation",  // the plugin sends a request_id
        "npcgen.v1.DialogueService/Warmup",
        "npcgen.v1.DialogueService/AcknowledgeAction",
        "npcgen.v1.DialogueService/PreviewPrompt",
        "npcgen.v1.DialogueService/Cancel",
        "npcgen.v1.DialogueService/GetConversation",
        "npcgen.v1.DialogueService/ListConversations",
        "npcgen.v1.DialogueService/DeleteConversation",
        "npcgen.v1.DialogueService/SaveConversations",
        "npcgen.v1.DialogueService/LoadConversations",
        "npcgen.v1.MemoryService/AddMemory",  // the plugin sends a request_id
        "npcgen.v1.PersonaService/GetPersona",
        "npcgen.v1.PersonaService/ListPersonas",
        "npcgen.v1.ModelService/GetServerInfo",
        "npcgen.v1.ModelService/ListModels",
        "npcgen.v1.ModelService/SetPace",
        "npcgen.v1.LevelService/GetChunk",
        "npcgen.v1.QuestService/OfferQuest",
        "npcgen.v1.QuestService/StartQuest",  // the plugin sends a request_id
        "npcgen.v1.QuestService/GetQuestState",
        "npcgen.v1.QuestService/SaveQuests",
    };
    for (const std::string_view each : Methods) {
        if (each == method) {
            return true;
        }
    }
    return false;
}

struct RetryPolicy {
    std::uint32_t attempts = 4;  // the first one included
    double first_pause_ms = 100;
    double longest_pause_ms = 2000;
    double growth = 3;
    double jitter = 0.2;  // of a pause, either way
};

// Whether a call that failed in its `attempt`, from 1, is tried again.
inline bool is_retried(const RetryPolicy& policy, std::string_view method, const Failure& failure,
                       std::uint32_t attempt) {
    const bool passing = failure.code == "unavailable" && failure.reason != "SERVER_STOPPED";
    return passing && attempt < policy.attempts && is_idempotent(method);
}

// Milliseconds to wait after that attempt, from 1; `chance` is 0..1, drawn anew for each pause.
inline double retry_pause_ms(const RetryPolicy& policy, const Failure& failure,
                             std::uint32_t attempt, double chance) {
    double pause = policy.first_pause_ms;
    for (std::uint32_t each = 1; each < attempt && pause < policy.longest_pause_ms; ++each) {
        pause *= policy.growth;
    }
    pause = pause < policy.longest_pause_ms ? pause : policy.longest_pause_ms;
    pause *= 1 + policy.jitter * (2 * chance - 1);
    const double asked = failure.retry_after_ms;
    return pause < asked ? asked : pause;
}

}  // namespace npcgen
