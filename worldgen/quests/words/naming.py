"""Names inside sentences: articles, possessives, capitals."""

import re
from collections.abc import Iterable, Mapping

from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World

_PERSON = "character"
"""Who has a name of one's own, even where it is only an id; kinds of it (a beast) haven't."""
_THING = "item"
_NEAR = 100
"""Characters over which `it` is still understood."""
_BEGINS = re.compile(r"[.!?] [\"“]?$")
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
    return name if _is_proper(name) or name.lower().startswith(_ARTICLES) else f"the {name}"


def _is_proper(name: str) -> bool:
    """NOTE: letters of many scripts are neither large nor small; names in them take no article."""
    initials = (next(filter(str.isalpha, word), "") for word in name.split())
    return any(letter and not letter.islower() for letter in initials)


def short_name(world: World, entity: str) -> str:
    """What somebody is called who was just named: "Odrin", "the stranger"; "" without one."""
    given = world.entities[entity]
    if not world.schema.is_a(given.type, _PERSON):
        return ""
    own = next((word for word in given.name.split() if word.lower() == entity), "")
    article = "the " if own.islower() and given.name.startswith("the ") else ""
    return given.short or (article + own if own else "")


class Again:
    """Names of one quest, and how they are said the second time in one text."""

    def __init__(self, world: World, entities: Iterable[str], *, with_it: bool) -> None:
        """`with_it`: whether the only thing in a text may be `it`."""
        self._short: list[tuple[re.Pattern[str], str]] = []
        self._items: list[re.Pattern[str]] = []
        for entity in entities:
            known = re.compile(rf"\b{re.escape(said_name(world, entity))}\b(?!['’])", re.IGNORECASE)
            if short := short_name(world, entity):
                self._short.append((known, short))
            elif with_it and world.schema.is_a(world.entities[entity].type, _THING):
                self._items.append(known)

    def told(self, text: str) -> str:
        """The text with short names after the first."""
        for known, short in self._short:
            text = _after_first(known, short, text)
        present = [known for known in self._items if known.search(text)]
        return _after_first(present[0], "it", text, _NEAR) if len(present) == 1 else text


def _after_first(known: re.Pattern[str], short: str, text: str, most: int = 10_000) -> str:
    """`most`: characters from one mention to the next, or it is named once more."""
    told, end = "", 0
    for found in known.finditer(text):
        between = text[end : found.start()]
        begins = bool(_BEGINS.search(between)) or not found.start()
        again = short[0].upper() + short[1:] if begins else short
        far = not told or len(between) > most
        told, end = told + between + (found[0] if far else again), found.end()
    return told + text[end:]


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
