"""The names in a JSON request beside those of its message: what is no object, what isn't known.

protobuf's own parser reads a text as an object of unknown names, one a letter, and leaves
unknown names out without a word. So the request is looked at before it is parsed.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from npcgen.errors import InvalidArgument

IGNORED_HEADER = "npcgen-ignored-fields"
"""Of a response: the names in its request that the message lacks."""
_OWN_JSON = "google.protobuf."
_MAX_SHOWN_CHARS = 40
_NAMES_SHOWN = 3


def unknown_names(given: Any, message_type: type[Message]) -> Iterator[str]:
    """Paths of the names that the message lacks, as they were written: "limits.maxTokns".

    Raises InvalidArgument where a message's place holds something else than an object.
    """
    # The stubs have a second class for the same thing.
    return _unknown(given, cast("Descriptor", message_type.DESCRIPTOR), "")


def _unknown(given: Any, message: Descriptor, path: str) -> Iterator[str]:
    if not isinstance(given, dict):
        raise _no_object(given, message, path)
    by_name = {field.json_name: field for field in message.fields} | dict(message.fields_by_name)
    for name, value in given.items():
        inner = f"{path}.{name}" if path else name
        field = by_name.get(name)
        if field is None:
            yield inner
        elif value is not None:
            yield from _unknown_in(value, field, inner)


def _unknown_in(value: Any, field: FieldDescriptor, path: str) -> Iterator[str]:
    message = field.message_type
    is_map = False
    if message is not None and message.GetOptions().map_entry:
        is_map, message = True, message.fields_by_name["value"].message_type
    if message is not None and not message.full_name.startswith(_OWN_JSON):
        for place, each in _places(value, path, is_map=is_map, is_list=field.is_repeated):
            yield from _unknown(each, message, place)


def _places(value: Any, path: str, *, is_map: bool, is_list: bool) -> Iterator[tuple[str, Any]]:
    """NOTE: what is no list, or no map, is left to the parser, which names its field."""
    if is_map:
        if isinstance(value, dict):
            yield from ((f"{path}.{key}", each) for key, each in value.items())
    elif is_list:
        if isinstance(value, list):
            yield from ((f"{path}[{index}]", each) for index, each in enumerate(value))
    else:
        yield path, value


def _no_object(given: object, message: Descriptor, path: str) -> InvalidArgument:
    names = ", ".join(field.json_name for field in message.fields[:_NAMES_SHOWN])
    shown = json.dumps(given, ensure_ascii=False)
    if len(shown) > _MAX_SHOWN_CHARS:
        shown = f"{shown[:_MAX_SHOWN_CHARS]} .."
    wanted = f"an object with names such as {names}" if names else "an object without names, {}"
    return InvalidArgument.at(path, f"needs {wanted}, and was {shown}")
