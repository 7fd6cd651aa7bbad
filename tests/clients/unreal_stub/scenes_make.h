// What is made while the game runs: levels, quests, materials.
#pragma once

#include "NpcMakeActions.h"
#include "NpcQuestActions.h"
#include "game.h"
#include "importing.h"

namespace {

// Whatever a node makes, and how it ends.
class Maker : public UObject {
  public:
    template <class Action>
    void listen(Action& to) {
        to.OnProgress.AddDynamic(this, &Maker::progress);
        to.OnFailed.AddDynamic(this, &Maker::failed);
    }
    void progress(const FString&, double fraction) {
        is_in_order = is_in_order && fraction >= last && fraction <= 1.0;
        last = fraction;
        ++progresses;
    }
    void failed(const FNpcFailure& failure) {
        std::printf("failed %s %s\n", utf8(failure.Reason).c_str(), utf8(failure.Field).c_str());
        std::fprintf(stderr, "%s\n", utf8(failure.Message).c_str());
        is_over = true;
    }
    void made_level(UNpcLevel* it) {
        level = it;
        is_over = true;
    }
    void made_quests(const TArray<FNpcQuest>& all) {
        quests = all;
        is_over = true;
    }
    void made_material(UMaterialInstanceDynamic* it) {
        material = it;
        is_over = true;
    }

