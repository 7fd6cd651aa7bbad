"""What a chosen token makes of a reply: more of its text, or its end. Knows no model library."""

from typing import Generic, Protocol

from npcgen.engine.base import FinishReason, Step
from npcgen.engine.slot_reuse import S, SlotReuse


class Vocabulary(Protocol):
    """What each token writes."""

    def ends_turn(self, token: int) -> bool: ...

    def piece(self, token: int) -> bytes:
        """Its bytes, perhaps a part of a character."""
        ...


class Speech(Generic[S]):
    """The replies of one model."""

    def __init__(self, vocabulary: Vocabulary, reuse: SlotReuse[S], context_tokens: int) -> None:
        self._vocabulary = vocabulary
        self._reuse = reuse
        self._context_tokens = context_tokens

    def say(self, sequence: S, token: int | None) -> Step:
        """Adds the token that was chosen, and shows what it makes.

        None, where a grammar lets nothing follow, ends the reply as the model's own end does.
        """
        if token is None or self._vocabulary.ends_turn(token):
            return Step(sequence.filter.flush(), finished=FinishReason.STOP)
        self._reuse.extend(sequence, token)
        shown = sequence.filter.feed(sequence.decoder.feed(self._vocabulary.piece(token)))
        if shown.stopped or sequence.is_over:
            text = shown.text + sequence.filter.flush()
            return Step(text, tokens=1, finished=FinishReason.STOP)
        is_full = len(sequence.tokens) >= self._context_tokens
        return Step(shown.text, tokens=1, finished=FinishReason.LENGTH if is_full else None)
