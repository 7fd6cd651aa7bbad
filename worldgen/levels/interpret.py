"""What a prompt asks for, by its words alone: plain, quick, and the same every time.

Every word of `data/level_words.yaml` that is understood becomes a field of a spec; the others are
told as unused. It never raises, and what it gives is always a valid spec's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.levels.kind import NAMES, KindInfo, Option, kind_of
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.words import has_scale, level_words, scaled_sides
from worldgen.rng import MAX_SEED

DEFAULT_KIND = "dungeon"
_TOKEN = re.compile(r"\d+\s*(?:x|\u00d7)\s*\d+|\d+|[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_MANY = 1_000_000
_NEAR = 2
"""Words that may stand between a number and what it counts: "three locked old doors"."""
_FLOORS = ("floor", "storey", "story", "level", "stories")


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a spec that a prompt states, and its words that none was made of."""

    fields: Mapping[str, Any]
    unused_words: tuple[str, ...] = ()


def fields_of_prompt(prompt: str) -> dict[str, Any]:
    """The fields of a LevelSpec that the prompt states."""
    return dict(read_prompt(prompt, {name: kind_of(name).info for name in NAMES}).fields)


def read_prompt(prompt: str, kinds: Mapping[str, KindInfo], kind: str = "") -> Reading:
    """What the prompt states; `kind` is what is asked for whatever it says.

    `kinds`: what may be asked of each. Only what one can do is taken.
    """
    words = _Words(prompt)
    name = kind if kind in kinds else _kind(words, kinds)
    info = kinds[name]
    fields: dict[str, Any] = {"kind": name}
    for part in (_seed, _floors, _counts, _size, _difficulty, _theme, _options):
        fields |= part(words, info)
    return Reading(_valid(fields), words.unused())


@dataclass(slots=True)
class _Words:
    """A prompt's words in order, in lower case and singular, and which of them meant something."""

    written: list[str]
    said: list[str]
    used: list[bool]

    def __init__(self, prompt: str) -> None:
        self.written = _TOKEN.findall(prompt.lower().replace("’", "'"))
        self.said = [_singular(word) for word in self.written]
        self.used = [False] * len(self.said)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter([(at, word) for at, word in enumerate(self.said) if not self.used[at]])

    def use(self, *places: int) -> None:
        for at in places:
            self.used[at] = True

    def at(self, place: int) -> str:
        return self.said[place] if 0 <= place < len(self.said) else ""

    def unused(self) -> tuple[str, ...]:
        silent = _vocabulary()["silent"]
        left = (self.written[at] for at, _ in self)
        return tuple(dict.fromkeys(word for word in left if word not in silent))


def _kind(words: _Words, kinds: Mapping[str, KindInfo]) -> str:
    """The kind of the first phrase that has one, by its last word: "a desert village of ten houses"
    is a settlement."""
    found = ""
    for at, word in words:
        if found and word in _vocabulary()["breaks"]:
            break
        for name in kinds:
            if word == name or word in _vocabulary()["kinds"].get(name, ()):
                found = name
                words.use(at)
    return found or DEFAULT_KIND


def _seed(words: _Words, info: KindInfo) -> dict[str, Any]:
    for at, word in words:
        number = words.at(at + 1)
        if word == "seed" and number.isdigit() and int(number) <= MAX_SEED:
            words.use(at, at + 1)
            return {"seed": int(number)}
    return {}


def _size(words: _Words, info: KindInfo) -> dict[str, Any]:
    """Numbers are taken as they are told; a word of size stays within what the kind can be."""
    for at, word in words:
        match = re.fullmatch(r"(\d+)\s*[x\u00d7]\s*(\d+)", word)
        by = word.isdigit() and words.at(at + 1) == "by" and words.at(at + 2).isdigit()
        if match or by:
            width, height = (match[1], match[2]) if match else (word, words.at(at + 2))
            words.use(at, *((at + 1, at + 2) if by else ()))
            return {"width": int(width), "height": int(height)}
    for at, word in words:
        if word in level_words()["scales"] and has_scale(info):
            words.use(at)
            return dict(scaled_sides(info, word))
    return {}


def _floors(words: _Words, info: KindInfo) -> dict[str, Any]:
    for at, word in words:
        joined = re.fullmatch(r"([^\W\d_]+)-(storey|story|floor|level)(?:ed)?", word)
        number = _number(joined[1]) if joined else None
        if number is None and word in _FLOORS:
            number = _number(words.at(at - 1))
        # NOTE: "a level" is no number of floors.
        if number is None or (word == "level" and words.at(at - 1) in ("a", "an", "one", "single")):
            continue
        words.use(at, *(() if joined else (at - 1,)))
        return {"floors": number}
    return {}


def _counts(words: _Words, info: KindInfo) -> dict[str, Any]:
    counts: dict[str, dict[str, int]] = {}
    for at, _ in words:
        if words.used[at]:
            continue
        name, length = _counted(words, at, info)
        if not name or name in counts:
            continue
        low, high, places = _amount(words, at)
        if low > info.counts[name].high:
            continue
        counts[name] = {"low": low, "high": high}
        words.use(*range(at, at + length), *places)
    return {"counts": counts} if counts else {}


def _counted(words: _Words, at: int, info: KindInfo) -> tuple[str, int]:
    """The count that the words there speak of, and how many words it takes."""
    for length in range(min(3, len(words.said) - at), 0, -1):
        phrase = _singular(" ".join(words.said[at : at + length]))
        names = [*_vocabulary()["nouns"].get(phrase, ()), phrase, f"{phrase}s"]
        for name in names:
            if name in info.counts:
                return name, length
    return "", 0


