// Quests: what the server tells of them, and how what is so in a world is written.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "Json.h"
#include "JsonWriter.h"

namespace npcgen {

// A quest that was made. All of it is its JSON.
struct Quest {
    std::string id;
    std::string world;
    std::string giver;
    std::string motive;
    std::string title;
    std::map<std::string, std::string> lines;  // texts by key
    std::string json;
};

struct QuestObjective {
    std::string branch_id;
    std::string step_id;
    std::string status;  // done, skipped, current, later, closed
};

// How far a quest has come.
struct QuestState {
    std::string quest_id;
    std::string status;  // offered, open, succeeded, failed, refused
    std::string giver;
    std::string branch_id;
    std::string outcome_id;
    std::vector<QuestObjective> objectives;
    std::vector<std::string> journal;  // keys of lines
    bool stuck = false;
};

// What a call about quests answers: whatever of it the call has.
struct QuestUpdate {
    std::vector<QuestState> states;
    std::vector<std::string> effects;          // for the game to bring about. Example: "has mira lantern"
    std::vector<std::string> known_line_keys;  // what an NPC knows of
};

namespace detail {

inline std::vector<std::string> texts_of(JsonView items) {
    std::vector<std::string> texts;
    for (const JsonView item : items) {
        texts.emplace_back(item.text());
    }
    return texts;
}

inline QuestState quest_state_of(JsonView from) {
    QuestState state;
    state.quest_id = from["questId"].text();
    state.status = from["status"].text();
    state.giver = from["giver"].text();
    state.branch_id = from["branchId"].text();
    state.outcome_id = from["outcomeId"].text();
    state.stuck = from["stuck"].boolean();
    for (const JsonView each : from["objectives"]) {
        state.objectives.push_back({std::string(each["branchId"].text()), std::string(each["stepId"].text()),
                                    std::string(each["status"].text())});
    }
    for (const JsonView entry : from["journal"]) {
        state.journal.emplace_back(entry["key"].text());
    }
    return state;
}

}  // namespace detail

// What shall be so, or is: "has mira lantern", "not alive wolf".
inline std::string literal_text(JsonView literal) {
    std::string text = literal["denied"].boolean() ? "not " : "";
    text += literal["fact"]["name"].text();
    for (const JsonView name : literal["fact"]["of"]) {
        text.append(" ").append(name.text());
    }
    return text;
}

// The proto's QuestLiteral, out of that text.
inline void write_literal(JsonWriter& to, std::string_view text) {
    constexpr std::string_view Not = "not ";
    const bool denied = text.substr(0, Not.size()) == Not;
    text.remove_prefix(denied ? Not.size() : 0);
    const auto take_word = [&text] {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(word.size() < text.size() ? word.size() + 1 : text.size());
        return word;
    };
    to.open('{').key("fact").open('{').member("name", take_word()).key("of").open('[');
    while (!text.empty()) {
        to.text(take_word());
    }
    to.close(']').close('}').member_if("denied", denied).close('}');
}

// Empty where the text is no quest.
inline Quest read_quest(std::string_view json) {
    JsonDocument document;
    Quest quest;
    if (!document.parse(json) || !document.root().is_object()) {
        return quest;
    }
    const JsonView root = document.root();
    quest.id = root["id"].text();
    quest.world = root["world"].text();
    quest.giver = root["giver"].text();
    quest.motive = root["motive"].text();
    for (const JsonView line : root["lines"]) {
        quest.lines[std::string(line["key"].text())] = line["text"].text();
        if (line["role"].text() == "title") {
            quest.title = line["text"].text();
        }
    }
    quest.json = json;
    return quest;
}

// Of OfferQuest, StartQuest, ReportGameEvent, GetQuestState and LoadQuests.
inline QuestUpdate read_quest_update(JsonView answer) {
    QuestUpdate update;
    const JsonView updates = answer["updates"].exists() ? answer["updates"] : answer;
    for (const JsonView state : updates["states"]) {
        update.states.push_back(detail::quest_state_of(state));
    }
    if (const JsonView state = answer["state"]; state.exists()) {
        update.states.push_back(detail::quest_state_of(state));
    }
    for (const JsonView effect : updates["effects"]) {
        update.effects.push_back(literal_text(effect));
    }
    update.known_line_keys = detail::texts_of(answer["knownLineKeys"]);
    return update;
}

}  // namespace npcgen
