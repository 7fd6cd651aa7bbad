// Plays the engine's main loop around the plugin: `play SERVER_URL SCENE`, events on stdout.
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "editor.h"
#include "http.h"
#include "objects.h"

// NOTE: the plugin's headers come last, as they need the engine's.
#include "NpcContent.h"
#include "NpcFactories.h"
#include "NpcGenSettings.h"
#include "NpcGenSubsystem.h"
#include "NpcTalkActions.h"
#include "TalkingNpc.h"

namespace {

constexpr auto Frame = std::chrono::milliseconds(16);

std::string utf8(const FString& text) {
    return stub_utf8(*text);
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
    UNpcComponent& add(Ear& ear) {
        UNpcComponent& npc = *NewObject<UNpcComponent>();
        npc.world = &world_;
        npc.PersonaId = TEXT("brannoch");
        npc.FallbackLines = {TEXT("Not now.")};
        npc.BeginPlay();
        ear.listen(npc);
        npc.OnEnded.AddDynamic(&ear, &Ear::ended);
        npcs_.push_back(&npc);
        return npc;
    }
    void frame() {
        std::this_thread::sleep_for(Frame);
        const float seconds = std::chrono::duration<float>(Frame).count();
        FHttpModule::Get().Tick();
        FTSTicker::GetCoreTicker().Tick(seconds);
        for (UNpcComponent* npc : npcs_) {
            npc->TickComponent(seconds, LEVELTICK_All, nullptr);
        }
    }
    template <class Condition>
    bool until(Condition holds) {
        constexpr int Most = 2500;
        for (int frames = 0; frames < Most && !holds(); ++frames) {
            frame();
        }
        return holds();
    }
    bool until_idle() {
        return until([] { return FHttpModule::Get().Running() == 0; });
    }

    UGameInstance instance;

  private:
    UWorld world_;
    std::vector<UNpcComponent*> npcs_;
};

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

// What the importer that takes the file makes of it.
UObject* import(UFactory& factory, const FString& file) {
    FString text;
    FFeedbackContext log;
    UFactory::CurrentFilename() = file;
    if (!factory.FactoryCanImport(file) || !FFileHelper::LoadFileToString(text, *file)) {
        return nullptr;
    }
    UNpcLevel folder;
    const TCHAR* begin = *text;
    return factory.FactoryCreateText(factory.SupportedClass, &folder, TEXT("Asset"), RF_NoFlags, nullptr,
                                     TEXT("json"), begin, begin + text.Len(), &log);
}

void print(const UNpcLevel& level) {
    for (FIntVector cell(0, 0, 0); cell.Y < level.Size.Y; ++cell.Y) {
        for (cell.X = 0; cell.X < level.Size.X; ++cell.X) {
            FNpcLevelTile tile;
            for (int32 layer = 0; layer < level.Layers.Num(); ++layer) {
                level.GetTile(layer, cell, tile);
            }
            std::printf("%s ", utf8(tile.Name.ToString()).c_str());
        }
        std::printf("\n");
    }
}

int import_both(const char* level_file, const char* material_file) {
    UMaterialInterface parent;
    GetMutableDefault<UNpcGenSettings>()->MaterialParent = &parent;
    UNpcLevelFactory levels;
    UNpcMaterialFactory materials;
    const UObject* level = import(levels, FString(UTF8_TO_TCHAR(level_file)));
    if (level != nullptr) {
        print(*static_cast<const UNpcLevel*>(level));
    }
    const UObject* material = import(materials, FString(UTF8_TO_TCHAR(material_file)));
    stub_objects().clear();
    return level != nullptr && material != nullptr ? 0 : 1;
}

struct Scene {
    const char* name;
    bool (*play)(Game& game);
};

constexpr Scene Scenes[] = {{"talk", talk},     {"two", two},     {"unload", unload}, {"quit", quit},
                            {"cancel", cancel}, {"pause", pause}, {"node", node},     {"save", save}};

}  // namespace

// `play URL SCENE`, `play launch PROGRAM FLAGS SCENE` or `play import LEVEL MATERIAL`.
int main(int count, char** words) {
    if (std::string(words[1]) == "import") {
        return import_both(words[2], words[3]);
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    UNpcGenSettings& settings = *GetMutableDefault<UNpcGenSettings>();
    settings.bLaunchServer = std::string(words[1]) == "launch";
    if (settings.bLaunchServer) {
        settings.ServerProgram = FString(UTF8_TO_TCHAR(words[2]));
        settings.ServerFlags = FString(UTF8_TO_TCHAR(words[3]));
    } else {
        settings.ServerUrl = FString(UTF8_TO_TCHAR(words[1]));
    }
    bool played = false;
    {
        Game game;
        for (const Scene& scene : Scenes) {
            played = std::string(words[count - 1]) == scene.name ? scene.play(game) : played;
        }
        game.instance.Shutdown();
        played = game.until_idle() && played;
        stub_objects().clear();
    }
    return played ? 0 : 1;
}
