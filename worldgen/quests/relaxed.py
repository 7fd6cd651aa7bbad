"""What could ever be so, were nothing ever lost: what isn't even then can't be had at all.

Relaxed reachability (Hoffmann & Nebel 2001), worked out once for the world as it is. For other
states only what hangs on the difference is worked out again: what rested on something that is
lost goes, and comes back where something else makes it (delete and rederive: Gupta, Mumick &
Subrahmanian 1993).
"""

from collections import deque
from collections.abc import Collection, Iterable

from worldgen.quests.conjunctions import Conjoined
from worldgen.quests.numbers import Deeds, bits

_ALREADY = -1
"""In place of an action: it is so from the beginning."""


class Relaxed:
    """Of one grounded world."""

    def __init__(self, deeds: Deeds, start: int, facts: int) -> None:
        """`facts`: how many have numbers; others are neither made nor needed by anything."""
        self.deeds, self.start, self._facts = Conjoined(deeds), start, facts
        self._by = _forward(self.deeds, start, facts)
        self.never = {
            at
            for at, needs in enumerate(self.deeds.needs)
            if any(need not in self._by for need in needs)
        }
        """Deeds that can't be done from the world as it is."""
        self._first: dict[int, list[int]] = {}
        for literal, at in self._by.items():
            if at != _ALREADY:
                self._first.setdefault(at, []).append(literal)
        self._resting: dict[int, list[int]] = {}

    def reached(self, some: int, every: int, banned: Collection[int] = ()) -> "Reached":
        """From states, taken together: bits of what is so in some of them, and in all of them."""
        start = self.start
        lost = [2 * at for at in bits(start & ~some)] + [2 * at + 1 for at in bits(every & ~start)]
        gained = dict.fromkeys([2 * at for at in bits(some & ~start)], _ALREADY)
        gained |= dict.fromkeys([2 * at + 1 for at in bits(start & ~every)], _ALREADY)
        # NOTE: both may be so in different states; to take it for together misses no way.
        for pair in {pair: None for each in gained for pair in self.deeds.within.get(each, ())}:
            if all(each in gained or self.is_so(each, lost) for each in self.deeds.parts(pair)):
                gained[pair] = _ALREADY
        lost += [pair for each in lost for pair in self.deeds.within.get(each, ())]
        found = Reached(self, gained, banned)
        found.lose([*lost, *(each for at in found.banned for each in self._first.get(at, ()))])
        return found

    def is_so(self, literal: int, lost: Collection[int]) -> bool:
        return self._by.get(literal) == _ALREADY and literal not in lost

    def by(self, literal: int) -> int | None:
        """What makes it so first; None where nothing does."""
        if literal >= 2 * self._facts:
            return _ALREADY if literal & 1 else None
        return self._by.get(literal)

    def resting_on(self, literal: int) -> list[int]:
        """Literals whose first maker needs it."""
        resting = self._resting.get(literal)
        if resting is None:
            users = self.deeds.users.get(literal, ())
            resting = [each for at in users for each in self._first.get(at, ())]
            self._resting[literal] = resting
        return resting


