"""JSON of strangers: objects only, no deeper than MAX_DEPTH, with numbers that JSON has.

What was parsed can always be written again.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from npcgen.dialogue.cards.limits import MAX_DEPTH, MAX_JSON_BYTES, MIB
from npcgen.errors import InvalidArgument

Document = Mapping[str, Any]


def parse_document(data: bytes, name: str) -> dict[str, Any]:
    """The object that `data` holds as UTF-8 JSON; raises InvalidArgument at `name`."""
    if len(data) > MAX_JSON_BYTES:
        raise InvalidArgument.at(name, f"holds more than {MAX_JSON_BYTES // MIB} MiB of JSON")
    try:
        document = json.loads(
            data.decode("utf-8-sig"), parse_float=_float, parse_constant=_constant
        )
    except UnicodeDecodeError as error:
        raise InvalidArgument.at(name, f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise InvalidArgument.at(name, f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise InvalidArgument.at(name, f"nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise InvalidArgument.at(name, f"holds a number that can't be read: {error}") from error
    if not isinstance(document, dict):
        raise InvalidArgument.at(name, "holds no JSON object")
    _check_depth(document, name)
    return document


def written(document: Document) -> bytes:
    """UTF-8 JSON. NOTE: escaped to ASCII, for half a character can't be written otherwise."""
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode()


def _float(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text[:20]} is too large")
    return number


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")


def _check_depth(document: object, name: str) -> None:
    level: list[object] = [document]
    for _ in range(MAX_DEPTH):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise InvalidArgument.at(name, f"nested deeper than {MAX_DEPTH} levels")


def _inside(value: object) -> list[object]:
    """The objects and lists right inside."""
    if isinstance(value, dict):
        return [each for each in value.values() if isinstance(each, dict | list)]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict | list)]
    return []
