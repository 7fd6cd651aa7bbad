"""Fills messages, so that what can't travel is told by the name of its field."""

from typing import Any, TypeVar

from google.protobuf.message import Message

from npcgen.errors import InvalidArgument

Filled = TypeVar("Filled", bound=Message)
_REFUSALS = (ValueError, TypeError, OverflowError)


def filled(kind: type[Filled], at: str = "", /, **fields: Any) -> Filled:
    """The message; `at` is the path of the field it stands in. Raises InvalidArgument."""
    try:
        return kind(**fields)
    except _REFUSALS:
        for name, value in fields.items():
            _check(kind, f"{at}.{name}" if at else name, name, value)
        raise


def _check(kind: type[Message], path: str, name: str, value: object) -> None:
    try:
        kind(**{name: value})
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        raise InvalidArgument.at(
            path, f"holds U+{code:04X}, which is half a character; send whole ones"
        ) from error
    except _REFUSALS as error:
        raise InvalidArgument.at(path, f"is {str(value)[:80]}, which won't do: {error}") from error
