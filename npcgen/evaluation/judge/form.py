"""Whether a reply is whole sentences that somebody could say. Knows nothing of what they mean."""

import re

_ENDS = re.compile(r"[.!?…](?:[\"'”’)*]*)$")
_LITTLE = (
    r"(?:the|a|an|of|to|in|on|at|is|are|was|were|if|and|or|but|for|with|my|your|his|her|our|their"
    r"|from|i|he|she|they|we|as|be|by|it|will|can|has|have|not)"
)
_TWICE = re.compile(rf"\b({_LITTLE})\s+\1\b", re.IGNORECASE)
_DETERMINED = re.compile(
    r"\b(?:the|a|an|my|your|our|their)(?:\s+(?:the|a|an|is|are|was|were|of|to|and|or|in|at|for|with"
    r"|from|my|your|i|he|she|they|we|be)\b|\s*[.,;:!?](?!\.))",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:I|he|she|we|they)\s+(?:the|a|an|of|is\s+is|am\s+is|is\s+am)\b", re.I)
_ARTICLE = re.compile(
    r"\ba\s+(?!(?:one|once|uni|use|usu|eu|ewe|u)\w*)[aeio]\w"
    r"|\ban\s+(?!(?:hour|honest|honou?r|heir|herb)\w*)[bcdfghjklmnpqrstvwxz]\w",
)
_MARKUP = re.compile(
    r"<\||\|>|\[/?INST|^\[|\]$|\{|\}|^\w+ says:|\ufffd"
    r"|^(?:Role|Place|About|Speech|Knows|Wants|Never):"
)
_LEAST = 2


def is_whole(reply: str) -> bool:
    """Whether `reply` is at least one sentence, ended, with nothing left over of a prompt."""
    text = reply.strip()
    return (
        len(text) > _LEAST
        and _ENDS.search(text) is not None
        and not any(p.search(text) for p in (_TWICE, _DETERMINED, _PRONOUN, _ARTICLE, _MARKUP))
    )