class Reached:
    """What is reached from other states than the world's own, as a difference."""

    def __init__(self, base: Relaxed, gained: dict[int, int], banned: Collection[int]) -> None:
        self._base, self._deeds = base, base.deeds
        self._by = gained
        self.banned = base.deeds.behind(banned)
        self._blocked = base.never | self.banned if banned else base.never
        self._gone: dict[int, None] = {}
        self._lacks: dict[int, int] = {}
        """Of deeds: how many of their needs are gone."""

    def __contains__(self, literal: int) -> bool:
        return self.by(literal) is not None

    def by(self, literal: int) -> int | None:
        """What makes it so; None where nothing does."""
        at = self._by.get(literal)
        if at is not None or literal in self._gone:
            return at
        return self._base.by(literal)

    def lose(self, lost: Iterable[int]) -> None:
        """Without these, as far as nothing else makes them, or what rests on them."""
        new = [literal for literal in self._by if self._base.by(literal) is None]
        roots = dict.fromkeys(lost)
        # NOTE: most that is lost comes back at once: who walked away walks back.
        at_once = {
            each: at for each in roots if (at := self._maker_at_once(each, roots)) is not None
        }
        self._by |= at_once
        todo = list(roots)
        while todo:
            literal = todo.pop()
            if literal not in self._gone and literal not in self._by:
                self._gone[literal] = None
                todo += self._base.resting_on(literal)
        for literal in self._gone:
            for at in self._deeds.users.get(literal, ()):
                self._lacks[at] = self._lacks.get(at, 0) + 1
        makers = [(literal, self._maker(literal)) for literal in self._gone]
        self._rederive([(literal, at) for literal, at in makers if at is not None])
        while new and (again := self._spread(new)):
            self._rederive(again)

    def reaches(self, goal: Iterable[int]) -> bool:
        return all(literal in self for literal in self._deeds.whole(goal))

    def actions_to(self, goal: Iterable[int]) -> list[int]:
        """Actions of a relaxed plan, where the goal is reached."""
        chosen: dict[int, None] = {}
        todo, seen = list(self._deeds.whole(goal)), set(goal)
        while todo:
            at = self.by(todo.pop())
            assert at is not None, "only what is reached has a plan"
            if at == _ALREADY:
                continue
            chosen[self._deeds.origin(at)] = None
            fresh = [need for need in self._deeds.needs[at] if need not in seen]
            seen.update(fresh)
            todo += fresh
        return list(chosen)

    def missing(self, goal: Iterable[int]) -> list[int]:
        """What nothing makes, behind what isn't reached of the goal; that itself, where all has a
        maker; nothing where all is reached."""
        wanted = [literal for literal in self._deeds.whole(goal) if literal not in self]
        todo, seen, causes = deque(wanted), set(wanted), list[int]()
        while todo:
            literal = todo.popleft()
            makers = self._deeds.makers.get(literal, ())
            makers = [at for at in makers if at not in self.banned]
            if not makers:
                causes.append(literal)
            for need in (need for at in makers for need in self._deeds.needs[at]):
                if need not in seen and need not in self:
                    seen.add(need)
                    todo.append(need)
        told = (part for literal in causes or wanted for part in self._deeds.parts(literal))
        return list(dict.fromkeys(told))

    def _rederive(self, todo: list[tuple[int, int]]) -> None:
        """Literals that a deed makes again are gone no longer, nor what only lacked them."""
        gone, lacks, blocked = self._gone, self._lacks, self._blocked
        while todo:
            literal, by = todo.pop()
            if literal not in gone:
                continue
            del gone[literal]
            self._by[literal] = by
            for at in self._deeds.users.get(literal, ()):
                lacks[at] -= 1
                if not lacks[at]:
                    del lacks[at]
                    if at not in blocked:
                        todo += [(made, at) for made in self._deeds.does[at] if made in gone]

    def _spread(self, new: list[int]) -> list[tuple[int, int]]:
        """Adds to what could never be so in the world as it is, and now can; what else is made."""
        again: list[tuple[int, int]] = []
        todo = list(new)
        while todo:
            for at in self._deeds.users.get(todo.pop(), ()):
                if at in self.banned or any(need not in self for need in self._deeds.needs[at]):
                    continue
                for literal in self._deeds.does[at]:
                    if literal in self._gone:
                        again.append((literal, at))
                    elif literal not in self:
                        self._by[literal] = at
                        new.append(literal)
                        todo.append(literal)
        return again

    def _maker(self, literal: int) -> int | None:
        lacks, blocked = self._lacks, self._blocked
        for at in self._deeds.makers.get(literal, ()):
            if at not in lacks and at not in blocked:
                return at
        return None

    def _maker_at_once(self, literal: int, lost: Collection[int]) -> int | None:
        """What makes it of nothing but what is so already."""
        for at in self._deeds.makers.get(literal, ()):
            if at not in self._blocked and all(
                self._by.get(need) == _ALREADY or self._base.is_so(need, lost)
                for need in self._deeds.needs[at]
            ):
                return at
        return None


def _forward(deeds: Conjoined, start: int, facts: int) -> dict[int, int]:
    """For every literal that can be so: what makes it so first."""
    by = {2 * at + (not start >> at & 1): _ALREADY for at in range(facts)}
    by |= {
        literal: _ALREADY
        for literal in deeds.literals
        if all(part in by for part in deeds.parts(literal))
    }
    left = [len(needs) for needs in deeds.needs]
    todo = deque(by)
    for at in (at for at, needs in enumerate(left) if not needs):
        todo += _made(deeds, at, by)
    while todo:
        for at in deeds.users.get(todo.popleft(), ()):
            left[at] -= 1
            if not left[at]:
                todo += _made(deeds, at, by)
    return by


def _made(deeds: Conjoined, at: int, by: dict[int, int]) -> list[int]:
    fresh = [literal for literal in deeds.does[at] if literal not in by]
    by.update(dict.fromkeys(fresh, at))
    return fresh
