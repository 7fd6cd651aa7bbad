// NPCs that are talked to.
#pragma once

#include "NpcGroupChat.h"
#include "TalkingNpc.h"
#include "game.h"

namespace {

bool talk(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const bool began = npc.Chat(TEXT("Gr\u00fc\u00df dich! \U0001F600"), {});
    const bool refused = npc.Chat(TEXT("And?"), {});
    return began && !refused && game.until([&] { return ear.ends == 1; }) && npc.Chat(TEXT("And?"), {}) &&
           game.until([&] { return ear.ends == 2; }) && !npc.IsBusy();
}

bool two(Game& game) {
    Ear first("first"), second("second");
    return game.add(first).Chat(TEXT("Hello."), {}) && game.add(second).Chat(TEXT("Hello."), {}) &&
           game.until([&] { return first.ends == 1 && second.ends == 1; });
}

bool unload(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const bool began = npc.Chat(TEXT("Hello."), {}) && game.until([&] { return !ear.heard.empty(); });
    UNpcTalkAction& late = *UNpcTalkAction::TalkToNpc(&npc, TEXT("And?"), {});
    npc.EndPlay(EEndPlayReason::Destroyed);
    late.Activate();
    return began && game.until_idle() && ear.ends == 1 && late.is_ready_to_destroy;
}

bool quit(Game& game) {
    Ear ear("npc");
    const bool began = game.add(ear).Chat(TEXT("Hello."), {}) && game.until([&] { return !ear.heard.empty(); });
    game.instance.Shutdown();
    return began && game.until_idle();
}

bool cancel(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const bool began = npc.Chat(TEXT("Hello."), {}) && game.until([&] { return !ear.heard.empty(); });
    npc.Cancel(3);
    return began && game.until([&] { return ear.ends == 1; }) && game.until_idle();
}

bool pause(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    npc.PauseDelivery();
    const bool began = npc.Chat(TEXT("Hello."), {}) && game.until_idle() && ear.heard.empty() && npc.IsBusy();
    npc.ResumeDelivery();
    return began && game.until([&] { return ear.ends == 1; });
}

bool node(Game& game) {
    Ear npc_ear("npc"), ear("node");
    UNpcTalkAction& action = *UNpcTalkAction::TalkToNpc(&game.add(npc_ear), TEXT("Hello."), {});
    ear.listen(action);
    action.Activate();
    return game.until([&] { return action.is_ready_to_destroy; });
}

bool save(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    UNpcGenSubsystem& server = *game.instance.GetSubsystem<UNpcGenSubsystem>();
    npc.Chat(TEXT("Hello."), {});
    bool loaded = false;
    FNpcLoaded on_loaded;
    on_loaded.BindLambda([&](bool ok, const TArray<FString>& ids, const FNpcFailure&) {
        loaded = ok && ids.Num() == 1 && ids[0] == npc.GetConversationId();
    });
    FNpcSaved on_saved;
    on_saved.BindLambda([&](bool ok, const TArray<uint8>& bytes, const FNpcFailure&) {
        ear.say("saved", ok && bytes.Num() > 100 ? "kilobytes" : "nothing");
        server.LoadConversations(bytes, on_loaded);
    });
    return game.until([&] { return ear.ends == 1; }) &&
           (server.SaveConversations({npc.GetConversationId()}, on_saved), game.until([&] { return loaded; }));
}

// Prints whatever a group says.
class GroupEar : public UObject {
  public:
    explicit GroupEar(UNpcGroupChat& to) {
        to.OnSentence.AddDynamic(this, &GroupEar::sentence);
        to.OnCompleted.AddDynamic(this, &GroupEar::completed);
        to.OnEnded.AddDynamic(this, &GroupEar::ended);
        to.OnFailed.AddDynamic(this, &GroupEar::failed);
    }
    void sentence(UNpcComponent* npc, const FNpcSentence& sentence) {
        std::printf("group sentence %s %s\n", utf8(npc->PersonaId).c_str(), utf8(sentence.Text).c_str());
    }
    void completed(UNpcComponent* npc, const FNpcReply& reply) {
        std::printf("group completed %s %s\n", utf8(npc->PersonaId).c_str(), utf8(reply.FallbackReason).c_str());
    }
    void ended(ENpcGroupEnd end) {
        std::printf("group ended %d\n", static_cast<int>(end));
        is_over = true;
    }
    void failed(const FNpcFailure& failure) {
        std::printf("group failed %s\n", utf8(failure.Reason).c_str());
        is_over = true;
    }
    bool is_over = false;
};

// Two NPCs hear a line; once they are done each can be spoken to again.
bool group(Game& game) {
    Ear smith_ear("smith"), healer_ear("healer");
    UNpcComponent& smith = game.add(smith_ear);
    UNpcComponent& healer = game.add(healer_ear, TEXT("halwen"));
    UNpcGroupChat& chat =
        *UNpcGroupChat::GroupChat({&smith, &healer}, TEXT("Good evening, both of you!"), {}, {});
    GroupEar ear(chat);
    chat.Activate();
    const bool refused = smith.IsBusy() && !healer.Chat(TEXT("And you?"), {});
    UNpcGroupChat& late = *UNpcGroupChat::GroupChat({&healer}, TEXT("And?"), {}, {});
    GroupEar late_ear(late);
    late.Activate();
    return refused && late_ear.is_over && game.until([&] { return ear.is_over; }) && !smith.IsBusy() &&
           smith_ear.ends == 1 && healer_ear.ends == 1 && chat.is_ready_to_destroy &&
           healer.Chat(TEXT("And you?"), {}) && game.until([&] { return healer_ear.ends == 2; });
}

// One of them is destroyed as it speaks, the rest goes on; then all are, and nobody is told.
bool group_leaves(Game& game) {
    Ear smith_ear("smith"), healer_ear("healer");
    UNpcComponent& smith = game.add(smith_ear);
    UNpcComponent& healer = game.add(healer_ear, TEXT("halwen"));
    UNpcGroupChat& chat = *UNpcGroupChat::GroupChat({&smith, &healer}, TEXT("Good evening!"), {}, {});
    GroupEar ear(chat);
    chat.Activate();
    const bool began = game.until([&] { return !smith_ear.heard.empty() || !healer_ear.heard.empty(); });
    game.destroy(smith);
    game.frame();
    game.destroy(healer);
    return began && game.until([&] { return chat.is_ready_to_destroy; }) && game.until_idle() && !ear.is_over;
}

bool group_cancel(Game& game) {
    Ear smith_ear("smith"), healer_ear("healer");
    UNpcComponent& smith = game.add(smith_ear);
    UNpcGroupChat& chat =
        *UNpcGroupChat::GroupChat({&smith, &game.add(healer_ear, TEXT("halwen"))}, TEXT("Good evening!"), {}, {});
    GroupEar ear(chat);
    chat.Activate();
    const bool began = game.until([&] { return !smith_ear.heard.empty() || !healer_ear.heard.empty(); });
    chat.Cancel();
    return began && game.until([&] { return ear.is_over; }) && game.until_idle() && !smith.IsBusy();
}

// Where no server is, one of them speaks for all.
bool group_alone(Game& game) {
    Ear smith_ear("smith"), healer_ear("healer");
    UNpcComponent& smith = game.add(smith_ear);
    UNpcGroupChat& chat =
        *UNpcGroupChat::GroupChat({&smith, &game.add(healer_ear, TEXT("halwen"))}, TEXT("Good evening!"), {}, {});
    GroupEar ear(chat);
    chat.Activate();
    return game.until([&] { return ear.is_over; }) && !smith.IsBusy();
}

// Every other verb of a component, and of the subsystem.
bool verbs(Game& game) {
    Ear ear("npc");
    UNpcComponent& npc = game.add(ear);
    const auto said = [&](bool began) {
        const int before = ear.ends;
        return began && game.until([&] { return ear.ends > before; });
    };
    FNpcReplyOptions short_one;
    short_one.MaxTokens = 2;
    bool all = said(npc.Chat(TEXT("Hello."), {})) && said(npc.Regenerate(short_one)) &&
               said(npc.Notify(TEXT("Rain sets in."), true, {})) && said(npc.Bark(TEXT("Somebody walks past."), 2));
    npc.PlayerId = TEXT("ada");
    npc.Remember(TEXT("Ada brought me the hammer I had lost."), TEXT("gift"));
    npc.ReportTurn(ENpcReportReason::Repetition, TEXT("again"));
    const FString conversation = npc.GetConversationId();
    std::string answers;
    const auto ask = [&](const TCHAR* method, const std::string& request) {
        bool is_there = false;
        FNpcAnswered answered;
        answered.BindLambda([&](bool ok, const FString& json, const FNpcFailure& failure) {
            is_there = true;
            std::printf("answer %s\n", utf8(ok ? json : failure.Reason).c_str());
        });
        game.server().Ask(method, text_of(request), answered);
        return game.until([&] { return is_there; });
    };
    all = all && game.until_idle() &&
          ask(TEXT("npcgen.v1.MemoryService/ListMemories"), "{\"npcId\":\"brannoch\",\"playerId\":\"ada\"}");
    const std::string about = "{\"conversationId\":\"" + utf8(conversation) + "\"}";
    all = all && game.until_idle() && ask(TEXT("npcgen.v1.DialogueService/GetConversation"), about);
    npc.EndConversation();
    all = all && game.until_idle() && npc.GetConversationId().IsEmpty() &&
          ask(TEXT("npcgen.v1.DialogueService/GetConversation"), about);
    game.server().SetPace(200.0, 0.5, false);
    return all && game.until_idle() && ask(TEXT("npcgen.v1.ModelService/SetPace"), "{}") &&
           said(npc.Chat(TEXT("Hello again."), {}));
}

// The sample as it is shipped: `words` are said to it, and its subtitle is told as it grows.
bool sample(Game& game) {
    ATalkingNpc& smith = *NewObject<ATalkingNpc>();
    game.put(*smith.Npc);
    smith.BeginPlay();
    for (const std::string& word : game.words) {
        std::printf("Hear \"%s\"\n", word.c_str());
        const auto said = std::chrono::steady_clock::now();
        FString shown;
        smith.Hear(text_of(word));
        game.until([&] {
            if (!(smith.Subtitle == shown)) {
                const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - said);
                std::printf("%6d ms  %s\n", static_cast<int>(ms.count()), utf8(smith.Subtitle).c_str());
                shown = smith.Subtitle;
            }
            return !smith.Npc->IsBusy();
        });
    }
    return !smith.Subtitle.IsEmpty();
}

