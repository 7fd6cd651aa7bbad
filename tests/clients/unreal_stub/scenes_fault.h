// What goes wrong: the server, the network, or the game around the plugin.
#pragma once

#include <csignal>

#include "game.h"

namespace {

const TCHAR* const Line = TEXT("Say it in every tongue.");

// Talks to `words[0]`, a place where all goes wrong, in a conversation that began well; then to somebody
// else at the server, as a game goes on.
bool fault(Game& game) {
    UNpcGenSettings& settings = *GetMutableDefault<UNpcGenSettings>();
    const FString good = settings.ServerUrl;
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    npc.OnOtherEvent.AddDynamic(&ear, &Ear::other);
    npc.Warmup();
    if (!game.until([&] { return !npc.GetConversationId().IsEmpty(); }) || !game.until_idle()) {
        return false;
    }
    settings.ServerUrl = text_of(game.words[0]);
    const bool began = npc.Chat(Line, {}) && game.until([&] { return ear.ends == 1; }) && game.until_idle();
    settings.ServerUrl = good;
    Ear other("other");
    return began && !npc.IsBusy() && game.add(other).Chat(Line, {}) && game.until([&] { return other.ends == 1; });
}

// A first line where nothing is as it should be.
bool first_line(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const bool began = npc.Chat(Line, {}) && game.until([&] { return ear.ends == 1; }) && !npc.IsBusy();
    npc.FallbackLines = {TEXT("Later.")};
    return began && npc.Chat(Line, {}) && game.until([&] { return ear.ends == 2; });
}

// The app is put to sleep in the middle of a reply: whoever started it wakes it.
bool suspended(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const bool began = npc.Chat(Line, {}) && game.until([&] { return !ear.heard.empty(); });
    ear.say("sleeps", "");
    std::raise(SIGSTOP);
    return began && game.until([&] { return ear.ends == 1; }) && !npc.IsBusy();
}

// Destroys the component in the middle of what it tells, as a game may that unloads a level then.
class Destroyer : public UObject {
  public:
    Destroyer(Game& game, UNpcComponent& npc) : game_(game), npc_(npc) {
        npc.OnTextDelta.AddDynamic(this, &Destroyer::destroy);
    }
    void destroy(const FString&) {
        if (!is_done) {
            is_done = true;
            game_.destroy(npc_);
        }
    }
    bool is_done = false;

  private:
    Game& game_;
    UNpcComponent& npc_;
};

bool destroyed(Game& game) {
    Ear ear("npc"), other_ear("other");
    UNpcComponent& npc = game.add(ear);
    UNpcComponent& other = game.add(other_ear);
    Destroyer destroyer(game, npc);
    return npc.Chat(Line, {}) && other.Chat(Line, {}) &&
           game.until([&] { return destroyer.is_done && other_ear.ends == 1; }) && game.until_idle() && ear.ends == 1;
}

}  // namespace
