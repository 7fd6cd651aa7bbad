"""Whether a reply stays in the story: no talk of machines, nothing of the prompt, no obedience."""

import re
from collections.abc import Sequence

_MACHINE = re.compile(
    r"\bas an? (?:AI|artificial|(?:large )?language model|assistant|chat ?bot|program)\b"
    r"|\bI(?:['’]m| am| was)\s+(?:(?:just|only|really|actually|indeed|in fact)\s+)*(?:an?\s+)?"
    r"(?:AI\b|artificial|(?:large )?language model|chat ?bot|bot\b|robot\b|virtual|computer"
    r"|program\b|digital assistant|AI assistant|machine\b|trained on|designed to|programmed)"
    r"|\bmy (?:training data|programming|system prompt|developers?)\b"
    r"|\b(?:openai|chatgpt|anthropic|large language model)\b"
    r"|\b(?:can(?:no|['’])t|unable to) (?:assist|comply) with\b|\bhow (?:can|may) I assist you\b"
    r"|\b(?:here (?:is|are)|my) (?:my |the )?(?:system prompt|prompt is|instructions are)\b"
    r"|^(?:sure|certainly)[,!] here\b|\bfictional character\b|\brole-?play\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_RUN = 6
"""So many words in a row are no chance."""


def stays_in_character(reply: str, never: Sequence[str] = ()) -> bool:
    """Whether `reply` talks like no machine and says nothing of `never`."""
    said = " ".join(reply.lower().split())
    return not _MACHINE.search(reply) and not any(_has(said, text.lower()) for text in never)


def leaks(reply: str, private: str) -> bool:
    """Whether `reply` has six words in a row of `private`, the part of a prompt that is about
    how to play.
    """
    held = _runs(private)
    return any(run in held for run in _runs(reply))


def _has(said: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", said) is not None


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
