"""Guides replies through grammars; what is known about a grammar is kept for the next reply.

The states of a grammar come back all the time (in a JSON string it is every letter the same), so
what a state allows is looked up once.
"""

from collections import OrderedDict

from npcgen.engine.base import Grammar
from npcgen.engine.grammars import Pushdown, State, TooAmbiguous, compile_grammar
from npcgen.engine.guides.allowed import AllowedTokens, Tokens
from npcgen.engine.guides.lookup import Lookup
from npcgen.engine.guides.speakable import Speakable, split_utf8
from npcgen.errors import FailedPrecondition, InternalError

_KEPT_GRAMMARS = 16


class PreparedGrammar:
    """A grammar, and what is known about its states for one vocabulary."""

    def __init__(self, grammar: Grammar, words: Speakable) -> None:
        """Raises InvalidArgument."""
        self.words = words
        self.pushdown = Pushdown(compile_grammar(grammar).rules)
        self._lookup = Lookup(words, self.pushdown)
        self._known = AllowedTokens(words.tokens)

    def allowed(self, state: State, partial: bytes) -> Tokens:
        """The tokens that may come next, in order. Raises TooAmbiguous."""
        known = self._known.get(state, partial)
        if known is None:
            known = self._known.keep(state, partial, self._lookup.allowed(state, partial))
        return known


class GuideCache:
    """The grammars used last, for one model's tokens."""

    def __init__(self, words: Speakable) -> None:
        self._words = words
        self._prepared: OrderedDict[Grammar, PreparedGrammar] = OrderedDict()

    def guide(self, grammar: Grammar) -> "Guide":
        """Follows one reply. Raises InvalidArgument."""
        if grammar not in self._prepared:
            self._prepared[grammar] = PreparedGrammar(grammar, self._words)
        self._prepared.move_to_end(grammar)
        if len(self._prepared) > _KEPT_GRAMMARS:
            self._prepared.popitem(last=False)
        return Guide(self._prepared[grammar])


class Guide:
    """Where one reply is in its grammar."""

    def __init__(self, prepared: PreparedGrammar) -> None:
        self._prepared = prepared
        self._state = prepared.pushdown.start
        self._partial = b""
        """The bytes of a character that isn't whole yet."""

    @property
    def is_over(self) -> bool:
        """The text is whole and nothing may follow."""
        return self._state.is_over and not self._partial

    def allowed(self) -> Tokens:
        """The tokens that may come next, in order. None are left when the text is whole and the
        model has no token for an end.

        Raises FailedPrecondition when the model has no token to go on with.
        """
        try:
            allowed = self._prepared.allowed(self._state, self._partial)
        except TooAmbiguous:
            raise _exploded() from None
        if not len(allowed) and (self._partial or not self._state.may_end):
            raise FailedPrecondition(
                "grammar: none of the model's tokens can come next; allow other characters",
                reason="GRAMMAR_STUCK",
            )
        return allowed

    def accept(self, token: int) -> None:
        """One of the allowed tokens was chosen."""
        words = self._prepared.words
        split = split_utf8(self._partial + words.pieces[words.index[token]])
        if split is None:
            raise InternalError(f"token {token} was allowed and makes no character")
        text, self._partial = split
        try:
            self._state = self._prepared.pushdown.read(self._state, text)
        except TooAmbiguous:
            raise _exploded() from None
        if self._state.is_dead:
            raise InternalError(f"token {token} was allowed and isn't part of the grammar")


def _exploded() -> FailedPrecondition:
    return FailedPrecondition(
        "grammar: the text can be read in too many ways at once; "
        "let alternatives begin differently",
        reason="GRAMMAR_TOO_AMBIGUOUS",
    )
