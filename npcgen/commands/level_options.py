"""What a command line of `npcgen level` says. Knows nothing that makes levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from npcgen.errors import AlreadyExists, InvalidArgument


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line says; whatever is None or empty isn't said."""

    kind: str = ""
    seed: int | None = None
    size: str = ""
    floors: int | None = None
    theme: str = ""
    counts: Sequence[str] = ()
    """NAME=LOW..HIGH each."""
    options: Sequence[str] = ()
    """NAME=VALUE each."""
    deadline_s: float | None = None
    spec_file: Path | None = None
    prompt: str = ""

    def fields(self) -> dict[str, Any]:
        """Raises InvalidArgument, naming the option."""
        given: dict[str, Any] = {
            "kind": self.kind,
            "size": self.size,
            "theme": self.theme,
            "counts": dict(_pair("--count", each) for each in self.counts),
            "options": dict(_pair("--option", each) for each in self.options),
        }
        said = {name: value for name, value in given.items() if value}
        if self.seed is not None:
            said["seed"] = self.seed
        if self.floors is not None:
            said["floors"] = self.floors
        if self.deadline_s is not None:
            said["deadline_ms"] = milliseconds(self.deadline_s)
        return said


@dataclass(frozen=True, slots=True)
class Saving:
    """Where a level is written to, if anywhere."""

    out: Path | None = None
    format: str = ""
    """Empty: as the file's ending says."""
    force: bool = False
    """Whether it replaces what is there."""
    tiles: str = ""
    """A theme that tiles are drawn by; empty for plain colours."""

    def check(self) -> None:
        """Raises what can be known before a level is made."""
        for option, given in (("--format", self.format), ("--tiles", self.tiles)):
            if self.out is None and given:
                raise InvalidArgument.at(option, "there is no file to write; say one with --out")
        if self.out is not None and self.out.exists() and not self.force:
            raise AlreadyExists(f"{self.out} is there already; replace it with --force")


def milliseconds(deadline_s: float) -> int:
    """Of --deadline. Raises InvalidArgument."""
    if not isfinite(deadline_s):
        raise InvalidArgument.at("--deadline", f"{deadline_s} is no time; write seconds, as in 2.5")
    return round(deadline_s * 1000)


def _pair(option: str, given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not name or not equals or not value:
        raise InvalidArgument.at(
            option, f"'{given}' isn't NAME=VALUE, such as keys=2 or rooms=8..12"
        )
    try:
        return name.strip(), yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise InvalidArgument.at(option, f"'{value}' is no value: {error}") from error
