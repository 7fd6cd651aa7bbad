"""What a grammar must be before a backend may see it: it ends, and its states stay few.

Left recursion makes llama.cpp run for ever where it doesn't see it itself, and a grammar that may
be read in very many ways at once makes it run out of memory; so neither gets that far.
"""

import heapq
from collections.abc import Iterable

from npcgen.engine.grammars.characters import LAST, complement
from npcgen.engine.grammars.gbnf import Characters, Rules, wrong
from npcgen.engine.grammars.pushdown import MAX_STACKS, Pushdown, TooAmbiguous

_MAX_FIRST_PATHS = 20_000
_MAX_WORK = 2_000
_STEP_WORK = 10
_TRIED_CHARACTERS = 8


def check_rules(rules: Rules) -> None:
    """Raises InvalidArgument for a grammar that can't be used safely."""
    _check_endings(rules)
    _check_firsts(rules)
    _check_ambiguity(rules)


def _check_endings(rules: Rules) -> None:
    ending = _built_of(rules, with_characters=True)
    for number, name in enumerate(rules.names):
        if number not in ending:
            raise wrong(f"the rule {name} never ends; give it an alternative without itself")
    if not any(rules.rules[rules.root]):
        raise wrong("the rule root is empty")


def _check_firsts(rules: Rules) -> None:
    """Refuses left recursion, hidden behind what may be empty too, and endless ways into it.

    llama.cpp follows every path of first rules, so their number counts.
    """
    empty = _built_of(rules, with_characters=False)
    firsts = [_firsts(rules, number, empty) for number in range(len(rules.rules))]
    paths: dict[int, int] = {}
    for start in range(len(firsts)):
        _count_paths(start, firsts, paths, rules.names)


def _count_paths(
    start: int, firsts: list[list[int]], paths: dict[int, int], names: tuple[str, ...]
) -> None:
    """Adds to `paths` in how many ways `start`, and every rule it may begin with, may begin."""
    trail, entered = [start], set[int]()
    while trail:
        number = trail[-1]
        if number in paths:
            trail.pop()
        elif number in entered:
            paths[number] = 1 + sum(paths[first] for first in firsts[number])
            if paths[number] > _MAX_FIRST_PATHS:
                raise wrong(f"the rule {names[number]} begins in too many ways")
            entered.remove(number)
        else:
            entered.add(number)
            for first in firsts[number]:
                if first in entered:
                    raise wrong(
                        f"the rule {names[first]} is left recursive: it may begin with itself, "
                        "or it repeats what may be empty"
                    )
            trail += firsts[number]


def _firsts(rules: Rules, number: int, empty: set[int]) -> list[int]:
    """The rules that may stand first in a rule."""
    firsts = []
    for sequence in rules.rules[number]:
        for element in sequence:
            if isinstance(element, Characters):
                break
            firsts.append(element)
            if element not in empty:
                break
    return firsts


def _built_of(rules: Rules, *, with_characters: bool) -> set[int]:
    """The rules with an alternative of nothing but such rules, and characters if these count."""
    built: set[int] = set()
    missing: dict[tuple[int, int], int] = {}
    users: dict[int, list[tuple[int, int]]] = {}
    ready: list[int] = []
    for number, rule in enumerate(rules.rules):
        for index, sequence in enumerate(rule):
            references = [element for element in sequence if isinstance(element, int)]
            if with_characters or len(references) == len(sequence):
                missing[number, index] = len(references)
                for reference in references:
                    users.setdefault(reference, []).append((number, index))
                if not references:
                    ready.append(number)
    while ready:
        number = ready.pop()
        if number not in built:
            built.add(number)
            for user in users.get(number, ()):
                missing[user] -= 1
                if not missing[user]:
                    ready.append(user[0])
    return built


def _check_ambiguity(rules: Rules) -> None:
    """Walks the grammar the way that keeps most readings open, for a bounded while."""
    try:
        pushdown = Pushdown(rules)
        ahead = [(-len(pushdown.start.stacks), 0, pushdown.start)]
        seen = {pushdown.start}
        work = 0
        while ahead and work < _MAX_WORK:
            state = heapq.heappop(ahead)[2]
            work += len(state.stacks) + _STEP_WORK
            for letter in _telling(pushdown.tops(state)):
                after = pushdown.step(state, letter)
                if after not in seen:
                    seen.add(after)
                    heapq.heappush(ahead, (-len(after.stacks), len(seen), after))
    except TooAmbiguous:
        raise wrong(
            f"can be read in more than {MAX_STACKS} ways at once; "
            "let alternatives begin differently"
        ) from None


def _telling(tops: Iterable[Characters]) -> list[str]:
    """A few characters that may come next, those first that most places take."""
    tops = list(dict.fromkeys(tops))
    codes = {0x61, 0x20}
    for top in tops[:64]:
        ranges = complement(top.ranges) if top.negated else top.ranges
        codes |= {low for low, _ in ranges[:4]}
    fitting = {code: sum(top.has(code) for top in tops) for code in codes if code <= LAST}
    best = sorted(fitting, key=lambda code: (-fitting[code], code))
    return [chr(code) for code in best[:_TRIED_CHARACTERS] if fitting[code]]
