"""Texts of about so many tokens, for a model whose words are its own."""

import random
from collections.abc import Callable, Sequence

from npcgen.engine.base import Message

_WORDS = """
apple barrel bell bread bridge candle cart cellar cloak coin copper corn door dusk ember field fire
flour forge gate grain harbour hearth hill honey inn iron lamp lane market mill moon oak oven path
pear plough rain rope salt shelf smoke stone tower wall well wheel wind
"""
_SAMPLE = 200


class Prose:
    """Makes texts as long as `count_tokens` finds them."""

    def __init__(self, count_tokens: Callable[[Sequence[Message]], int]) -> None:
        one, many = (count_tokens([_saying(words)]) for words in (1, _SAMPLE + 1))
        self._tokens_per_word = max(0.1, (many - one) / _SAMPLE)

    def speech(self, tokens: int, seed: int) -> str:
        """A text of about so many tokens, the same for the same seed."""
        words = max(1, round(tokens / self._tokens_per_word))
        return _text(words, seed)


def _saying(words: int) -> Message:
    return Message("user", _text(words, seed=0))


def _text(words: int, seed: int) -> str:
    return "".join(f"{word} " for word in random.Random(seed).choices(_WORDS.split(), k=words))
