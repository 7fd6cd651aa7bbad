"""What somebody asks of quests, as a text, as fields and in words: put together as one spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from worldgen.documents import read_mapping
from worldgen.quests.interpret import read_prompt
from worldgen.quests.spec import QuestSpec, read_spec
from worldgen.quests.world import World

_STEPS = {"min_steps", "max_steps"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Fields win over the text, and that over the prompt."""

    written: str = ""
    """YAML or JSON of a spec, or of the rest of it."""
    given: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    guessed: Mapping[str, Any] = field(default_factory=dict)
    """What a model read from the prompt; where that is nothing its words are read."""


def spec_of(asked: Asked, world: World) -> tuple[QuestSpec, tuple[str, ...]]:
    """The spec, and the words of the prompt that nothing was made of. Raises InvalidSpec."""
    told = read_mapping(asked.written, "yaml") if asked.written.strip() else {}
    told |= asked.given
    guessed, unused = asked.guessed, tuple[str, ...]()
    if asked.prompt and not guessed:
        reading = read_prompt(asked.prompt, world)
        guessed, unused = reading.fields, reading.unused_words
    if not _STEPS.isdisjoint(told):
        guessed = {name: value for name, value in guessed.items() if name not in _STEPS}
    return read_spec({**guessed, **told}), unused
