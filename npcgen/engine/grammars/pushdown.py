"""Follows a text through a grammar, a character at a time, without a model.

A state is every place of the grammar that the text so far may be at: a set of stacks of positions,
as in llama.cpp's own. States are kept, so that a backend can remember what it found out about one.
"""

from collections.abc import Iterable

from npcgen.engine.grammars.gbnf import Characters, Rules

MAX_STACKS = 256
_MAX_STATES = 4_096
Stack = tuple[int, ...]


class TooAmbiguous(Exception):
    """The text so far may be at more than MAX_STACKS places."""


class State:
    """Where a text may be. Two of them are only equal when they are the same object."""

    __slots__ = ("moves", "stacks")

    def __init__(self, stacks: frozenset[Stack]) -> None:
        self.stacks = stacks
        self.moves: dict[str, State] = {}

    @property
    def is_dead(self) -> bool:
        """No text of the grammar begins like this."""
        return not self.stacks

    @property
    def may_end(self) -> bool:
        return () in self.stacks

    @property
    def is_over(self) -> bool:
        """The text is whole and nothing may follow."""
        return self.stacks == {()}


class Pushdown:
    """One grammar's states. NOTE: the grammar must have no left recursion. For one thread."""

    def __init__(self, rules: Rules) -> None:
        self._code: list[Characters | int | None] = []
        """All sequences, one after the other, each with a None at its end."""
        self._entries: list[list[int]] = []
        for rule in rules.rules:
            self._entries.append([self._lay_out(sequence) for sequence in rule])
        self._root = rules.root
        self._known: dict[frozenset[Stack], State] = {}
        self.start = self._begin()

    def step(self, state: State, letter: str) -> State:
        """The state after one more character. Raises TooAmbiguous."""
        found = state.moves.get(letter)
        if found is None:
            after = self._advance(state.stacks, ord(letter))
            found = state.moves[letter] = self._keep(self._expand(after))
        return found

    def read(self, state: State, text: str) -> State:
        """The state after a whole text. Raises TooAmbiguous."""
        for letter in text:
            state = self.step(state, letter)
        return state

    def tops(self, state: State) -> list[Characters]:
        """What may come next."""
        codes = (self._code[stack[-1]] for stack in state.stacks if stack)
        return [code for code in codes if isinstance(code, Characters)]

    def _begin(self) -> State:
        entries = self._entries[self._root]
        return self._keep(self._expand([self._pushed((), entry) for entry in entries]))

    def _lay_out(self, sequence: tuple[Characters | int, ...]) -> int:
        first = len(self._code)
        self._code += [*sequence, None]
        return first

    def _keep(self, stacks: frozenset[Stack]) -> State:
        if len(self._known) >= _MAX_STATES:
            # Nested texts have states without end. Those in use live on with their replies.
            self._known.clear()
            self.start = self._begin()
        return self._known.setdefault(stacks, State(stacks))

    def _advance(self, stacks: Iterable[Stack], code: int) -> list[Stack]:
        after = []
        for stack in stacks:
            element = self._code[stack[-1]] if stack else None
            if isinstance(element, Characters) and element.has(code):
                after.append(self._pushed(stack[:-1], stack[-1] + 1))
        return after

    def _expand(self, stacks: list[Stack]) -> frozenset[Stack]:
        """The stacks with characters on top, or nothing left, that these stand for."""
        seen, expanded = set(stacks), set()
        while stacks:
            stack = stacks.pop()
            element = self._code[stack[-1]] if stack else None
            if not isinstance(element, int):
                expanded.add(stack)
                continue
            rest = self._pushed(stack[:-1], stack[-1] + 1)
            for entry in self._entries[element]:
                follower = self._pushed(rest, entry)
                if follower not in seen:
                    seen.add(follower)
                    stacks.append(follower)
            if len(seen) > MAX_STACKS * 4 or len(expanded) > MAX_STACKS:
                raise TooAmbiguous
        return frozenset(expanded)

    def _pushed(self, stack: Stack, position: int) -> Stack:
        return stack if self._code[position] is None else (*stack, position)
