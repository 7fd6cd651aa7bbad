r"""A regular expression as GBNF, for a whole text.

Taken: letters as they are, \d \w \s \D \W \S (of ASCII), \n \t \r \f \v \xHH \uHHHH and escaped
punctuation, `.` (no line end), classes, `* + ? {n} {n,} {n,m}`, groups, `|`, `^` at the very
beginning and `$` at the very end. Anything else is refused by its name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from npcgen.engine.grammars.characters import Range, complement, gbnf_class, merge
from npcgen.engine.grammars.gbnf import wrong
from npcgen.errors import InvalidArgument

_DIGIT: tuple[Range, ...] = ((0x30, 0x39),)
_SPACE: tuple[Range, ...] = ((0x09, 0x0D), (0x20, 0x20))
_WORD: tuple[Range, ...] = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SETS = {
    "d": _DIGIT,
    "s": _SPACE,
    "w": _WORD,
    "D": complement(_DIGIT),
    "S": complement(_SPACE),
    "W": complement(_WORD),
}
_CONTROLS = {"n": 0x0A, "t": 0x09, "r": 0x0D, "f": 0x0C, "v": 0x0B}
_HEX_DIGITS = {"x": 2, "u": 4}
_NAMES = {
    "b": "a word boundary (\\b)",
    "B": "a word boundary (\\B)",
    "A": "an anchor (\\A); leave it out",
    "Z": "an anchor (\\Z); leave it out",
    "z": "an anchor (\\z); leave it out",
    "p": "a Unicode property (\\p)",
    "P": "a Unicode property (\\P)",
    "k": "a named reference (\\k)",
}
_EXTENSIONS = {
    "=": "look-ahead",
    "!": "look-ahead",
    "<": "look-behind or a named group",
    "P": "a named group",
    "#": "a comment",
    ">": "an atomic group",
    "(": "a condition",
}
_MAX_NESTING = 50


def regex_to_gbnf(pattern: str) -> str:
    """Raises InvalidArgument for what isn't taken."""
    return f"root ::= {regex_body(pattern, gbnf_class)}"


def regex_body(pattern: str, write: Callable[[tuple[Range, ...]], str]) -> str:
    """The expression as the right side of a rule; `write` writes one character of a set."""
    return _Parser(pattern, write).parse()


@dataclass(frozen=True, slots=True)
class _Part:
    gbnf: str
    may_be_empty: bool


