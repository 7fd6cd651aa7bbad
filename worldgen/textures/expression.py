"""Arithmetic as material files write it: `bricks.edge * 0.5 + min(rough, 0.2)`.

What a name stands for, and what an operation does, is the reader's: numbers when settings are
worked out, whole pictures when a node is. Nothing here runs Python.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from worldgen.errors import InvalidSpec

MAX_CHARACTERS = 400
MAX_NUMBER = 1e6
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAX_PARTS = 100

ARGUMENTS = {
    "min": 2, "max": 2, "abs": 1, "floor": 1, "fract": 1, "round": 1, "sqrt": 1, "clamp": 1,
    "physical": 1, "mix": 3, "smoothstep": 3, "step": 2, "where": 3, "power": 2, "rgb": 3,
    "luma": 1, "red": 1, "green": 1, "blue": 1, "bias": 2, "gain": 2, "overlay": 2,
}  # fmt: skip
"""The functions that may be called, and of how many values."""
_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}
_COMPARISONS = {ast.Lt: "less", ast.Gt: "greater", ast.Eq: "equal"}

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """Only to compare a choice with: `finish == "rough"`."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """`scale`, or `bricks.edge`."""

    path: str


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    of: tuple["Expression", ...]


Expression: TypeAlias = Number | Text | Name | Call


def parse(written: object, field: str) -> Expression:
    """The expression that a number or a text states. Raises InvalidSpec at `field`."""
    if isinstance(written, bool | int | float):
        if not abs(written) <= MAX_NUMBER:
            raise InvalidSpec.at(field, f"{written!r:.40} is beyond {MAX_NUMBER:g}")
        return Number(float(written))
    if not isinstance(written, str):
        raise InvalidSpec.at(field, f"{str(written)[:80]!r} is neither a number nor an expression")
    if COLOUR.fullmatch(written):
        return Text(written)
    if len(written) > MAX_CHARACTERS:
        raise InvalidSpec.at(
            field, f"this has {len(written)} characters; at most {MAX_CHARACTERS}: use more nodes"
        )
    try:
        tree = ast.parse(written.strip(), mode="eval").body
        if sum(1 for _ in ast.walk(tree)) > 4 * _MAX_PARTS:
            raise InvalidSpec.at(field, "this has too many parts; use more nodes")
        return _read(tree, field)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InvalidSpec.at(
            field, f"{written[:80]!r} is no expression; write such as `scale * 2 + edge`"
        ) from None


def value_of(
    expression: Expression,
    named: Callable[[str], Value],
    number: Callable[[float | str], Value],
    apply: Callable[[str, list[Value]], Value],
) -> Value:
    """What it comes to, where names, numbers and functions mean what the callers make them."""
    match expression:
        case Number(value) | Text(value):
            return number(value)
        case Name(path):
            return named(path)
        case Call(function, of):
            return apply(function, [value_of(each, named, number, apply) for each in of])


def names_in(expression: Expression) -> Iterator[str]:
    """The names in it as they are written, in order."""
    match expression:
        case Name(path):
            yield path
        case Call(_, of):
            for each in of:
                yield from names_in(each)


def _read(tree: ast.expr, field: str) -> Expression:
    match tree:
        case ast.Constant(value=bool() | int() | float() as number) if abs(number) <= MAX_NUMBER:
            return Number(float(number))
        case ast.Constant(value=int() | float() as number):
            raise InvalidSpec.at(field, f"{str(number)[:40]} is beyond {MAX_NUMBER:g}")
        case ast.Constant(value=str() as text):
            return Text(text)
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=ast.Name(id=node), attr=port):
            return Name(f"{node}.{port}")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Call("mul", (Number(-1.0), _read(operand, field)))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            parts = (_read(left, field), _read(right, field))
            return Call(_OPERATORS[type(operator)], parts)
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if (
            type(operator) in _COMPARISONS
        ):
            return Call(_COMPARISONS[type(operator)], (_read(left, field), _read(right, field)))
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[]):
            return _read_call(function, args, field)
    raise InvalidSpec.at(
        field, f"{ast.unparse(tree)[:60]!r} isn't arithmetic; use + - * / < > == and functions"
    )


def _read_call(function: str, args: list[ast.expr], field: str) -> Expression:
    wanted = ARGUMENTS.get(function)
    if wanted is None:
        raise InvalidSpec.at(
            field, f"there is no function {function!r}; there are: {', '.join(sorted(ARGUMENTS))}"
        )
    if len(args) != wanted:
        raise InvalidSpec.at(field, f"{function} takes {wanted} values, not {len(args)}")
    return Call(function, tuple(_read(each, field) for each in args))