    UNpcLevel* level = nullptr;
    TArray<FNpcQuest> quests;
    UMaterialInstanceDynamic* material = nullptr;
    bool is_over = false;
    bool is_in_order = true;
    double last = 0;
    int progresses = 0;
};

UNpcLevel* made(Game& game, UNpcMakeLevel& action) {
    Maker maker;
    maker.listen(action);
    action.OnMade.AddDynamic(&maker, &Maker::made_level);
    action.Activate();
    const bool is_fine = game.until([&] { return maker.is_over; }) && maker.is_in_order && action.is_ready_to_destroy;
    return is_fine ? maker.level : nullptr;
}

FNpcLevelSpec cave() {
    FNpcLevelSpec spec;
    spec.Kind = TEXT("cave");
    spec.Width = 24;
    spec.Height = 16;
    spec.Seed = 7;
    return spec;
}

// A level, and the same with another inside.
bool make_level(Game& game) {
    const UNpcLevel* first = made(game, *UNpcMakeLevel::MakeLevel(&game.world(), cave()));
    if (first == nullptr) {
        return false;
    }
    print(*first);
    const UNpcLevel* second = made(
        game, *UNpcMakeLevel::RegenerateRegion(&game.world(), first, FIntVector(6, 4, 0), 10, 8, 3));
    if (second == nullptr) {
        return false;
    }
    print(*second);
    std::printf("rooms %d entities %d\n", second->Rooms.Num() > 0, second->Entities.Num() > 0);
    return true;
}

// The level of an imported file, with another inside.
bool make_imported(Game& game) {
    UNpcLevelFactory importer;
    const UObject* level = import(importer, text_of(game.words[0]));
    const UNpcLevel* second =
        level == nullptr ? nullptr
                         : made(game, *UNpcMakeLevel::RegenerateRegion(&game.world(), static_cast<const UNpcLevel*>(level),
                                                                       FIntVector(6, 4, 0), 10, 8, 3));
    if (second != nullptr) {
        print(*second);
    }
    return second != nullptr;
}

bool make_chunk(Game& game) {
    FNpcLevelSpec spec;
    spec.Kind = TEXT("overworld");
    spec.Width = spec.Height = 16;
    spec.Seed = 7;
    const UNpcLevel* chunk = made(game, *UNpcMakeLevel::GetChunk(&game.world(), spec, -1, 2));
    if (chunk != nullptr) {
        print(*chunk);
    }
    return chunk != nullptr;
}

// What can't be made says why, and so does what is asked of nothing.
bool make_wrong(Game& game) {
    FNpcLevelSpec spec = cave();
    spec.Kind = TEXT("cavern");
    return made(game, *UNpcMakeLevel::MakeLevel(&game.world(), spec)) == nullptr &&
           made(game, *UNpcMakeLevel::RegenerateRegion(&game.world(), nullptr, FIntVector(0, 0, 0), 1, 1, 0)) == nullptr &&
           made(game, *UNpcMakeLevel::MakeLevel(nullptr, cave())) == nullptr;
}

// The game changes its mind, then ends.
bool make_cancel(Game& game) {
    FNpcLevelSpec spec = cave();
    spec.Width = spec.Height = 200;
    Maker maker, later;
    UNpcMakeLevel& action = *UNpcMakeLevel::MakeLevel(&game.world(), spec);
    UNpcMakeLevel& other = *UNpcMakeLevel::MakeLevel(&game.world(), spec);
    maker.listen(action);
    later.listen(other);
    action.Activate();
    other.Activate();
    const bool began = game.until([&] { return maker.progresses > 0; });
    action.Cancel();
    const int progresses = maker.progresses;
    game.instance.Shutdown();
    return began && game.until_idle() && !maker.is_over && !later.is_over && maker.progresses == progresses;
}

class QuestEar : public UObject {
  public:
    void done(const FNpcQuestUpdate& update) {
        for (const FNpcQuestState& state : update.States) {
            std::printf("%s %s, %d steps, %d of the journal\n", utf8(state.QuestId).c_str(), utf8(state.Status).c_str(),
                        state.Objectives.Num(), state.Journal.Num());
        }
        for (const FString& key : update.KnownLineKeys) {
            known.Add(key);
        }
        is_over = true;
    }
    void failed(const FNpcFailure& failure) {
        std::printf("failed %s\n", utf8(failure.Reason).c_str());
        is_over = true;
    }
    TArray<FString> known;
    bool is_over = false;
};

bool done(Game& game, UNpcQuestAction& action, QuestEar& ear) {
    ear.is_over = false;
    action.OnDone.AddDynamic(&ear, &QuestEar::done);
    action.OnFailed.AddDynamic(&ear, &QuestEar::failed);
    action.Activate();
    return game.until([&] { return ear.is_over; }) && action.is_ready_to_destroy;
}

// A quest from its making to its refusal, and back to a save.
bool make_quests(Game& game) {
    const UObject* here = &game.world();
    const FString play = TEXT("play-1"), world = TEXT("emberlow");
    Maker maker;
    UNpcMakeQuests& making = *UNpcMakeQuests::MakeQuests(here, world, 1, 7);
    maker.listen(making);
    making.OnMade.AddDynamic(&maker, &Maker::made_quests);
    making.Activate();
    if (!game.until([&] { return maker.is_over; }) || maker.quests.Num() != 1) {
        return false;
    }
    const FNpcQuest& quest = maker.quests[0];
    std::printf("%s by %s: %s\n", utf8(quest.Id).c_str(), utf8(quest.Giver).c_str(), utf8(quest.Title).c_str());
    FNpcGameEvent refusal;
    refusal.Id = TEXT("no");
    refusal.Time = 1;
    refusal.QuestId = quest.Id;
    refusal.bRefuses = true;
    QuestEar ear;
    bool is_saved = false, is_loaded = false;
    FNpcQuestsLoaded on_loaded;
    on_loaded.BindLambda([&](bool ok, const FNpcQuestUpdate& update, const FNpcFailure&) {
        ear.done(update);
        is_loaded = ok;
    });
    FNpcSaved on_saved;
    TArray<uint8> save;
    on_saved.BindLambda([&](bool ok, const TArray<uint8>& bytes, const FNpcFailure&) {
        save = bytes;
        is_saved = ok;
    });
    bool all = done(game, *UNpcQuestAction::OfferQuest(here, play, world, quest), ear) &&
               done(game, *UNpcQuestAction::StartQuest(here, play, world, quest), ear);
    game.server().SaveQuests(play, on_saved);
    all = all && game.until([&] { return is_saved; }) &&
          done(game, *UNpcQuestAction::ReportGameEvents(here, play, {refusal}), ear);
    game.server().LoadQuests(play, world, save, on_loaded);
    all = all && game.until([&] { return is_loaded; }) &&
          done(game, *UNpcQuestAction::GetQuestStates(here, play, TEXT(""), quest.Giver), ear);
    return all && ear.known.Num() > 0 &&
           done(game, *UNpcQuestAction::ReportGameEvents(here, TEXT("nobody"), {refusal}), ear);
}

bool make_material(Game& game) {
    UMaterialInterface parent;
    GetMutableDefault<UNpcGenSettings>()->MaterialParent = &parent;
    Maker maker;
    UNpcMakeMaterial& making = *UNpcMakeMaterial::MakeMaterial(&game.world(), TEXT("mossy castle wall"), 64, 7);
    maker.listen(making);
    making.OnMade.AddDynamic(&maker, &Maker::made_material);
    making.Activate();
    if (!game.until([&] { return maker.is_over; }) || maker.material == nullptr) {
        return false;
    }
    for (const auto& [name, texture] : maker.material->textures) {
        std::printf("%s %s\n", utf8(name).c_str(), texture->SRGB ? "sRGB" : "linear");
    }
    return true;
}

}  // namespace
