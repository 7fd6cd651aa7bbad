"""What a prompt asks of quests, by its words alone: plain, quick, and the same every time.

The words are those of `data/quests/prompt_words.yaml` and the names of the world's people. It never
raises, and what it gives is always a valid spec's; words that nothing was made of are told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from worldgen.errors import InvalidSpec
from worldgen.levels.words import level_words
from worldgen.quests.motives import bundled_motives
from worldgen.quests.schema import PLAYER
from worldgen.quests.spec import check, read_spec
from worldgen.quests.world import World
from worldgen.rng import MAX_SEED

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SHORT = 3
"""Letters that a part of a name has to have to stand for the whole."""
_BEFORE = 2
"""Words before another among which a denial is looked for: "not about love"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a spec that a prompt states, and its words that none was made of."""

    fields: Mapping[str, Any]
    unused_words: tuple[str, ...] = ()


def read_prompt(prompt: str, world: World) -> Reading:
    """What the prompt states of quests in this world."""
    text = _Text(prompt)
    fields: dict[str, Any] = {}
    for part in (_seed, _steps, _count, _difficulty):
        fields |= part(text)
    fields |= _givers(text, people_of(world))
    fields |= _motives(text)
    return Reading(_valid(fields, world), text.unused())


def people_of(world: World) -> dict[str, str]:
    """Names by id of who may ask for something: all characters but the player."""
    return {id: world.called(id) for id in world.of_type("character") if id != PLAYER}


def named_in(prompt: str, people: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of those whom the prompt names, in whole or by a word that no other has."""
    text = _Text(prompt)
    return tuple(_givers(text, people).get("givers", ()))


class _Text:
    """A prompt in lower case, and which of its letters meant something."""

    def __init__(self, prompt: str) -> None:
        self._text = prompt.lower().replace("’", "'")
        self._used = [False] * len(self._text)

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first place of a pattern that wasn't taken, which then is."""
        for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", self._text):
            if not any(self._used[match.start() : match.end()]):
                self._used[match.start() : match.end()] = [True] * len(match[0])
                return match
        return None

    def takes(self, phrases: Iterable[str]) -> re.Match[str] | None:
        return self.take(_any_of(phrases))

    def is_denied(self, match: re.Match[str]) -> bool:
        before = _WORD.findall(self._text[: match.start()])[-_BEFORE:]
        return not set(before).isdisjoint(_words()["denials"])

    def unused(self) -> tuple[str, ...]:
        silent = {*_words()["silent"].split(), *level_words()["silent"].split()}
        left = (m[0] for m in _WORD.finditer(self._text) if not self._used[m.start()])
        return tuple(dict.fromkeys(word for word in left if word not in silent))


def _seed(text: _Text) -> dict[str, Any]:
    match = text.take(r"seed (?:is )?(\d{1,10})")
    return {"seed": int(match[1])} if match and int(match[1]) <= MAX_SEED else {}


def _steps(text: _Text) -> dict[str, Any]:
    """The number of steps; one of "exactly five" is the least and the most."""
    number = _number_pattern()
    if match := text.take(rf"{number} ?(?:-|\u2013|to|and|or|\.\.) ?{number} steps"):
        return {"min_steps": _number(match[1]), "max_steps": _number(match[2])}
    if match := text.take(rf"(?:at least|no fewer than|a minimum of) {number} steps?"):
        return {"min_steps": _number(match[1])}
    if match := text.take(rf"{number} or more steps"):
        return {"min_steps": _number(match[1])}
    if match := text.take(rf"(?:at most|up to|no more than|a maximum of) {number} steps?"):
        return {"max_steps": _number(match[1])}
    if match := text.take(rf"(?:exactly |just )?{number} steps?"):
        return dict.fromkeys(("min_steps", "max_steps"), _number(match[1]))
    return {}


def _count(text: _Text) -> dict[str, Any]:
    nouns = "|".join(f"{noun}s" for noun in _words()["quests"])
    match = text.take(rf"{_number_pattern()}(?= (?:[a-z-]+ )?(?:{nouns}))")
    text.takes([each for noun in _words()["quests"] for each in (noun, f"{noun}s")])
    return {"count": _number(match[1])} if match else {}


def _difficulty(text: _Text) -> dict[str, Any]:
    for name, phrases in _words()["difficulties"].items():
        match = text.takes(phrases)
        if match and not text.is_denied(match):
            return {"difficulty": name}
    return {}


def _givers(text: _Text, people: Mapping[str, str]) -> dict[str, Any]:
    """By the whole name first, then by a part that only one of them has."""
    found = [id for id, name in people.items() if text.takes([name.lower()])]
    parts = {id: set(_WORD.findall(name.lower())) for id, name in people.items()}
    for id in people:
        others = {word for other in people if other != id for word in parts[other]}
        own = [word for word in parts[id] - others if len(word) >= _SHORT and word != "the"]
        if id not in found and own and text.takes(own):
            found.append(id)
    return {"givers": tuple(id for id in people if id in found)} if found else {}


def _motives(text: _Text) -> dict[str, Any]:
    """NOTE: longer phrases first, for a debt to collect is a claim."""
    known = [(phrase, name) for name, all in _words()["motives"].items() for phrase in all]
    said: set[str] = set()
    for phrase, name in sorted(known, key=lambda each: -len(each[0])):
        match = text.takes([phrase])
        if match and not text.is_denied(match):
            said.add(name)
    motives = tuple(name for name in bundled_motives().each if name in said)
    return {"motives": motives} if motives else {}


def _valid(fields: dict[str, Any], world: World) -> dict[str, Any]:
    """Only what a spec of this world can hold: what is refused is left out."""
    while True:
        try:
            check(read_spec(fields), world, bundled_motives())
        except InvalidSpec as error:
            wrong = re.split(r"[.\[]", error.field)[0]
            if fields.pop(wrong, None) is None:
                return {}
        else:
            return fields


def _number_pattern() -> str:
    return f"({_any_of(level_words()['numbers'])}|\\d{{1,4}})"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(level_words()["numbers"][text])


def _any_of(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"


@cache
def _words() -> Mapping[str, Any]:
    path = files("worldgen").joinpath("data/quests/prompt_words.yaml")
    words: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return words
