"""npcgen: characters that talk, served over gRPC from quantised language models.

The public names are imported when they are first asked for; `__init__.pyi` has their types.
"""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "npcgen.client": (
        "Client",
        "Conversation",
        "LocalServer",
        "Model",
        "PersonaDetails",
        "ServerInfo",
        "SyncClient",
        "Tls",
        "Turn",
        "Warmup",
    ),
    "npcgen.dialogue.actions.declared": ("Action", "Character", "GameObject"),
    "npcgen.dialogue.events": (
        "ActionChosen",
        "Completed",
        "DialogueEvent",
        "EmotionChanged",
        "GroupCompleted",
        "RelationshipChanged",
        "Safety",
        "Sentence",
        "Started",
    ),
    "npcgen.dialogue.feelings.axes": ("Emotion", "Feeling", "Relationship"),
    "npcgen.dialogue.game_state": ("GameState",),
    "npcgen.dialogue.lore.entry": ("LoreEntry", "Scope"),
    "npcgen.dialogue.persona": ("Persona",),
    "npcgen.dialogue.preview": ("PromptPart", "PromptPreview"),
    "npcgen.dialogue.state": ("Player",),
    "npcgen.dialogue.world": ("World",),
    "npcgen.engine.base": ("FinishReason", "TextDelta"),
    "npcgen.errors": ("NpcgenError",),
}

__all__ = ["__version__", *(name for names in _HOMES.values() for name in names)]


def __getattr__(name: str) -> object:
    """Imports a public name: so `import npcgen` alone is fast and loads no gRPC."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'npcgen' has no attribute '{name}'")
