"""What may be asked of every kind of level, for whoever makes none: a server tells it at once.

It stands in a file, so that nothing that makes levels is imported. A test holds the file against
the kinds themselves, and writes it anew with --refresh-golden.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from worldgen.levels.kind import KindInfo

KIND_INFOS = TypeAdapter(tuple[KindInfo, ...])


@cache
def kind_infos() -> Mapping[str, KindInfo]:
    """By name, in the order that models learned to be asked in."""
    data = files("worldgen").joinpath("data/level_kinds.json").read_bytes()
    return {info.name: info for info in KIND_INFOS.validate_json(data)}
