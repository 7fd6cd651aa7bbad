"""A persona under another name, trade and place, in its own words and in its lines.

What is learned is then the voice, and not who had it first.
"""

import random
import re
from collections.abc import Callable

from npcgen.dialogue.persona import Example, Persona
from training.corpus import names
from training.corpus.lexicon import lexicon, starts_with_vowel
from training.corpus.words import Words

TEXTS = ("name", "role", "place", "summary", "personality", "speech_style", "scenario")
LISTS = ("goals", "knowledge", "boundaries")


def recast(rng: random.Random, persona: Persona) -> tuple[Persona, Callable[[str], str]]:
    """The persona as somebody else, and what turns a line of the one into the other's."""
    renamed = renaming(draw_changes(rng, persona))
    texts = {field: renamed(getattr(persona, field)) for field in (*TEXTS, "instructions")}
    lists = {field: tuple(map(renamed, getattr(persona, field))) for field in LISTS}
    examples = tuple(
        Example(player=renamed(example.player), npc=renamed(example.npc))
        for example in persona.examples
    )
    return persona.model_copy(update={**texts, **lists, "examples": examples}), renamed


def draw_changes(rng: random.Random, persona: Persona) -> dict[str, str]:
    """What stands for what; of a name of two words each word alone, too."""
    words = Words(rng, "training", rng.choice(list(lexicon().genres)))
    first, last = names.first_name(rng, "training"), names.surname(rng, "training")
    changes = {persona.name: f"{first} {last}", persona.role: words.role()}
    if persona.place:
        changes[persona.place] = words.place()
    parts = persona.name.split()
    if len(parts) == 2 and parts[0] not in lexicon().names["titles"]:
        changes |= {parts[0]: first, parts[1]: last}
    return changes


def renaming(changes: dict[str, str]) -> Callable[[str], str]:
    """Replaces whole words, the longest first, and makes "a" or "an" before them fit."""
    sought = "|".join(re.escape(old) for old in sorted(changes, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:([Aa])n? )?({sought})(?!\w)")

    def changed(match: re.Match[str]) -> str:
        new = changes[match[2]]
        if match[1] is None:
            return new
        return f"{match[1]}{'n' if starts_with_vowel(new) else ''} {new}"

    return lambda text: pattern.sub(changed, text)
