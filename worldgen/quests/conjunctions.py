"""Literals that have to hold together, as literals of their own: so that relaxed reachability sees
that whoever was hostile and is so no longer, being dead, can't be talked to.

The compilation of conjunctions of Haslum (2012) and of Keyder, Hoffmann & Haslum (2014), for those
alone that some action needs together while others make some of them and end the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from worldgen.quests.numbers import Deeds

Parts = tuple[int, ...]
"""Literals of a conjunction, rising."""


class Conjoined:
    """Deeds with conjunctions among what they need and do: each has a literal below zero."""

    def __init__(self, deeds: Deeds) -> None:
        self._parts: list[Parts] = list(dict.fromkeys(_clashing(deeds)))
        self.within: dict[int, list[int]] = {}
        """The conjunctions that a literal is part of."""
        for literal in self.literals:
            for part in self.parts(literal):
                self.within.setdefault(part, []).append(literal)
        self.needs = [self.whole(needs) for needs in deeds.needs]
        self.does = [self.whole(does) for does in deeds.does]
        self._origins = list(range(len(self.needs)))
        self._keepers: dict[int, list[int]] = {}
        for literal in self.literals:
            self._add_keepers(literal, deeds)
        self.makers = self._soonest(deeds)
        self.users = _by_literal(self.needs)
        self.wants = [frozenset(needs) for needs in self.needs]

    @property
    def literals(self) -> range:
        """Of the conjunctions."""
        return range(-len(self._parts), 0)

    def parts(self, literal: int) -> Parts:
        return (literal,) if literal >= 0 else self._parts[-1 - literal]

    def origin(self, at: int) -> int:
        """The grounded action behind a deed."""
        return self._origins[at]

    def behind(self, actions: Iterable[int]) -> set[int]:
        """All deeds behind which these actions are."""
        given = set(actions)
        for at in self._keepers.keys() & given:
            given.update(self._keepers[at])
        return given

    def whole(self, literals: Iterable[int]) -> tuple[int, ...]:
        """With the conjunctions of which all parts are among them."""
        given = tuple(literals)
        near = dict.fromkeys(each for part in given for each in self.within.get(part, ()))
        if not near:
            return given
        among = set(given)
        return (*given, *(each for each in near if among.issuperset(self.parts(each))))

    def _soonest(self, deeds: Deeds) -> dict[int, list[int]]:
        """Who makes each literal, in the order of the deeds."""
        makers = _by_literal(self.does)
        for literal in self.literals:
            makers.get(literal, []).sort(key=lambda at: (deeds.ranks[self._origins[at]], at))
        return makers | deeds.makers

    def _add_keepers(self, literal: int, deeds: Deeds) -> None:
        """Deeds that make some parts of a conjunction while the others are so, and stay so."""
        parts = self.parts(literal)
        for at in dict.fromkeys(at for part in parts for at in deeds.made_by(part)):
            does = set(deeds.does[at])
            kept = [part for part in parts if part not in does]
            needs = dict.fromkeys((*deeds.needs[at], *kept))
            if kept and not any(part ^ 1 in does or part ^ 1 in needs for part in kept):
                self.needs.append(self.whole(needs))
                self.does.append((literal,))
                self._keepers.setdefault(at, []).append(len(self._origins))
                self._origins.append(at)


def _clashing(deeds: Deeds) -> Iterator[Parts]:
    """Pairs that are needed together, though some action makes one and ends the other; and all
    that hang together by such pairs."""
    ended = set(_ended(deeds))
    either = {literal for pair in ended for literal in pair}
    for needs in deeds.needs:
        dynamic = sorted(need for need in needs if need in either)
        pairs = [two for two in combinations(dynamic, 2) if two in ended or two[::-1] in ended]
        yield from pairs
        if len(pairs) > 1:
            yield from _connected(pairs)


def _ended(deeds: Deeds) -> Iterator[tuple[int, int]]:
    """What an action makes so, and what it ends, as far as anything needs both."""
    for does in deeds.does:
        made = [literal for literal in does if deeds.used_by(literal)]
        lost = [literal ^ 1 for literal in does if deeds.used_by(literal ^ 1)]
        yield from ((one, other) for one in made for other in lost if one != other ^ 1)


def _connected(pairs: Sequence[tuple[int, int]]) -> Iterator[Parts]:
    left = list(pairs)
    while left:
        whole, size = set(left[0]), 0
        while len(whole) > size:
            size = len(whole)
            whole.update(part for pair in left if whole & set(pair) for part in pair)
        yield tuple(sorted(whole))
        left = [pair for pair in left if not whole & set(pair)]


def _by_literal(literals: Sequence[tuple[int, ...]]) -> dict[int, list[int]]:
    by: dict[int, list[int]] = {}
    for at, each in enumerate(literals):
        for literal in each:
            by.setdefault(literal, []).append(at)
    return by