// Warmed up and spoken to at once: both are of one conversation, which a whisper to its NPC is, too.
bool once(Game& game) {
    Ear ear("npc"), other_ear("other");
    UNpcComponent& npc = game.add(ear);
    UNpcComponent& other = game.add(other_ear, TEXT("halwen"));
    npc.PlayerId = other.PlayerId = text_of(game.words[0]);
    npc.Warmup();
    if (!npc.Chat(TEXT("Hello."), {}) || !game.until([&] { return ear.ends == 1; }) || !game.until_idle()) {
        return false;
    }
    FNpcGroupOptions whisper;
    whisper.WhisperTo.Add(&npc);
    UNpcGroupChat& chat = *UNpcGroupChat::GroupChat({&npc, &other}, TEXT("Psst."), whisper, {});
    GroupEar group_ear(chat);
    chat.Activate();
    return game.until([&] { return group_ear.is_over; });
}

// Somebody is whispered to and leaves: nobody else may hear it.
bool whisper_to_nobody(Game& game) {
    Ear ear("npc"), other_ear("other");
    UNpcComponent& npc = game.add(ear);
    FNpcGroupOptions whisper;
    whisper.WhisperTo.Add(&game.add(other_ear, TEXT("halwen")));
    UNpcGroupChat& chat = *UNpcGroupChat::GroupChat({&npc}, TEXT("Psst."), whisper, {});
    GroupEar group_ear(chat);
    game.destroy(*whisper.WhisperTo[0]);
    game.frame();
    chat.Activate();
    return game.until([&] { return group_ear.is_over; });
}

// A loading screen in front of a first line.
bool ready(Game& game) {
    bool is_there = false;
    FNpcReady on_ready;
    on_ready.BindLambda([&](bool ok, const FString& model, const FNpcFailure& failure) {
        is_there = true;
        std::printf("ready %s\n", utf8(ok ? model : failure.Reason).c_str());
    });
    game.server().WaitUntilReady(on_ready);
    return game.until([&] { return is_there; }) && talk(game);
}

}  // namespace
