"""What the page shows, in its address: the spec, the seed, the words, and the boxes made anew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from npcgen.preview.parts.packed_text import packed, unpacked
from worldgen.errors import InvalidSpec
from worldgen.levels.region import Region
from worldgen.levels.spec import FixedTile, LevelSpec, read_spec

MAX_WORDS = 2000
"""Characters of a prompt."""
LONGEST = 24_000
"""Characters of an address: what servers and browsers take."""
SHOWN_HASH = 12
"""Characters of a level's hash in a link."""
_PLAIN = 1500
"""A spec that is longer is compressed."""
_PACKED = "z:"


@dataclass(frozen=True, slots=True)
class Redone:
    """A box that was made anew, and the seed that it was made with."""

    region: Region
    seed: int


@dataclass(frozen=True, slots=True)
class Address:
    spec: LevelSpec | None = None
    """None where nothing is asked for yet."""
    words: str = ""
    pins: tuple[FixedTile, ...] = ()
    """Put since the level was made; those that it was made with are the spec's own."""
    redone: tuple[Redone, ...] = ()
    """In their order."""
    sha256: str = ""
    """How the level's hash begins, for whoever opens the link later; empty where it isn't made."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Address":
        """Raises InvalidSpec for a link that can't be right."""
        words = query.get("words", "")
        if len(words) > MAX_WORDS:
            raise InvalidSpec.at("words", f"{len(words)} characters; {MAX_WORDS} at most are read")
        if "kind" not in query:
            return cls(None, words)
        fields = read_json(_unpacked(query.get("spec", "{}")))
        fields |= {"kind": query["kind"], "seed": query.get("seed", 0)}
        spec = read_spec(fields)
        pins = tuple(map(_pin, _parts(query.get("pins", ""))))
        redone = tuple(map(_redone, _parts(query.get("redo", ""))))
        return cls(spec, words, pins, redone, query.get("is", "")[:64])

    def query(self) -> str:
        """Raises InvalidSpec where it would be too long for a link."""
        values: dict[str, Any] = {}
        if self.spec is not None:
            fields = fields_of(self.spec)
            values = {"kind": fields.pop("kind"), "seed": fields.pop("seed")}
            if fields:
                values["spec"] = _packed(json.dumps(fields, separators=(",", ":")))
        if self.words:
            values["words"] = self.words
        if self.pins:
            values["pins"] = ";".join(f"{it.x},{it.y},{it.floor},{it.tile}" for it in self.pins)
        if self.redone:
            values["redo"] = ";".join(map(_written, self.redone))
        if self.sha256:
            values["is"] = self.sha256[:SHOWN_HASH]
        query = urlencode(values)
        if len(query) > LONGEST:
            raise InvalidSpec.at(
                "spec",
                f"this is too long for a link: {len(query)} characters, and {LONGEST} fit. Export "
                "it as JSON to keep it",
            )
        return query


def fields_of(spec: LevelSpec) -> dict[str, Any]:
    """What the spec says beyond the defaults, with its kind and its seed."""
    said = spec.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"deadline_ms"}
    )
    return {**said, "kind": spec.kind, "seed": spec.seed}


def read_json(text: str) -> dict[str, Any]:
    """Raises InvalidSpec where it is no object."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InvalidSpec.at("spec", "the link's spec is damaged; copy the whole link again")
    return value


def _packed(text: str) -> str:
    if len(text) <= _PLAIN:
        return text
    return _PACKED + packed(text)


def _unpacked(text: str) -> str:
    if not text.startswith(_PACKED):
        return text
    try:
        return unpacked(text.removeprefix(_PACKED))
    except ValueError:
        raise InvalidSpec.at(
            "spec", "the link's spec is damaged; copy the whole link again"
        ) from None


def _written(redone: Redone) -> str:
    it = redone.region
    return f"{it.x},{it.y},{it.width},{it.height},{it.floor},{redone.seed}"


def _parts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def _redone(text: str) -> Redone:
    x, y, width, height, floor, seed = _numbers(text, text.split(","), 6)
    return Redone(Region(x, y, width, height, floor), seed)


def _pin(text: str) -> FixedTile:
    *cell, tile = text.split(",", 3)
    x, y, floor = _numbers(text, cell, 3)
    return FixedTile(x=x, y=y, floor=floor, tile=tile)


def _numbers(whole: str, parts: list[str], count: int) -> list[int]:
    if len(parts) != count or not all(part.isdecimal() and len(part) < 11 for part in parts):
        raise InvalidSpec.at(
            "link", f"{whole[:40]!r} isn't what a link of this page has; copy the whole link again"
        )
    return list(map(int, parts))
