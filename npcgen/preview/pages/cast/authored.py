"""What a designer typed, made into the client's own values; what is wrong is said in words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from npcgen.errors import InvalidArgument

Authored = TypeVar("Authored", bound=BaseModel)
MAX_ID_CHARS = 64


def authored(kind: type[Authored], values: Mapping[str, Any]) -> Authored:
    """Raises InvalidArgument that names each field that is wrong."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        lines = [_said(details["loc"], details["msg"]) for details in error.errors()]
        raise InvalidArgument("\n".join(dict.fromkeys(lines))) from error


def lines_of(text: str) -> list[str]:
    """Each line that holds something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def names_of(text: str) -> list[str]:
    """What stands between commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def free_id(name: str, taken: Iterable[str]) -> str:
    """An id made of a name, "mara-of-the-ford", that isn't taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[: MAX_ID_CHARS - 8].strip("-")
    used = set(taken)
    first = plain or "somebody"
    ids = (first, *(f"{first}-{number}" for number in range(2, len(used) + 3)))
    return next(each for each in ids if each not in used)


def _said(path: tuple[int | str, ...], what: str) -> str:
    # A path names the member of a union too, which says nothing to a reader.
    named = [str(part + 1) if isinstance(part, int) else part for part in path[:3]]
    return f"{' '.join(named).replace('_', ' ')}: {what.removeprefix('Value error, ')}"
