"""Names inside sentences: articles, possessives, capitals."""

import re
from collections.abc import Mapping

from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World

_PERSON = "character"
"""Who has a name of one's own, even where it is only an id; kinds of it (a beast) haven't."""
_ARTICLES = ("the ", "a ", "an ", "old ")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"((?<!\.)[.!?:] +[\"“]?|^[\"“]?)([a-z])")
_COLON = re.compile(r": +[a-z]")


def said_name(world: World, entity: str) -> str:
    """As it stands in a sentence: "the lantern", "Odrin Pell", "Perrin's lamp"; "you"."""
    if entity == PLAYER:
        return "you"
    given = world.entities[entity]
    name = world.called(entity)
    if not given.name and given.type == _PERSON:
        return name.title()
    is_proper = any(word[:1].isupper() for word in name.split())
    return name if is_proper or name.lower().startswith(_ARTICLES) else f"the {name}"


def placeholders(template: str) -> set[str]:
    return set(_PLACEHOLDER.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """NOTE: no format string; names are strangers' and may hold braces or dots."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def in_sentences(text: str) -> str:
    """With single spaces, and a capital where a sentence begins; not after an ellipsis."""
    text = " ".join(text.split())
    return _SENTENCE.sub(
        lambda found: found[0] if _COLON.fullmatch(found[0]) else found[1] + found[2].upper(), text
    )
