// A game around the plugin, frame by frame, and an ear for its NPCs.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "editor.h"
#include "http.h"
#include "objects.h"

// NOTE: the plugin's headers come last, as they need the engine's.
#include "NpcComponent.h"
#include "NpcGenSettings.h"
#include "NpcGenSubsystem.h"
#include "NpcTalkActions.h"

namespace {

constexpr auto Frame = std::chrono::milliseconds(16);

std::string utf8(const FString& text) {
    return stub_utf8(*text);
}

FString text_of(const std::string& utf8) {
    return FString(UTF8_TO_TCHAR(utf8.c_str()));
}

// Prints whatever an NPC tells.
class Ear : public UObject {
  public:
    explicit Ear(std::string name) : name_(std::move(name)) {}

    template <class Source>
    void listen(Source& to) {
        to.OnTextDelta.AddDynamic(this, &Ear::text);
        to.OnSentence.AddDynamic(this, &Ear::sentence);
        to.OnCompleted.AddDynamic(this, &Ear::completed);
        to.OnFailed.AddDynamic(this, &Ear::failed);
    }
    void text(const FString& text) { heard += utf8(text); }
    void sentence(const FNpcSentence& sentence) { say("sentence", utf8(sentence.Text)); }
    void completed(const FNpcReply& reply) {
        say(utf8(reply.Text) == heard ? "completed" : "MISHEARD", utf8(reply.FallbackReason));
        heard.clear();
    }
    void failed(const FNpcFailure& failure) { say("failed", utf8(failure.Reason)); }
    void other(const FString& kind) { say("other", utf8(kind)); }
    void ended() {
        say("ended", "");
        ++ends;
    }
    void say(const char* what, const std::string& text) {
        std::printf("%s %s %s\n", name_.c_str(), what, text.c_str());
        std::fflush(stdout);
    }

    std::string heard;
    int ends = 0;

  private:
    std::string name_;
};

class Game {
  public:
    Game() { world_.game = &instance; }

    // An NPC in play, with an ear for it.
    UNpcComponent& add(Ear& ear, const TCHAR* who = nullptr) {
        UNpcComponent& npc = *NewObject<UNpcComponent>();
        npc.PersonaId = who != nullptr ? FString(who) : persona;
        npc.FallbackLines = {TEXT("Not now.")};
        play(npc);
        ear.listen(npc);
        npc.OnEnded.AddDynamic(&ear, &Ear::ended);
        return npc;
    }
    void play(UNpcComponent& npc) {
        put(npc);
        npc.BeginPlay();
    }
    // It belongs to the world from now on, and is in play once it begins.
    void put(UNpcComponent& npc) {
        npc.world = &world_;
        npcs_.push_back(&npc);
    }
    // What the engine does with a component that is destroyed: its play ends, then it is collected.
    void destroy(UNpcComponent& npc) {
        npc.EndPlay(EEndPlayReason::Destroyed);
        dying_.push_back(&npc);
    }
    void frame() {
        std::this_thread::sleep_for(Frame);
        const float seconds = std::chrono::duration<float>(Frame).count();
        FHttpModule::Get().Tick();
        FTSTicker::GetCoreTicker().Tick(seconds);
        const std::vector<UNpcComponent*> now = npcs_;
        for (UNpcComponent* npc : now) {
            npc->TickComponent(seconds, LEVELTICK_All, nullptr);
        }
        collect();
    }
    template <class Condition>
    bool until(Condition holds) {
        constexpr int Most = 10'000;  // some minutes: a fresh machine compiles for its first level
        for (int frames = 0; frames < Most && !holds(); ++frames) {
            frame();
        }
        return holds();
    }
    bool until_idle() {
        return until([] { return FHttpModule::Get().Running() == 0; });
    }

    UNpcGenSubsystem& server() { return *instance.GetSubsystem<UNpcGenSubsystem>(); }
    UWorld& world() { return world_; }

    UGameInstance instance;
    FString persona = TEXT("brannoch");
    std::vector<std::string> words;  // behind the scene's name

  private:
    void collect() {
        for (UNpcComponent* npc : dying_) {
            npcs_.erase(std::remove(npcs_.begin(), npcs_.end(), npc), npcs_.end());
            auto& objects = stub_objects();
            const auto is_it = [npc](const std::unique_ptr<UObject>& each) { return each.get() == npc; };
            objects.erase(std::remove_if(objects.begin(), objects.end(), is_it), objects.end());
        }
        dying_.clear();
    }

    UWorld world_;
    std::vector<UNpcComponent*> dying_;
    std::vector<UNpcComponent*> npcs_;
};

}  // namespace