def _amount(words: _Words, noun: int) -> tuple[int, int, list[int]]:
    """low, high and the places of the words that say so; at least one where none does."""
    for at in range(noun - 1, max(-1, noun - 2 - _NEAR), -1):
        if _is_told(words, at):
            break
        if amount := _vocabulary()["amounts"].get(words.at(at)):
            return amount[0], amount[1], [at, *_between(words, at, noun)]
        if words.at(at) in _vocabulary()["breaks"] - {"of"}:
            break
        number, first = _compound(words, at)
        if number is not None:
            low, high, more = _bounds(words, first, number)
            return low, high, [*range(first, at + 1), *more, *_between(words, at, noun)]
    return 1, _MANY, []


def _is_told(words: _Words, at: int) -> bool:
    """Whether it is the number of something else."""
    is_number = words.at(at) in _vocabulary()["amounts"] or _number(words.at(at)) is not None
    return words.used[at] and is_number


def _between(words: _Words, at: int, noun: int) -> list[int]:
    """What stands between a number and its noun and is no size of the level: "three big rooms"."""
    said = range(at + 1, noun)
    return [place for place in said if words.at(place) in ("of", *_vocabulary()["scales"])]


def _compound(words: _Words, at: int) -> tuple[int | None, int]:
    """The number that ends there and where it begins: "twenty five", "two dozen", "a hundred"."""
    number = _number(words.at(at))
    if number is None:
        return None, at
    before = None if words.at(at).isdigit() else _number(words.at(at - 1))
    if before is None or words.used[at - 1] or words.at(at - 1).isdigit():
        return number, at
    if number in (12, 100) and before < 10:
        return before * number, at - 1
    if before in range(20, 100, 10) and number < 10:
        return before + number, at - 1
    return number, at


def _bounds(words: _Words, first: int, number: int) -> tuple[int, int, list[int]]:
    """What stands before a number: "at least", "up to", "between two and", "three to"."""
    two, one = words.at(first - 2), words.at(first - 1)
    if (two, one) == ("at", "least"):
        return number, _MANY, [first - 2, first - 1]
    if (two, one) in (("at", "most"), ("up", "to")):
        return 0, number, [first - 2, first - 1]
    if (two, one) == ("more", "than"):
        return number + 1, _MANY, [first - 2, first - 1]
    if two in ("fewer", "les", "less") and one == "than":
        return 0, max(0, number - 1), [first - 2, first - 1]
    lower, begin = _compound(words, first - 2)
    if one in ("to", "or", "and") and lower is not None and lower <= number:
        is_range = one != "and" or words.at(begin - 1) == "between"
        if is_range:
            return lower, number, [*range(begin, first)]
    return number, number, []


def _difficulty(words: _Words, info: KindInfo) -> dict[str, Any]:
    for at, word in words:
        if curve := _vocabulary()["difficulties"].get(word):
            words.use(at)
            return {"difficulty": tuple(curve)}
    return {}


def _theme(words: _Words, info: KindInfo) -> dict[str, Any]:
    """NOTE: the word of the kind may be one of a theme too: "a crypt" is a dungeon."""
    known = _vocabulary()["themes"]
    by_name = [(at, word) for at, word in enumerate(words.said)]
    by_meaning = [(at, theme) for at, word in by_name for theme in known.get(word, ())]
    for at, theme in (*by_name, *by_meaning):
        if theme and theme in info.themes:
            words.use(at)
            return {"theme": theme}
    return {}


def _options(words: _Words, info: KindInfo) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for at, word in enumerate(words.said):
        for name, value in _vocabulary()["options"].get(word, {}).items():
            if name in info.options and name not in options and _may_be(info.options[name], value):
                options[name] = value
                words.use(at)
    return {"options": options} if options else {}


def _may_be(option: Option, value: Any) -> bool:
    if isinstance(option.default, bool) or isinstance(value, bool):
        return isinstance(option.default, bool) and isinstance(value, bool)
    if isinstance(option.default, str) or isinstance(value, str):
        return value in option.choices
    return bool(option.low <= value <= option.high)


def _valid(fields: dict[str, Any]) -> dict[str, Any]:
    """Only what a LevelSpec can hold: what it refuses is left out."""
    while True:
        try:
            spec = read_spec(fields)
        except InvalidSpec as error:
            wrong = re.match(r"\w+", error.field)
            if fields.pop(wrong[0] if wrong else "", None) is None:
                return {}
        else:
            return {name: getattr(spec, name) for name in LevelSpec.model_fields if name in fields}


def _number(word: str) -> int | None:
    if word.isdigit():
        return min(int(word), _MANY) if len(word) < 9 else None
    number = _vocabulary()["numbers"].get(word)
    return number if isinstance(number, int) else None


def _singular(word: str) -> str:
    known = _vocabulary()
    if word in known["plurals"]:
        return str(known["plurals"][word])
    if word.endswith("s") and word[:-1] in known["known"]:
        return word[:-1]
    return word


@cache
def _vocabulary() -> dict[str, Any]:
    words = dict(level_words())
    words["silent"] = frozenset(words["silent"].split())
    words["breaks"] = frozenset(words["breaks"].split())
    words["known"] = frozenset(
        [*words["nouns"], *(word for each in words["kinds"].values() for word in each), *_FLOORS]
    )
    return words
