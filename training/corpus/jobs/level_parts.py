"""What may be wished of a level of one kind: a part for each, with its meaning and its words."""

from collections.abc import Mapping
from typing import Any

from training.corpus.jobs.asking import Part, in_range
from training.corpus.jobs.phrasing import Phrasing, in_words, phrases, some
from training.corpus.lexicon import Lists, capital, plural, weighted
from worldgen.levels.kind import KindInfo
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.words import SCALES, has_scale, level_words

_USUAL_SIDE = 48
"""Of a spec that states none: a kind that can't be so wide has to be told."""
_AMOUNTS: Mapping[str, float] = {
    "exact": 6,
    "range": 2.5,
    "least": 1,
    "most": 1,
    "few": 0.6,
    "some": 0.6,
    "several": 0.6,
    "many": 0.6,
    "none": 0.8,
    "any": 0.8,
}
_SINGULARS = {"exact", "least", "most"}


class LevelParts:
    """Draws parts of a level of one kind."""

    def __init__(self, phrasing: Phrasing, kind: str) -> None:
        self.phrasing, self.rng = phrasing, phrasing.rng
        self.info: KindInfo = kind_infos()[kind]
        self.lists = phrases("level")
        self.kind: Lists = self.lists["kinds"][kind]
        self.options: Lists = self.lists["options"].get(kind, {})

    def noun(self, is_sole: bool = False) -> tuple[str, str]:
        """What such a level is called, and the theme that this says; "" for none.

        With `is_sole` a noun of this kind alone: a temple may be a dungeon or a building.
        """
        while True:
            noun, theme = self._noun()
            if not is_sole or len(kinds_called(noun)) == 1:
                return noun, theme

    def _noun(self) -> tuple[str, str]:
        if self.kind["themes"] and self.rng.random() < 0.6:
            theme = self.rng.choice(list(self.kind["themes"]))
            return self.phrasing.say(self.kind["themes"][theme], "nouns"), theme
        return self.phrasing.say(self.kind, "nouns"), ""

    def draw(self, theme: str) -> list[Part]:
        """Up to seven parts, of what nobody said yet."""
        parts = [self.count(name) for name in some(self._counts(), self.rng, 4)]
        parts += [self.option(name) for name in some(self.options, self.rng, 2)]
        if not theme and self.kind["themes"] and self.rng.random() < 0.5:
            parts.append(self.theme())
        if self.info.max_side < _USUAL_SIDE or self.rng.random() < 0.4:
            parts.append(self.size())
        if self.rng.random() < 0.4:
            parts.append(self.difficulty())
        if self.info.max_floors > 1 and self.rng.random() < 0.3:
            parts.append(self.floors())
        return parts or [self.difficulty()]

    def _counts(self) -> dict[str, Any]:
        return {
            name: count for name, count in self.info.counts.items() if name in self.lists["counts"]
        }

    def theme(self) -> Part:
        theme = self.rng.choice(list(self.kind["themes"]))
        label = self.phrasing.say(self.lists["labels"], "theme")
        value = theme.replace("_", " ")
        return self._written({"theme": theme}, self.kind["themes"][theme], label, value)

    def difficulty(self) -> Part:
        level = self.rng.choice(list(self.lists["difficulties"]))
        label = self.phrasing.say(self.lists["labels"], "difficulty")
        return self._written({"difficulty": level}, self.lists["difficulties"][level], label, level)

    def option(self, name: str) -> Part:
        chosen = self.rng.choice(self.options[name])
        return self._written({"options": {name: chosen["value"]}}, chosen)

    def _written(
        self, fields: dict[str, Any], lists: Lists, label: str = "", value: str = ""
    ) -> Part:
        """The ways that stand in the lists."""
        ways = {
            way: self.phrasing.say(lists, way) if lists.get(way) else ""
            for way in ("fronts", "with", "alone")
        }
        return Part(fields, ways["fronts"], ways["with"], ways["alone"], label, value)

    def size(self) -> Part:
        """In cells, or by a word where the kind has a usual size."""
        if has_scale(self.info) and self.rng.random() < 0.45:
            return self._scale()
        low, high = max(self.info.min_side, 8), min(self.info.max_side, 160)
        width, height = self.phrasing.number(low, high), self.phrasing.number(low, high)
        cells = {"w": str(width), "h": str(height)}
        size = self.phrasing.say(self.lists, "sizes", **cells)
        return Part(
            {"width": width, "height": height},
            f"{width}x{height}",
            self.phrasing.say(self.lists, "size_with", size=size, **cells),
            self.phrasing.say(self.lists, "size_alone", size=size, **cells),
            self.phrasing.say(self.lists["labels"], "size"),
            size,
        )

    def _scale(self) -> Part:
        scale = self.rng.choice(SCALES)
        word = self.phrasing.say(self.lists["scales"], scale)
        alone = self.phrasing.say(self.lists, "scale_alone", scale=word, scale_cap=capital(word))
        label = self.phrasing.say(self.lists["labels"], "size")
        return Part({"scale": scale}, word, "", alone, label, word)

    def floors(self) -> Part:
        number = self.rng.randint(2, self.info.max_floors)
        written = self.phrasing.written(number)
        slots = {"n": written, "n_cap": capital(written)}
        return Part(
            {"floors": number},
            self.phrasing.say(self.lists, "floors_front", n=in_words(number)),
            self.phrasing.say(self.lists, "floors_with", n=written),
            self.phrasing.say(self.lists, "floors_alone", **slots),
            self.phrasing.say(self.lists["labels"], "floors"),
            written,
        )

    def count(self, name: str) -> Part:
        """So many of something."""
        noun = self.phrasing.say(self.lists["counts"], name)
        high = self.info.counts[name].high
        amount = weighted(self.rng, _AMOUNTS)
        low, top, words, number = self._amount(amount, min(high, 40 if high > 16 else high))
        is_one = amount in _SINGULARS and number == 1
        many = noun if is_one else many_of(noun)
        count = f"{words} {many}".strip()
        slots = {"count": count, "count_cap": capital(count)}
        alone = self.phrasing.say(self.lists, "count_alone", **slots)
        if is_one:
            alone = alone.replace("There are", "There is")
        value = "none" if amount == "none" else words.removesuffix(" of") or "yes"
        fields = {"counts": {name: in_range(low, top)}}
        return Part(fields, "", count, alone, capital(many_of(noun)), value)

    def _amount(self, amount: str, high: int) -> tuple[int, int | None, str, int]:
        """Both ends, None for none; the words for them; the number that the noun agrees with."""
        if amount == "any":
            return 1, None, "", 2
        if amount == "none":
            return 0, 0, self.phrasing.say(self.lists["amounts"], amount), 2
        if amount in level_words()["amounts"]:
            low, top = level_words()["amounts"][amount]
            return low, top, self.phrasing.say(self.lists["amounts"], amount), 2
        if amount == "range":
            return self._range(high)
        number = self.phrasing.number(1, min(high, self.rng.choice((4, 12, high))))
        words = self.phrasing.say(self.lists["amounts"], amount, n=self.phrasing.written(number))
        low = 0 if amount == "most" else number
        return low, None if amount == "least" else number, words, number

    def _range(self, high: int) -> tuple[int, int, str, int]:
        low = self.phrasing.number(1, high - 1)
        top = self.phrasing.number(low + 1, min(high, low + 9))
        lists: Lists = self.lists["amounts"]
        if self.rng.random() < 0.4:
            words = self.phrasing.say(lists, "range_in_words", a=in_words(low), b=in_words(top))
        else:
            words = self.phrasing.say(lists, "range", a=str(low), b=str(top))
        return low, top, words, 2


def kinds_called(noun: str) -> set[str]:
    """The kinds of level that go by it, in training or in the evaluation."""
    kinds: Lists = phrases("level")["kinds"]
    return {
        kind
        for kind, lists in kinds.items()
        for each in (lists, *lists["themes"].values())
        if noun in (*each["nouns"], *each.get("held_out_nouns", ()))
    }


def many_of(noun: str) -> str:
    """ "keys", "points of interest", "doors that open from one side", "people to talk to"."""
    for joint in (" that ", " to ", " with ", " around"):
        if joint in noun:
            head, tail = noun.split(joint, 1)
            return f"{many_of(head)}{joint}{tail}"
    irregular = {"person": "people", "wolf": "wolves", "loot": "loot", "npc": "npcs"}
    return irregular.get(noun) or plural(noun)
