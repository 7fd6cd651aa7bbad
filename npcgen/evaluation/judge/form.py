"""Whether a reply is whole sentences that somebody could say. Knows nothing of what they mean."""

import re

_ENDS = re.compile(r"[.!?…](?:[\"'”’)]*)$")
_TWICE = re.compile(
    r"\b(the|a|an|of|to|on|at|are|was|were|if|and|or|but|for|with|your|his|our|their|from|i|she"
    r"|they|we|as|be|will|can|has|have|not)\s+\1\b",
    re.IGNORECASE,
)
"""NOTE: without those that may stand twice: "I gave her her coat", "What it is is luck"."""
_DETERMINED = re.compile(
    r"\b(?:the|a|an)\s+(?:the|a|an|is|are|was|were|of|to|and|or|in|at|for|with|from|my|your|i|he|she"
    r"|they|we|be)\b"
    r"|\b(?:my|your|our|their)\s+(?:the|a|an|is|are|was|were|of|to|i|he|she|they|we)\b"
    r"|\b(?:the|a|an|your|their)\s*[.,;:!?](?!\.)",
    re.IGNORECASE,
)
_UNSAID = re.compile(r"(?:^|[.!?…]\s+)(?:I|He|She|We|They)\s+(?:the|a|an)\b")
"""A verb is missing."""
_ARTICLE = re.compile(
    r"\b[Aa]\s+(?!(?:one|once|eu|ewe)\w*)[aeio]\w"
    r"|\b[Aa]n\s+(?!(?:hour|honest|honou?r|heir|herb)\w*)[bcdfghjklmnpqrstvwxz]\w",
)
_MARKUP = re.compile(
    r"<\||\|>|\[/?INST|^\[|\]$|\{|\}|^\w+ says:|\ufffd"
    r"|^(?:Role|Place|About|Speech|Knows|Wants|Never):"
)
_TOLD = re.compile(
    r"\*\w[^*]*\*|^\([^)]*\)|[\"”]\s*(?:he|she|they)\s+(?:says?|said|repl\w+|asks?|asked|mutter\w*)\b",
    re.IGNORECASE,
)
"""What is done or told, and isn't said."""
_WRONG = (_TWICE, _DETERMINED, _UNSAID, _ARTICLE, _MARKUP, _TOLD)
_LEAST = 2


def is_whole(reply: str) -> bool:
    """Whether `reply` is at least one sentence, ended, with nothing left over of a prompt, and
    only words that are said.
    """
    text = reply.strip()
    if len(text) <= _LEAST or not _ENDS.search(text):
        return False
    return not any(pattern.search(text) for pattern in _WRONG)
