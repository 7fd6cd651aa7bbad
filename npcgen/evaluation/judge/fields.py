"""How many fields of a JSON answer are right, and how many of those that should be there are."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fields:
    """Counts of leaves: of what was answered, of what was to be answered, of what is in both."""

    answered: int
    wanted: int
    right: int

    @property
    def is_same(self) -> bool:
        return self.answered == self.wanted == self.right


def compare(answer: str, wanted: str) -> Fields:
    """The leaves of two JSON texts, side by side; an answer that is no JSON has none.

    A list is taken as a set: the order of its entries says nothing.
    """
    try:
        parsed = json.loads(answer)
    except (ValueError, RecursionError):
        parsed = {}
    mine, ours = Counter(_leaves(parsed)), Counter(_leaves(json.loads(wanted)))
    return Fields(mine.total(), ours.total(), (mine & ours).total())


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}")
    elif isinstance(value, list):
        for part in value:
            is_nested = isinstance(part, dict | list)
            yield f"{path}[]", json.dumps(part, sort_keys=is_nested)
    else:
        yield path, json.dumps(float(value) if _is_number(value) else value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
