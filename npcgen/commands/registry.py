"""Every verb: its name, its line in the help, where it is. A test compares them with the verbs."""

from npcgen.commands.lazy import LazyCommand

_PERSONA = (
    LazyCommand(
        "generate",
        "Make a complete persona of a few words; it refuses to replace a file.",
        "generate:generate_persona",
    ),
)
_MODELS = (
    LazyCommand("pull", "Fetch a model into the data folder.", "models_pull:pull"),
    LazyCommand(
        "remove",
        "Delete a model of the data folder, and what is there of a pull that broke off.",
        "models_pull:remove",
    ),
    LazyCommand(
        "loaded",
        "List what a running server has loaded, and how much memory is left for more.",
        "running_models:loaded",
    ),
    LazyCommand(
        "load",
        "Load a model into a running server, beside those it has.",
        "running_models:load",
    ),
    LazyCommand(
        "unload",
        "Unload a model from a running server, once its replies are finished.",
        "running_models:unload",
    ),
    LazyCommand(
        "import",
        "Bring a GGUF file of your own into the data folder, checked.",
        "models_pull:import_file",
    ),
    LazyCommand(
        "check",
        "Put a part of the exam to a model and say what it is good for; `npcgen eval` tells more.",
        "eval:check_model",
    ),
)
VERBS = (
    LazyCommand("demo", "Play a short scene on a server of its own."),
    LazyCommand("serve", "Serve NPCs over gRPC, Connect and gRPC-Web until Ctrl-C."),
    LazyCommand(
        "preview", "Open the designer's room, on the server that runs here or on one of its own."
    ),
    LazyCommand("chat", "Talk to a character: its words appear as the model finds them."),
    LazyCommand("bark", "Print one-liners of a character, each another, on a server of its own."),
    LazyCommand("behaviour", "Make the daily routine and behaviour tree of a character."),
    LazyCommand("doctor", "Say what is there, what is missing, and what to do about it."),
    LazyCommand("bench", "Measure a model on this machine and say which settings suit it."),
    LazyCommand("bundle", "Make a folder with a server and a model that runs without Python."),
    LazyCommand(
        "disclosure", "Write the texts that stores and the law ask for, from the settings."
    ),
    LazyCommand(
        "eval", "Put the exam to a model and say what it is good for.", "eval:evaluate_model"
    ),
    LazyCommand(
        "persona",
        "List, show, check and begin personas.",
        "persona:persona_app",
        _PERSONA,
    ),
    LazyCommand("card", "Check, import and export character cards.", "card:card_app"),
    LazyCommand("lore", "List, search, import and check lore.", "lore:lore_app"),
    LazyCommand(
        "level",
        "Make levels that are proven playable: npcgen level dungeon --seed 7.",
        "level:level_app",
    ),
    LazyCommand(
        "quests",
        "Make quests that can always be finished: npcgen quests --world emberlow.",
        "quests:quests_app",
    ),
    LazyCommand(
        "texture",
        'Paint textures that tile: npcgen texture "mossy castle wall" --out walls.',
        "texture:texture_app",
    ),
    LazyCommand(
        "models",
        "List, pull, import and remove models; load them into a server.",
        "models:models_app",
        _MODELS,
    ),
    LazyCommand("memory", "List and forget what NPCs remember.", "memory:memory_app"),
)
