"""What a command line of `npcgen texture` says. Knows nothing that paints."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from npcgen.commands.level_options import milliseconds
from npcgen.errors import InvalidArgument

_PARTS = ("params", "layers", "style", "loras")
MOST_CELLS = 400
"""Of a contact sheet."""


@dataclass(frozen=True, slots=True)
class Signing:
    certificate: Path | None = None
    key: Path | None = None
    algorithm: str = "es256"


@dataclass(frozen=True, slots=True)
class Saving:
    """Where files are written to, and as what."""

    out: Path | None = None
    pack: str = "png"
    stem: str = ""
    force: bool = False
    """Whether they replace what is there."""
    signing: Signing = Signing()


@dataclass(frozen=True, slots=True)
class Many:
    count: int
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Looping:
    """How a loop is laid out: as sprites, or as a flip-book."""

    frames: int | None = None
    book: str = ""
    """Columns x rows."""
    side: int | None = None
    palette: str = ""
    dither: str = ""
    frame_ms: int = 120

    def check(self, size: str, pack: str) -> None:
        """Raises InvalidArgument for what the other layout has."""
        of_sprites = {
            "--frames": self.frames,
            "--side": self.side,
            "--palette": self.palette,
            "--dither": self.dither,
        }
        others = of_sprites if self.book else {"--size": size, "--pack": pack}
        said = (
            "this is of sprites, not of a --book"
            if self.book
            else "this is of a flip-book; see --book"
        )
        for option, value in others.items():
            if value not in (None, ""):
                raise InvalidArgument.at(option, said)


@dataclass(frozen=True, slots=True)
class FromPicture:
    file: Path | None = None
    maps: Sequence[str] = ()
    """NAME=FILE each."""
    patch: int = 0
    depth: float | None = None

    def check(self) -> None:
        """Raises InvalidArgument for what only a picture has."""
        given = {"--map": bool(self.maps), "--patch": bool(self.patch)}
        given["--depth"] = self.depth is not None
        for option, is_given in given.items():
            if is_given and self.file is None:
                raise InvalidArgument.at(option, "this is of a picture; see --from-picture")

    def map_files(self) -> dict[str, Path]:
        """Raises InvalidArgument."""
        found = {}
        for each in self.maps:
            name, equals, file = each.partition("=")
            if not (name and equals and file):
                raise InvalidArgument.at("--map", f"'{each}' isn't NAME=FILE, as in normal=n.png")
            found[name.strip()] = Path(file)
        return found


@dataclass(frozen=True, slots=True)
class Diffusing:
    """Which diffusion model paints, if one does, and how it is opened."""

    folder: Path | None = None
    loras: Sequence[Path] = ()
    mask: Path | None = None
    device: str = "auto"
    precision: str = "auto"
    unchecked: bool = False

    def check(self) -> None:
        """Raises InvalidArgument for what only a diffusion model has."""
        usual = Diffusing(self.folder)
        for name in ("loras", "mask", "device", "precision", "unchecked"):
            if self.folder is None and getattr(self, name) != getattr(usual, name):
                option = f"--{'lora' if name == 'loras' else name}"
                raise InvalidArgument.at(option, "this is of a diffusion model; see --diffusion")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line says; whatever is None or empty isn't said."""

    words: str = ""
    """A material's name, or a prompt."""
    size: str = ""
    seed: int | None = None
    settings: Sequence[str] = ()
    """NAME=VALUE each: a parameter's, or one of the spec's fields with a dot."""
    palette: str = ""
    season: str = ""
    tiling: str = ""
    deadline_s: float | None = None
    spec_file: Path | None = None

    def fields(self) -> dict[str, Any]:
        """Raises InvalidArgument, naming the option."""
        given = {
            "size": self.size,
            "palette": self.palette,
            "season": self.season,
            "tiling": self.tiling,
        }
        said: dict[str, Any] = {name: value for name, value in given.items() if value}
        if self.seed is not None:
            said["seed"] = self.seed
        if self.deadline_s is not None:
            said["deadline_ms"] = milliseconds(self.deadline_s)
        for each in self.settings:
            part, name, value = _setting(each)
            said.setdefault(part, {})[name] = value
        return said


def check_alone(**given: object) -> None:
    """Raises InvalidArgument where two of these options are given."""
    said = [
        f"--{name.replace('_', '-')}" for name, value in given.items() if value not in (None, "")
    ]
    if len(said) > 1:
        raise InvalidArgument.at(said[1], f"this makes something else than {said[0]} does")


def cells_of(text: str, option: str = "--sheet") -> tuple[int, int]:
    """Columns and rows of a sheet. Raises InvalidArgument."""
    match = re.fullmatch(r"(\d{1,3})x(\d{1,3})", text.strip())
    columns, rows = map(int, match.groups()) if match else (0, 0)
    if not 1 <= columns * rows <= MOST_CELLS:
        found = f"'{text}' isn't COLUMNSxROWS, such as 4x4, with {MOST_CELLS} in all at most"
        raise InvalidArgument.at(option, found)
    return columns, rows


def _setting(given: str) -> tuple[str, str, Any]:
    """Which part of a spec, which field of it, and what."""
    name, equals, value = given.partition("=")
    part, dot, field = name.strip().rpartition(".")
    if not (name.strip() and equals and value) or (dot and part not in _PARTS):
        parts = ", ".join(f"{each}.name" for each in _PARTS)
        found = f"'{given}' isn't NAME=VALUE, such as rows=8; with a dot there are {parts}"
        raise InvalidArgument.at("--set", found)
    try:
        # NOTE: a colour is text, and `#` a comment of YAML's.
        read = value if value.startswith("#") else yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise InvalidArgument.at("--set", f"'{value}' is no value: {error}") from error
    return part or "params", field, read
