"""npcgen: characters that talk, served over gRPC from quantised language models."""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from npcgen.client import (
        Client,
        Conversation,
        LocalServer,
        Model,
        PersonaDetails,
        ServerInfo,
        SyncClient,
        Tls,
        Turn,
    )
    from npcgen.dialogue.events import Completed, DialogueEvent, Sentence, Started
    from npcgen.dialogue.persona import Persona
    from npcgen.dialogue.state import Player
    from npcgen.engine.base import FinishReason, TextDelta
    from npcgen.errors import NpcgenError

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
    ),
    "npcgen.dialogue.events": ("Completed", "DialogueEvent", "Sentence", "Started"),
    "npcgen.dialogue.persona": ("Persona",),
    "npcgen.dialogue.state": ("Player",),
    "npcgen.engine.base": ("FinishReason", "TextDelta"),
    "npcgen.errors": ("NpcgenError",),
}

__all__ = [
    "Client",
    "Completed",
    "Conversation",
    "DialogueEvent",
    "FinishReason",
    "LocalServer",
    "Model",
    "NpcgenError",
    "Persona",
    "PersonaDetails",
    "Player",
    "Sentence",
    "ServerInfo",
    "Started",
    "SyncClient",
    "TextDelta",
    "Tls",
    "Turn",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for: `import npcgen` alone loads no gRPC."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'npcgen' has no attribute '{name}'")
