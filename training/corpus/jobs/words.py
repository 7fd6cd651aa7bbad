"""The plain line of a quest -> the same in other words, in the voice of whoever says it.

The prompt is that of `npcgen/quests/writing.py`: speaker, speech, kind of line, plain line.
"""

import random

from npcgen.quests.writing import grammar_of, messages_of
from training.corpus import names
from training.corpus.cast import draw_speech
from training.corpus.jobs.phrasing import Phrasing, in_words, phrases
from training.corpus.jobs.sample import Sample
from training.corpus.lexicon import SLOT, Lists, Split, capital, choose, fill, lexicon
from training.corpus.words import Words
from worldgen.quests.words.slots import Slot

_OPENED = 0.35
"""The share of spoken lines that begin in the manner of the style."""


class WordsRounds:
    """Lines of any quests: the task is always the same."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split

    def draw(self) -> Sample:
        return _line(self._rng, self._split)


def _line(rng: random.Random, split: Split) -> Sample:
    """One line, worded anew with every name and thing of the plain one."""
    line: Lists = rng.choice(phrases("words")["lines"])
    values = _values(rng, split)
    ways = [*line["ways"], *(line["held_out"] if split == "held_out" else ())]
    wanted = rng.choice(line["held_out"] if split == "held_out" else line["ways"])
    same = [way for way in ways if way != wanted and _things(way) == _things(wanted)]
    plain = rng.choice(same or [wanted])
    style = rng.choice(list(phrases("words")["openers"]))
    slot = Slot("0" * 16, line["role"], "", line["speaker"], "", _filled(plain, values), ())
    is_spoken = line["speaker"] in ("giver", "person")
    speaker = {"": "the narrator", "player": "the player"}.get(line["speaker"], "")
    messages = messages_of(
        slot, speaker or values[line["speaker"]], draw_speech(rng, style) if is_spoken else ""
    )
    openers = phrases("words")["openers"][style] if is_spoken and rng.random() < _OPENED else ()
    text = " ".join([*([rng.choice(openers)] if openers else []), _filled(wanted, values)])
    return Sample("words", messages, text, grammar_of(line["role"]))


def _things(way: str) -> frozenset[str]:
    """The slots that it names."""
    return frozenset(name.removesuffix("_cap") for name in SLOT.findall(way))


def _filled(way: str, values: dict[str, str]) -> str:
    return capital(fill(way, values.__getitem__))


def _values(rng: random.Random, split: Split) -> dict[str, str]:
    words = Words(rng, split)
    material = choose(rng, phrases("action"), "materials", split)
    goods = choose(rng, lexicon().facts, "goods", split)
    values = {
        "giver": names.person(rng, split),
        "person": names.person(rng, split),
        "foe": names.person(rng, split),
        "item": f"the {material} {goods}" if rng.random() < 0.7 else f"the {goods}",
        "place": words.place(),
        "n": in_words(Phrasing(rng, split).number(2, 99)),
    }
    return values | {f"{name}_cap": capital(value) for name, value in values.items()}
