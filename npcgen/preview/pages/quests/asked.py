"""What the page shows, in its address: the world, which quests of it, and what happened in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from npcgen.errors import InvalidArgument
from npcgen.preview.pages.quests.listing import Listing, listing_in
from npcgen.preview.parts.packed_text import packed, unpacked

OWN = "own"
"""Stands for a world that was pasted."""
MAX_WORDS = 2000
MAX_COUNT = 1000
MAX_SEED = 2**32 - 1
MAX_DEEDS = 200
MAX_PACKED = 12_000
"""Characters of a pasted world in a link, once it is compressed."""
_DEADLINE_MS = 600_000
_LIST = "."
"""Between the parts of a list; no id holds it but as what follows a deed's kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    world: str = "emberlow"
    """The id of a bundled world, or `OWN`."""
    own: str = ""
    """The pasted world, as YAML or JSON."""
    count: int = 6
    seed: int = 0
    motives: tuple[str, ...] = ()
    difficulty: str = "any"
    words: str = ""
    """The same in words, for what the fields leave open."""
    listing: Listing = field(default_factory=Listing)
    quest: str = ""
    """The id of the one that is looked at."""
    deeds: tuple[str, ...] = ()
    """What happened in it so far, as `quests_deeds` writes it."""

    @property
    def source(self) -> str:
        """The world, as the API takes it."""
        return self.own if self.world == OWN else self.world

    @property
    def spec(self) -> dict[str, Any]:
        """Which quests, as the API takes it."""
        return {
            "count": self.count,
            "seed": self.seed,
            "motives": self.motives,
            "difficulty": self.difficulty,
            "deadline_ms": _DEADLINE_MS,
        }

    @property
    def batch(self) -> "Asked":
        """What the quests depend on, without what is done with them."""
        own = self.own if self.world == OWN else ""
        return replace(self, listing=Listing(), quest="", deeds=(), own=own)

    def only(self, quest: str) -> "Asked":
        """One of the quests, whatever was looked for and whatever happened."""
        return replace(self, listing=Listing(), quest=quest, deeds=())

    def query(self) -> str:
        """NOTE: a world that is too long for a link is left out: only this tab knows it then."""
        values: dict[str, Any] = {
            "world": self.world,
            "own": _fitting(self.own) if self.world == OWN else "",
            "count": self.count,
            "seed": self.seed,
            "motives": _LIST.join(self.motives),
            "difficulty": "" if self.difficulty == "any" else self.difficulty,
            "words": self.words,
            **self.listing.query(),
            "quest": self.quest,
            "deeds": _LIST.join(self.deeds),
        }
        return urlencode({name: value for name, value in values.items() if value != ""})


def asked_in(query: Mapping[str, str], kept_world: str = "") -> Asked:
    """What a link asks for; `kept_world` is what was pasted in this tab.

    Raises InvalidArgument with the part of the link that can't be.
    """
    default = Asked()
    difficulty = query.get("difficulty", default.difficulty)
    if difficulty not in ("any", "easy", "normal", "hard"):
        raise InvalidArgument.at("difficulty", f"{difficulty[:40]!r} isn't any, easy, normal, hard")
    own = _unpacked(query["own"]) if query.get("own") else kept_world
    words = query.get("words", "")
    if len(words) > MAX_WORDS:
        raise InvalidArgument.at("words", f"{len(words)} characters; at most {MAX_WORDS} are read")
    deeds = _parts(query.get("deeds", ""))
    if len(deeds) > MAX_DEEDS:
        raise InvalidArgument.at("deeds", f"{len(deeds)} are too many; at most {MAX_DEEDS}")
    return Asked(
        world=query.get("world", default.world),
        own=own,
        count=_number(query, "count", default.count, 1, MAX_COUNT),
        seed=_number(query, "seed", default.seed, 0, MAX_SEED),
        motives=_parts(query.get("motives", "")),
        difficulty=difficulty,
        words=words,
        listing=listing_in(query),
        quest=query.get("quest", ""),
        deeds=deeds,
    )


def fits_a_link(world: str) -> bool:
    """Whether a pasted world can be part of one."""
    return bool(_fitting(world))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(_LIST) if part)


def _number(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > 10 or not least <= int(text) <= most:
        raise InvalidArgument.at(name, f"{text[:40]!r} is no whole number of {least}..{most}")
    return int(text)


def _fitting(world: str) -> str:
    """The world as part of a link; empty where it is too long for one."""
    it = packed(world)
    return it if len(it) <= MAX_PACKED else ""


def _unpacked(text: str) -> str:
    try:
        return unpacked(text)
    except ValueError:
        raise InvalidArgument.at("own", "the link's world is damaged; copy it whole") from None
