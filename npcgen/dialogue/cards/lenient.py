"""Fields as real card files have them: null for none, numbers for texts, one text for a list."""

import math
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

_FLAGS = {"": None, "true": True, "1": True, "false": False, "0": False}


class LenientModel(BaseModel):
    """A frozen view of a stranger's object. It leaves out what it doesn't know; the document that
    it was made of keeps that.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _texts(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(filter(None, (part.strip() for part in value.split(","))))
    if isinstance(value, list):
        return tuple(_text(each) for each in value if each is not None)
    return value


def _passages(value: Any) -> Any:
    return ((value,) if value else ()) if isinstance(value, str) else _texts(value)


def _number(value: Any) -> Any:
    """NOTE: pydantic can't say what holds half a character, so messages are ASCII."""
    if value is None or value == "":
        return None
    if not isinstance(value, int | float | str):
        return value
    try:
        number = float(value)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{ascii(value)[:20]} is no number") from error
    if not math.isfinite(number):
        raise ValueError(f"{ascii(value)[:20]} is no number")
    return number


def _flag(value: Any) -> Any:
    """NOTE: pydantic reads texts as flags too, but raises its own for half a character."""
    if not isinstance(value, str):
        return value
    if value.lower() not in _FLAGS:
        raise ValueError("is neither true nor false")
    return _FLAGS[value.lower()]


def _mapping(value: Any) -> Any:
    """NOTE: some languages write an empty object as an empty list."""
    return {} if value in (None, [], "") else value


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Passages = Annotated[tuple[str, ...], BeforeValidator(_passages)]
"""Longer texts, which commas don't part."""
Number = Annotated[float | None, BeforeValidator(_number)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
"""None where the file says nothing."""
Object = Annotated[Mapping[str, Any], BeforeValidator(_mapping)]
