"""GBNF text to rules: sequences of character sets and references, repetitions written out.

Reads what llama.cpp's own parser reads, less the elements that name tokens, and says where a text
goes wrong.
"""

from dataclasses import dataclass

from npcgen.engine.grammars.characters import LAST, Range
from npcgen.errors import InvalidArgument

MAX_TEXT = 65_536
MAX_NAMED_RULES = 1_000
MAX_ELEMENTS = 16_384
MAX_REPEATS = 1_000
_MAX_NESTING = 64
_MAX_WEIGHT = 2_000
"""llama.cpp's own: a repetition's bound times the rules in what is repeated."""
_ESCAPES = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\", '"': '"', "[": "[", "]": "]", "-": "-"}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Characters:
    """One character out of `ranges`, or with `negated` one that is in none of them."""

    ranges: tuple[Range, ...]
    negated: bool = False

    def has(self, code: int) -> bool:
        return any(low <= code <= high for low, high in self.ranges) is not self.negated


Element = Characters | int
"""A character, or a rule by its number."""
Sequence = tuple[Element, ...]
Rule = tuple[Sequence, ...]
"""Its alternatives."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole grammar. Rules that stand for a group or a repetition have their owner's name."""

    rules: tuple[Rule, ...]
    names: tuple[str, ...]
    root: int


def parse_gbnf(text: str) -> Rules:
    """Raises InvalidArgument for text that isn't GBNF, or too much of it."""
    if len(text) > MAX_TEXT:
        raise wrong(f"has {len(text)} characters as GBNF, at most {MAX_TEXT} are taken")
    return _Parser(text).parse()


