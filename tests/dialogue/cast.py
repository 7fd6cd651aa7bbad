"""A small cast that the dialogue tests share."""

from pathlib import Path

from npcgen.dialogue.actions.plausible import Gate
from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.guards import NO_GUARDS, Guards
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import MINDLESS, Mind
from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.world import World
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.engine import Engine

OPENED: list[Engine | Store] = []
"""What a test has opened here; `conftest.py` closes it, also where the test fails."""
MILLER = Persona(id="ansel", name="Ansel Birch", role="miller", place="the mill")
VILLAGE = World(id="low", name="Low", description="A village by a river.")
FULL = Persona(
    id="edda",
    name="Edda Voss",
    role="ferrywoman",
    place="the ferry landing",
    world="emberlow",
    summary="Rows the ferry.",
    personality="calm, dry",
    speech_style="Dry. Few words.",
    goals=("buy a second boat",),
    knowledge=("A crossing costs two copper.", "The river is high."),
    secrets=("She cannot swim.",),
    examples=(Example(player="Hello.", npc="Mind the step."),),
    boundaries=("crosses at night",),
)


def conversations(
    engine: LanguageModel,
    folder: Path,
    max_conversations: int = 100,
    *,
    mind: Mind = MINDLESS,
    action_gate: Gate = "auto",
    guards: Guards = NO_GUARDS,
) -> Conversations:
    return Conversations(
        lambda name: engine,
        PersonaStore(folder),
        WorldStore(),
        store(folder),
        max_tokens=64,
        reply_timeout_s=30.0,
        max_conversations=max_conversations,
        mind=mind,
        action_gate=action_gate,
        guards=guards,
    )


def scripted(*replies: str, context_tokens: int = 8192, tokens_per_s: float = 10_000.0) -> Engine:
    backend = ScriptedBackend(
        replies or ("Well met. Sit down.",),
        tokens_per_s=tokens_per_s,
        context_tokens=context_tokens,
    )
    return engine_over(backend)


def engine_over(backend: ScriptedBackend) -> Engine:
    engine = Engine(backend, queue_limit=8)
    OPENED.append(engine)
    return engine


def store(folder: Path) -> Store:
    opened = Store(folder / "npcgen.db")
    OPENED.append(opened)
    return opened
