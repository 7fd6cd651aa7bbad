"""What is packed: a material's maps, what it is called, and where it comes from."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance
from worldgen.textures.maps import MapSet

_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Checked(Protocol):
    """Where slow writers ask whether they are still wanted; worldgen.clock.Clock is one."""

    def check(self, phase: str) -> None:
        """Raises what ends the work."""


class Unhurried:
    """Never ends anything."""

    def check(self, phase: str) -> None:
        return


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    maps: MapSet
    provenance: Provenance
    stem: str = "material"
    """What the names of all files begin with."""
    title: str = ""
    """For people; the stem where it is empty."""
    clock: Checked = field(default_factory=Unhurried)

    @property
    def name(self) -> str:
        return self.title or self.stem


def check_stem(stem: str) -> None:
    """Raises InvalidSpec for what some engine, or file system, can't take."""
    if not _STEM.fullmatch(stem):
        raise InvalidSpec.at(
            "stem",
            f"{stem!r:.80} is no name that every engine takes; "
            "use 1 to 64 letters, digits, _ and -",
        )
