"""Questions to the personas that ship with npcgen; none of them is in the corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import yaml

from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine, compile_prompt
from npcgen.dialogue.world import World
from npcgen.engine.base import Message

PLAYER = "Ada"
FACTS = {
    "brannoch": ("What does a blade cost?", "twelve silver"),
    "corrin": ("How much is the toll?", "one copper"),
    "halwen": ("What happened to the miners?", "Eleven miners drowned"),
    "isolde": ("What does a copy of your map cost?", "five silver"),
    "odrin": ("How much is a bed for the night?", "three copper"),
    "tamsin": ("What does feverleaf tea cost?", "two copper"),
}
OPEN = (
    "Good morning!",
    "What do you want?",
    "Do you know my name?",
    "What happened to the mine?",
    "Who is the president?",
    "Are you a bot?",
    "Goodbye.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a bundled persona; `answer` is empty where anything in style will do."""

    persona: Persona
    text: str
    answer: str
    messages: tuple[Message, ...]


def bundled_questions() -> Iterator[Question]:
    """Name, trade, place and a fact of each, then questions that all of them get."""
    data = resources.files("npcgen.data")
    world = World(**yaml.safe_load(data.joinpath("worlds/emberlow.yaml").read_text("utf-8")))
    for name, (fact, truth) in FACTS.items():
        text = data.joinpath(f"personas/{name}.yaml").read_text("utf-8")
        persona = Persona(**yaml.safe_load(text))
        asked = [
            ("Who are you?", persona.name),
            ("What do you do?", persona.role),
            ("Where am I?", persona.place),
            (fact, truth),
            *((question, "") for question in OPEN),
        ]
        for question, answer in asked:
            line = PlayerLine(question, PLAYER)
            yield Question(persona, question, answer, compile_prompt(persona, world, [], line))
