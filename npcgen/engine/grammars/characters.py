"""Sets of characters as ranges of code points, and how GBNF writes them."""

from collections.abc import Iterable

Range = tuple[int, int]
"""Both ends are in it."""
LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)


def merge(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same characters in as few ranges as can be, in order."""
    merged: list[Range] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Every character that isn't in `ranges`; surrogates are no characters."""
    rest: list[Range] = []
    first = 0
    for low, high in merge([*ranges, _SURROGATES]):
        if first < low:
            rest.append((first, low - 1))
        first = high + 1
    if first <= LAST:
        rest.append((first, LAST))
    return tuple(rest)


def without(ranges: Iterable[Range], others: Iterable[Range]) -> tuple[Range, ...]:
    """What is in `ranges` and not in `others`."""
    return complement([*complement(ranges), *others])


def gbnf_class(ranges: Iterable[Range]) -> str:
    """The characters as a GBNF class; `ranges` mustn't be empty."""
    parts = [
        _escape(low) if low == high else f"{_escape(low)}-{_escape(high)}" for low, high in ranges
    ]
    return f"[{''.join(parts)}]"


def gbnf_literal(text: str) -> str:
    """The text as a GBNF literal."""
    return '"' + "".join(map(_literal, text)) + '"'


def _literal(letter: str) -> str:
    return letter if letter.isascii() and letter.isalnum() else _escape(ord(letter))


def _escape(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
