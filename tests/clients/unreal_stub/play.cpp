// Plays the engine's main loop around the plugin: `play SERVER_URL SCENE`, events on stdout.
#include "game.h"
#include "importing.h"
#include "scenes_fault.h"
#include "scenes_make.h"
#include "scenes_talk.h"

namespace {

struct Scene {
    const char* name;
    bool (*play)(Game& game);
};

constexpr Scene Scenes[] = {
    {"talk", talk},
    {"two", two},
    {"unload", unload},
    {"quit", quit},
    {"cancel", cancel},
    {"pause", pause},
    {"node", node},
    {"save", save},
    {"group", group},
    {"group_leaves", group_leaves},
    {"group_cancel", group_cancel},
    {"group_alone", group_alone},
    {"verbs", verbs},
    {"sample", sample},
    {"ready", ready},
    {"once", once},
    {"whisper_to_nobody", whisper_to_nobody},
    {"fault", fault},
    {"first_line", first_line},
    {"suspended", suspended},
    {"destroyed", destroyed},
    {"make_level", make_level},
    {"make_imported", make_imported},
    {"make_chunk", make_chunk},
    {"make_wrong", make_wrong},
    {"make_cancel", make_cancel},
    {"make_quests", make_quests},
    {"make_material", make_material},
};

}  // namespace

// `play URL SCENE WORDS...`, `play launch PROGRAM FLAGS SCENE` or `play import LEVEL MATERIAL`. The key, if
// the server wants one, is NPCGEN_KEY; NPCGEN_PERSONA is who speaks.
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
    if (const char* key = std::getenv("NPCGEN_KEY")) {
        settings.ApiKey = text_of(key);
    }
    const int place = settings.bLaunchServer ? 4 : 2;
    bool played = false;
    {
        Game game;
        if (const char* persona = std::getenv("NPCGEN_PERSONA")) {
            game.persona = text_of(persona);
        }
        game.words.assign(words + place + 1, words + count);
        for (const Scene& scene : Scenes) {
            played = std::string(words[place]) == scene.name ? scene.play(game) : played;
        }
        game.instance.Shutdown();
        played = game.until_idle() && played;
        stub_objects().clear();
    }
    return played ? 0 : 1;
}
