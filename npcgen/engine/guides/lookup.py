"""Which of a model's tokens a grammar allows, for the whole vocabulary at once.

All first letters are read together, then all second ones, and so on, each beginning of a token only
once. llama.cpp's own grammar sampler, which reads one token after the other, needs ten times as
long. A test holds the two against each other.
"""

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.grammars import Pushdown, State
from npcgen.engine.grammars.characters import Range, complement, merge
from npcgen.engine.grammars.gbnf import Characters
from npcgen.engine.guides.speakable import Indices, Speakable, completions, split_utf8

_MOST_SETS = 12
_KEPT_MOVES = 256
Moves = tuple[Indices, list[State]]
"""For every letter of the alphabet a place in the list of states it leads to."""


class Lookup:
    """Reads the vocabulary in one grammar."""

    def __init__(self, words: Speakable, pushdown: Pushdown) -> None:
        self._words = words
        self._pushdown = pushdown
        self._members: dict[Characters, NDArray[np.bool_]] = {}
        self._moves: dict[State, Moves] = {}

    def allowed(self, state: State, partial: bytes) -> NDArray[np.bool_]:
        """For each speakable token whether it may follow. Raises TooAmbiguous."""
        fits = np.zeros(len(self._words.tokens), dtype=np.bool_)
        if partial:
            for index in self._words.inner:
                fits[index] = self._continues(state, partial + self._words.pieces[index])
            return fits
        fits[self._words.ends] = state.may_end
        fits[self._words.whole[self._readable(state)]] = True
        for tails in self._words.tails:
            after = self._pushdown.read(state, tails.before)
            if not after.is_dead:
                fits[tails.tokens] = self._reaches(after, tails.low, tails.high)
        return fits

    def _readable(self, state: State) -> Indices:
        """Which of the whole tokens the grammar follows to their ends."""
        states, before = [state], np.zeros(1, dtype=np.intp)
        reached = []
        for level in self._words.levels:
            states, moves = self._moves_from(states)
            before = moves[before[level.parents], level.letters]
            reached.append(before)
            if not states:
                break
        places = np.concatenate(reached) if reached else before[:0]
        known = np.flatnonzero(self._words.nodes < len(places))
        return known[places[self._words.nodes[known]] >= 0]

    def _moves_from(self, states: list[State]) -> tuple[list[State], Indices]:
        """The states after one more letter, and for each state a row of where its letters lead.

        -1 is nowhere, and so is whatever follows: the last row.
        """
        numbers: dict[State, int] = {}
        rows = np.full((len(states) + 1, len(self._words.alphabet)), -1, dtype=np.intp)
        for row, state in enumerate(states):
            kinds, targets = self._moves_of(state)
            to = [-1 if t.is_dead else numbers.setdefault(t, len(numbers)) for t in targets]
            rows[row] = np.array(to, dtype=np.intp)[kinds]
        return list(numbers), rows

    def _moves_of(self, state: State) -> Moves:
        moves = self._moves.get(state)
        if moves is None:
            if len(self._moves) >= _KEPT_MOVES:
                self._moves.clear()
            moves = self._moves[state] = self._find_moves(state)
        return moves

    def _find_moves(self, state: State) -> Moves:
        """Letters that the same places of the grammar take lead to the same state."""
        tops = list(dict.fromkeys(self._pushdown.tops(state)))
        alphabet = self._words.alphabet
        if len(tops) > _MOST_SETS:
            states = [self._pushdown.step(state, chr(code)) for code in alphabet]
            return np.arange(len(alphabet)), states
        kinds = np.zeros(len(alphabet), dtype=np.intp)
        for bit, top in enumerate(tops):
            kinds |= self._members_of(top).astype(np.intp) << bit
        examples = np.full(1 << len(tops), -1, dtype=np.intp)
        examples[kinds] = np.arange(len(alphabet))
        present = np.flatnonzero(examples >= 0)
        places = np.zeros(1 << len(tops), dtype=np.intp)
        places[present] = np.arange(len(present))
        letters = alphabet[examples[present]]
        return places[kinds], [self._pushdown.step(state, chr(letter)) for letter in letters]

    def _members_of(self, top: Characters) -> NDArray[np.bool_]:
        members = self._members.get(top)
        if members is None:
            alphabet = self._words.alphabet
            members = _overlaps(_ranges(top), alphabet, alphabet)
            self._members[top] = members
        return members

    def _reaches(
        self, state: State, low: NDArray[np.int64], high: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Whether some character between `low` and `high` may come next."""
        ranges = merge(each for top in self._pushdown.tops(state) for each in _ranges(top))
        return _overlaps(ranges, low, high)

    def _continues(self, state: State, data: bytes) -> bool:
        split = split_utf8(data)
        if split is None:
            return False
        after = self._pushdown.read(state, split[0])
        if after.is_dead or not split[1]:
            return not after.is_dead
        low, high = completions(split[1])
        return bool(self._reaches(after, np.array([low]), np.array([high]))[0])


def _ranges(characters: Characters) -> tuple[Range, ...]:
    return complement(characters.ranges) if characters.negated else merge(characters.ranges)


def _overlaps(
    ranges: tuple[Range, ...], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """For each pair whether the characters from low to high share one with the sorted ranges."""
    if not ranges:
        return np.zeros(len(low), dtype=np.bool_)
    bounds = np.array(ranges, dtype=np.int64)
    first = np.searchsorted(bounds[:, 1], low)
    known = np.minimum(first, len(bounds) - 1)
    overlaps: NDArray[np.bool_] = (first < len(bounds)) & (bounds[known, 0] <= high)
    return overlaps
