"""Names of places, composed of the word lists in worldgen/data/names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

import yaml

from worldgen.rng import Stream

MOST_TRIES = 12

WordLists = Mapping[str, tuple[str, ...]]


@cache
def words(name: str) -> WordLists:
    """The lists of a file, by their names there."""
    text = files("worldgen").joinpath(f"data/names/{name}.yaml").read_text("utf-8")
    return {key: tuple(given) for key, given in yaml.safe_load(text).items()}


class Names:
    """Each is given once; where words run out, a number tells them apart."""

    def __init__(self, lists: WordLists, stream: Stream) -> None:
        self._lists = lists
        self._stream = stream
        self._given: dict[str, int] = {}

    def name(self, pattern: str) -> str:
        """Example: "the {before} {after}", a word of each list in braces."""
        lists = [field for _, field, _, _ in Formatter().parse(pattern) if field]
        for _ in range(MOST_TRIES):
            drawn = {field: self._stream.pick(self._lists[field]) for field in lists}
            name = pattern.format_map(drawn)
            if name not in self._given:
                self._given[name] = 1
                return name
        self._given[name] += 1
        numbered = f"{name} {self._given[name]}"
        self._given[numbered] = 1
        return numbered
