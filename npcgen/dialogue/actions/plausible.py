"""Which actions the words of an exchange speak of: a gate before small models. Pure.

A model of a few million weights chooses legal actions at random. Behind the gate it chooses only
among those that the exchange names, with the objects and characters it names, and never after a
refusal. Words are compared without their endings; nothing is learned.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject
from npcgen.dialogue.prompt import PlayerLine

Gate = Literal["auto", "on", "off"]
SMALL_MODEL = 1_000_000_000
"""Weights. With "auto", models that have fewer are behind the gate."""
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=...)(?:ing|ed|es|s|e)$")
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at be by do for from has have he her him his i in is it its me my npc of "
        "on or our she so that the their them they this to up us was we were what will with you "
        "your something someone player now character"
    )
)
_REFUSAL = re.compile(
    r"\b(?:no|not|never|nothing|won['’]t|can['’]?t|cannot|don['’]t|refuse)\b", re.IGNORECASE
)
_DESCRIPTION_HITS = 2
Thing = TypeVar("Thing", GameObject, Character)


def is_gated(gate: Gate, parameters: int) -> bool:
    """Whether a model of so many weights chooses behind the gate; 0 for an unknown number."""
    return gate == "on" or (gate == "auto" and 0 < parameters < SMALL_MODEL)


def plausible(declared: Declared, line: PlayerLine, reply: str) -> Declared:
    """What of it the exchange speaks of: its actions, and the ids that they may have."""
    if _REFUSAL.search(reply):
        return replace(declared, actions=())
    happened = " ".join(noticed.text for noticed in line.noticed)
    words = _words(f"{happened} {line.text} {reply}")
    player_name = line.player_name
    actions = tuple(action for action in declared.actions if _is_named(action, words))
    characters = _mentioned(declared.characters, words) or tuple(
        each for each in declared.characters if each.name.casefold() == player_name.casefold()
    )
    return replace(
        declared,
        actions=actions,
        objects=_only(_mentioned(declared.objects, words), declared.objects),
        characters=_only(characters, declared.characters),
    )


def _is_named(action: Action, words: Sequence[str]) -> bool:
    if any(_holds(words, _words(phrase)) for phrase in action.when):
        return True
    spoken = set(words)
    if spoken & _content(action.name.replace("_", " ")):
        return True
    return len(spoken & _content(action.description)) >= _DESCRIPTION_HITS


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return size > 0 and any(
        list(words[start : start + size]) == list(phrase) for start in range(len(words) - size + 1)
    )


def _mentioned(things: Iterable[Thing], words: Sequence[str]) -> tuple[Thing, ...]:
    """Those whose names the words hold most of; none when they hold of none."""
    shares = {thing: _share(thing.name, set(words)) for thing in things}
    best = max(shares.values(), default=0.0)
    return tuple(thing for thing, share in shares.items() if share == best > 0)


def _share(name: str, words: set[str]) -> float:
    parts = _content(name)
    return len(parts & words) / len(parts) if parts else 0.0


def _only(found: tuple[Thing, ...], all_of_them: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Those found; where none is, the only one there is, for then there is no doubt."""
    return found or (all_of_them if len(all_of_them) == 1 else ())


def _content(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.casefold()) if word not in _STOP_WORDS}


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.casefold())]


def _stem(word: str) -> str:
    return _ENDING.sub("", word)