class _Parser:
    def __init__(self, pattern: str, write: Callable[[tuple[Range, ...]], str]) -> None:
        self._pattern = pattern
        self._write = write
        self._at = 0

    def parse(self) -> str:
        if not self._pattern:
            raise wrong("is an empty regular expression")
        self._take("^")
        part = self._alternatives(0)
        self._take("$")
        if self._at < len(self._pattern):
            problem = "an anchor within it" if self._peek() == "$" else "an unopened )"
            raise self._error(f"has {problem}")
        return part.gbnf

    def _alternatives(self, depth: int) -> _Part:
        if depth > _MAX_NESTING:
            raise self._error(f"nests groups deeper than {_MAX_NESTING}")
        parts = [self._sequence(depth)]
        while self._take("|"):
            parts.append(self._sequence(depth))
        return _Part(" | ".join(p.gbnf for p in parts), any(p.may_be_empty for p in parts))

    def _sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while (letter := self._peek()) and letter not in "|)" and not self._is_last_anchor(depth):
            parts.append(self._repeated(self._item(letter, depth)))
        gbnf = " ".join(part.gbnf for part in parts) or '""'
        return _Part(gbnf, all(part.may_be_empty for part in parts))

    def _is_last_anchor(self, depth: int) -> bool:
        return depth == 0 and self._pattern[self._at :] == "$"

    def _item(self, letter: str, depth: int) -> _Part:
        if letter == "(":
            return self._group(depth)
        if letter == "[":
            return self._characters(self._class())
        if letter == ".":
            self._at += 1
            return self._characters(complement([(0x0A, 0x0A)]))
        if letter == "\\":
            return self._characters(self._escape())
        if letter in "*+?{":
            raise self._error(f"has nothing before {letter}")
        if letter in "^$":
            raise self._error("has an anchor within it")
        self._at += 1
        return self._characters(((ord(letter), ord(letter)),))

    def _characters(self, ranges: tuple[Range, ...]) -> _Part:
        if not ranges:
            raise self._error("has a class that holds no character")
        return _Part(self._write(ranges), may_be_empty=False)

    def _group(self, depth: int) -> _Part:
        self._at += 1
        if self._take("?") and not self._take(":"):
            name = _EXTENSIONS.get(self._peek(), "flags")
            raise self._error(f"uses {name}, which isn't taken")
        part = self._alternatives(depth + 1)
        if not self._take(")"):
            raise self._error("has an unclosed (")
        return _Part(f"({part.gbnf})", part.may_be_empty)

    def _repeated(self, part: _Part) -> _Part:
        letter = self._peek()
        if not letter or letter not in "*+?{":
            return part
        low, high = self._bounds(letter)
        if self._peek() == "?":
            raise self._error("uses a lazy quantifier, which isn't taken")
        if self._peek() == "+":
            raise self._error("uses a possessive quantifier, which isn't taken")
        if self._peek() in ("*", "{"):
            raise self._error("repeats a repetition; put a group around it")
        if part.may_be_empty and high is None:
            raise self._error("repeats without end what may be empty")
        bounds = f"{{{low},{'' if high is None else high}}}"
        return _Part(part.gbnf + bounds, part.may_be_empty or low == 0)

    def _bounds(self, letter: str) -> tuple[int, int | None]:
        self._at += 1
        if letter != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[letter]
        inner, closed, _ = self._pattern[self._at :].partition("}")
        low, comma, high = inner.partition(",")
        numbers = [low, *([high] if high else [])]
        if not closed or not all(n.isdecimal() and n.isascii() and len(n) < 6 for n in numbers):
            raise self._error("has a { that begins no repetition; write \\{ for the letter")
        self._at += len(inner) + 1
        if not comma:
            return int(low), int(low)
        return int(low), int(high) if high else None

    def _class(self) -> tuple[Range, ...]:
        self._at += 1
        negated = self._take("^")
        ranges: list[Range] = []
        while self._peek() != "]" or not ranges:
            if not self._peek():
                raise self._error("has an unclosed [")
            if self._peek() == "[" and self._pattern[self._at + 1 : self._at + 2] in (":", "."):
                raise self._error("uses a POSIX class, which isn't taken")
            ranges += self._class_item()
        self._at += 1
        return complement(ranges) if negated else merge(ranges)

    def _class_item(self) -> tuple[Range, ...]:
        low = self._class_letter()
        if len(low) > 1 or low[0][0] != low[0][1] or not self._begins_range():
            return low
        self._at += 1
        high = self._class_letter()
        if len(high) > 1 or high[0][0] != high[0][1] or high[0][0] < low[0][0]:
            raise self._error("has a range of characters that ends before it begins")
        return ((low[0][0], high[0][0]),)

    def _begins_range(self) -> bool:
        return self._peek() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", "")

    def _class_letter(self) -> tuple[Range, ...]:
        letter = self._peek()
        if not letter:
            raise self._error("has an unclosed [")
        if letter == "\\":
            return self._escape()
        self._at += 1
        return ((ord(letter), ord(letter)),)

    def _escape(self) -> tuple[Range, ...]:
        letter = self._pattern[self._at + 1 : self._at + 2]
        self._at += 2
        if letter in _SETS:
            return _SETS[letter]
        code = self._escaped_code(letter)
        return ((code, code),)

    def _escaped_code(self, letter: str) -> int:
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter in _HEX_DIGITS:
            digits = self._pattern[self._at : self._at + _HEX_DIGITS[letter]]
            self._at += len(digits)
            if len(digits) == _HEX_DIGITS[letter] and digits.isalnum() and digits.isascii():
                try:
                    return int(digits, 16)
                except ValueError:
                    pass
            raise self._error(f"has an unfinished \\{letter}")
        if letter.isalnum():
            kind = "a back reference" if letter.isdigit() else _NAMES.get(letter, f"\\{letter}")
            raise self._error(f"uses {kind}, which isn't taken")
        if not letter:
            raise self._error("ends with a lone backslash")
        return ord(letter)

    def _take(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        self._at += len(text) * found
        return found

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _error(self, problem: str) -> InvalidArgument:
        return wrong(f"the regular expression {problem} (at character {self._at})")
