"""Which tokens a grammar allows next, found by llama.cpp's grammar sampler and remembered.

llama.cpp looks at the whole vocabulary for every token, which takes longer than a small model
itself. But the states of a grammar come back all the time (in a JSON string it is every letter the
same), so what a state allows is looked up once and kept for all replies with that grammar.
"""

import ctypes
from collections import OrderedDict

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.llama_cpp.allowed import AllowedTokens, Tokens
from npcgen.engine.backends.llama_cpp.candidates import candidate_array, view_of
from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.speakable import Speakable, speakable, split_utf8
from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.base import Grammar
from npcgen.engine.grammars import Pushdown, TooAmbiguous, compile_grammar
from npcgen.errors import FailedPrecondition, InternalError, InvalidArgument

_KEPT_GRAMMARS = 16


class PreparedGrammar:
    """A grammar that llama.cpp has parsed, and what is known about its states."""

    def __init__(self, grammar: Grammar, vocabulary: Vocabulary, words: Speakable) -> None:
        """Raises InvalidArgument for what llama.cpp doesn't take."""
        compiled = compile_grammar(grammar)
        self.words = words
        self.pushdown = Pushdown(compiled.rules)
        self.allowed = AllowedTokens(words.tokens)
        llama_log().forget()
        self.sampler = lib.llama_sampler_init_grammar(
            vocabulary.handle, compiled.gbnf.encode(), b"root"
        )
        if not self.sampler:
            raise InvalidArgument.at("grammar", f"isn't taken: {llama_log().why()}")

    def free(self) -> None:
        lib.llama_sampler_free(self.sampler)


class GrammarCache:
    """The grammars used last. NOTE: `free` must be called once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = speakable(vocabulary)
        self._prepared: OrderedDict[Grammar, PreparedGrammar] = OrderedDict()

    def guide(self, grammar: Grammar) -> "Guide":
        """Follows one reply. Raises InvalidArgument."""
        if grammar not in self._prepared:
            self._prepared[grammar] = PreparedGrammar(grammar, self._vocabulary, self._words)
        self._prepared.move_to_end(grammar)
        if len(self._prepared) > _KEPT_GRAMMARS:
            self._prepared.popitem(last=False)[1].free()
        return Guide(self._prepared[grammar])

    def free(self) -> None:
        for prepared in self._prepared.values():
            prepared.free()
        self._prepared.clear()


class Guide:
    """Where one reply is in its grammar. NOTE: `free` must be called once."""

    def __init__(self, prepared: PreparedGrammar) -> None:
        self._prepared = prepared
        self._state = prepared.pushdown.start
        self._partial = b""
        """The bytes of a character that isn't whole yet."""
        self._behind: list[int] = []
        """Tokens that llama.cpp's grammar hasn't seen: it is only asked in states that are new."""
        # NOTE: it lives without the grammar it was cloned from, which may leave the cache.
        self._sampler = lib.llama_sampler_clone(prepared.sampler)

    @property
    def may_end(self) -> bool:
        return self._state.may_end and not self._partial

    @property
    def is_over(self) -> bool:
        """The text is whole and nothing may follow."""
        return self._state.is_over and not self._partial

    def allowed(self) -> Tokens:
        """The tokens that may come next, in order. None are left when the text is whole and the
        model has no token for an end.

        Raises FailedPrecondition when the model has no token to go on with.
        """
        allowed = self._prepared.allowed.get(self._state, self._partial)
        if allowed is None:
            fitting = self._find_fitting()
            allowed = self._prepared.allowed.keep(self._state, self._partial, fitting)
        if not len(allowed) and not self.may_end:
            raise FailedPrecondition(
                "grammar: none of the model's tokens can come next; allow other characters",
                reason="GRAMMAR_STUCK",
            )
        return allowed

    def accept(self, token: int) -> None:
        """One of the allowed tokens was chosen. Raises FailedPrecondition."""
        split = split_utf8(self._partial + self._prepared.words.pieces[token])
        if split is None:
            raise InternalError(f"token {token} makes no character")
        text, self._partial = split
        self._behind.append(token)
        try:
            for letter in text:
                self._state = self._prepared.pushdown.step(self._state, letter)
        except TooAmbiguous:
            raise FailedPrecondition(
                "grammar: the text can be read in too many ways at once; "
                "let alternatives begin differently",
                reason="GRAMMAR_TOO_AMBIGUOUS",
            ) from None
        if self._state.is_dead:
            raise InternalError(f"the grammar as we read it doesn't allow token {token}")

    def free(self) -> None:
        lib.llama_sampler_free(self._sampler)

    def _find_fitting(self) -> NDArray[np.bool_]:
        for token in self._behind:
            # NOTE: llama.cpp aborts the process when it is given a token that it refuses.
            if not self._fitting(np.array([token], dtype=np.int32))[0]:
                raise InternalError(f"the grammar as llama.cpp reads it refuses token {token}")
            lib.llama_sampler_accept(self._sampler, token)
        self._behind.clear()
        words = self._prepared.words
        fits = self._fitting(words.tokens)
        if not self._partial:
            return fits & words.begins_characters
        # NOTE: llama.cpp also takes bytes that make no character.
        for index in np.flatnonzero(fits):
            piece = words.pieces[int(words.tokens[index])]
            fits[index] = split_utf8(self._partial + piece) is not None
        return fits

    def _fitting(self, tokens: Tokens) -> NDArray[np.bool_]:
        """Which of them llama.cpp's grammar allows: the others it gives a logit of -inf."""
        candidates = candidate_array(tokens, np.zeros(len(tokens), dtype=np.float32))
        lib.llama_sampler_apply(self._sampler, ctypes.byref(view_of(candidates)))
        fits: NDArray[np.bool_] = candidates["logit"] == 0
        return fits