def wrong(description: str) -> InvalidArgument:
    return InvalidArgument.at("grammar", description, reason="GRAMMAR_INVALID")


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._rules: list[Rule | None] = []
        self._elements = 0

    def parse(self) -> Rules:
        self._space(newlines=True)
        while self._at < len(self._text):
            self._rule()
        missing = [self._names[n] for n, rule in enumerate(self._rules) if rule is None]
        if missing:
            raise wrong(f"names rules that it doesn't define: {', '.join(missing[:5])}")
        if "root" not in self._numbers:
            raise wrong("has no rule named root")
        rules = tuple(rule for rule in self._rules if rule is not None)
        return Rules(rules, tuple(self._names), self._numbers["root"])

    def _rule(self) -> None:
        name = self._name()
        number = self._number(name)
        if self._rules[number] is not None:
            raise self._error(f"the rule {name} is defined twice")
        self._space()
        self._expect("::=")
        self._space(newlines=True)
        self._rules[number] = self._alternatives(name, 0)
        if self._at < len(self._text) and self._peek() not in "\r\n":
            raise self._error("what stands here is no part of a rule")
        self._space(newlines=True)

    def _alternatives(self, name: str, depth: int) -> Rule:
        alternatives = [self._sequence(name, depth)]
        while self._peek() == "|":
            self._at += 1
            self._space(newlines=True)
            alternatives.append(self._sequence(name, depth))
        return tuple(alternatives)

    def _sequence(self, name: str, depth: int) -> Sequence:
        sequence: list[Element] = []
        last, weight = 0, 1
        while (letter := self._peek()) and letter not in ")|\r\n":
            if letter in "*+?{":
                repeated = sequence[last:]
                if not repeated:
                    raise self._error(f"nothing stands before {letter}")
                low, high = self._bounds()
                weight *= high or low or 1
                if weight > _MAX_WEIGHT:
                    raise self._error("repeats what repeats, too often; use smaller bounds")
                sequence[last:] = self._repeat(name, repeated, low, high)
            else:
                last, rules = len(sequence), len(self._rules)
                sequence += self._item(name, depth)
                weight = max(1, len(self._rules) - rules) if letter == "(" else 1
            self._space(newlines=depth > 0)
        self._count(len(sequence) + 1)
        return tuple(sequence)

    def _item(self, name: str, depth: int) -> list[Element]:
        letter = self._peek()
        if letter == '"':
            return self._literal()
        if letter == "[":
            return [self._class()]
        if letter == ".":
            self._at += 1
            return [Characters((), negated=True)]
        if letter == "(":
            return [self._group(name, depth)]
        if letter in "<!":
            raise self._error("elements that name tokens aren't taken")
        return [self._number(self._name())]

    def _group(self, name: str, depth: int) -> int:
        if depth == _MAX_NESTING:
            raise self._error(f"groups are nested deeper than {_MAX_NESTING}")
        self._at += 1
        self._space(newlines=True)
        rule = self._alternatives(name, depth + 1)
        self._expect(")")
        return self._add(name, rule)

    def _literal(self) -> list[Element]:
        self._at += 1
        codes: list[Element] = []
        while self._peek() != '"':
            code = self._character()
            if code == 0:
                raise self._error("no token holds the character 0")
            codes.append(Characters(((code, code),)))
        self._at += 1
        return codes

    def _class(self) -> Characters:
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        ranges: list[Range] = []
        while self._peek() != "]":
            low = high = self._character()
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                high = self._character()
            if high < low:
                raise self._error("a range of characters ends before it begins")
            ranges.append((low, high))
        self._at += 1
        if not ranges:
            raise self._error("a class has no characters")
        return Characters(tuple(ranges), negated)

    def _character(self) -> int:
        letter = self._peek()
        if not letter:
            raise self._error("the text ends within a literal or a class")
        self._at += 1
        code = self._escaped() if letter == "\\" else ord(letter)
        if code in _SURROGATES or code > LAST:
            raise self._error(f"U+{code:04X} is no character")
        return code

    def _escaped(self) -> int:
        kind = self._peek()
        self._at += 1
        if kind in _ESCAPES and kind:
            return ord(_ESCAPES[kind])
        size = _HEX_DIGITS.get(kind, 0)
        digits = self._text[self._at : self._at + size]
        if not size or len(digits) < size or not all(d in "0123456789abcdefABCDEF" for d in digits):
            raise self._error(f"\\{kind} is no escape of GBNF")
        self._at += size
        return int(digits, 16)

    def _bounds(self) -> tuple[int, int | None]:
        kind = self._peek()
        self._at += 1
        if kind != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[kind]
        self._space()
        low = self._integer()
        high: int | None = low
        self._space()
        if self._peek() == ",":
            self._at += 1
            self._space()
            high = self._integer() if self._peek() != "}" else None
            self._space()
        self._expect("}")
        if max(low, high or 0) > MAX_REPEATS:
            raise self._error(f"repeats more than {MAX_REPEATS} times")
        if high is not None and high < low:
            raise self._error(f"repeats at least {low} and at most {high} times")
        return low, high

    def _repeat(self, name: str, item: list[Element], low: int, high: int | None) -> list[Element]:
        """The item `low` times, then a rule for what may follow, as llama.cpp writes it out."""
        self._count((high or low or 1) * (len(item) + 2))
        repeated = item * low
        if high is None:
            number = self._add(name, ())
            self._rules[number] = ((*item, number), ())
            return [*repeated, number]
        rest: list[Element] = []
        for _ in range(high - low):
            rest = [self._add(name, ((*item, *rest), ()))]
        return repeated + rest

    def _add(self, name: str, rule: Rule) -> int:
        self._names.append(name)
        self._rules.append(rule)
        return len(self._rules) - 1

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            if len(self._numbers) == MAX_NAMED_RULES:
                raise wrong(f"has more than {MAX_NAMED_RULES} rules")
            self._numbers[name] = len(self._rules)
            self._names.append(name)
            self._rules.append(None)
        return self._numbers[name]

    def _count(self, elements: int) -> None:
        self._elements += elements
        if self._elements > MAX_ELEMENTS:
            raise wrong(
                f"has more than {MAX_ELEMENTS} elements once its repetitions are written out; "
                "repeat fewer times"
            )

    def _name(self) -> str:
        began = self._at
        while (letter := self._peek()).isascii() and (letter.isalnum() or letter == "-"):
            self._at += 1
        if began == self._at:
            raise self._error("a rule's name, a literal or a class should stand here")
        return self._text[began : self._at]

    def _integer(self) -> int:
        began = self._at
        while self._peek().isdecimal() and self._peek().isascii():
            self._at += 1
        if not 1 <= self._at - began <= 9:
            raise self._error("a whole number should stand here")
        return int(self._text[began : self._at])

    def _space(self, *, newlines: bool = False) -> None:
        while letter := self._peek():
            if letter == "#":
                while self._peek() not in ("", "\r", "\n"):
                    self._at += 1
            elif letter in " \t" or (newlines and letter in "\r\n"):
                self._at += 1
            else:
                return

    def _expect(self, text: str) -> None:
        if not self._text.startswith(text, self._at):
            raise self._error(f"{text} should stand here")
        self._at += len(text)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _error(self, problem: str) -> InvalidArgument:
        line = self._text.count("\n", 0, self._at) + 1
        rest = self._text[self._at : self._at + 20].split("\n")[0]
        return wrong(f"line {line} of the GBNF, at {rest!r}: {problem}")
