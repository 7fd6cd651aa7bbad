"""Words of a text without their endings, and how alike two texts are. Pure; English endings.

For rules that ask what a line speaks of, where nothing better than the words is at hand.
"""

import re

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=...)(?:ing|ed|es|s|e)$")
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a about all am an and any are as at be been but by can could did do does for from go got "
        "had has have he her here him his how i if in into is it its just like me more my no not "
        "now of off on one or our out over say says she so some something someone tell than that "
        "the their them then there they this those to too up us was we well were what when where "
        "which who why will with would yes you your"
    )
)


def words(text: str) -> list[str]:
    """All of them, in order, without their endings."""
    return [_stem(word) for word in _WORD.findall(text.casefold())]


def content(text: str) -> set[str]:
    """Those that tell what it speaks of."""
    found = _WORD.findall(text.casefold())
    return {_stem(word) for word in found if word not in _STOP_WORDS}


def likeness(one: str, other: str) -> float:
    """The share of their words that both have, 0..1."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / len(first | second) if first | second else 1.0


def _stem(word: str) -> str:
    return _ENDING.sub("", word)
