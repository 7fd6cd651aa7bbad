"""The worlds that ship: ours, free to use, and read like any game's own."""

import re
from functools import cache
from importlib.resources import files

from worldgen.errors import InvalidSpec
from worldgen.quests.world import World, read_world

_FOLDER = "data/quests/worlds"
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


@cache
def bundled_worlds() -> tuple[str, ...]:
    """Their ids, sorted."""
    folder = files("worldgen").joinpath(_FOLDER)
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def world_of(name: str) -> World:
    """The bundled world of that id. Raises InvalidSpec where there is none."""
    if name not in bundled_worlds():
        raise InvalidSpec.at(
            "world", f"no world {name!r} is bundled; there are: {', '.join(bundled_worlds())}"
        )
    return read_world(files("worldgen").joinpath(f"{_FOLDER}/{name}.yaml").read_text("utf-8"))


def world_in(text: str) -> World:
    """The bundled world of an id, or the one that YAML or JSON states. Raises InvalidSpec."""
    return world_of(text) if is_id(text) else read_world(text)


def is_id(text: str) -> bool:
    """Whether a text can only be an id, and no world in YAML."""
    return _ID.fullmatch(text) is not None
