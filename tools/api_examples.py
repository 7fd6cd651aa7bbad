"""A short request for each call, as curl sends it: what its comments require, and nothing else.

A field is filled in where its comment says that it is required, or 1..N characters without a
default; where a request requires nothing, those whose comments have an example.
"""

import json
import re
from collections.abc import Iterable, Mapping

from tools.api_schema import Call, Enum, Field, File, Message

HTTP_URL = "http://127.0.0.1:8080"
MAX_CHARS = 300
"""Of a request; what needs more, such as a whole level, has no example."""

_REQUIRED = re.compile(r"\bRequired\b(?!,? for)")
_NOT_EMPTY = re.compile(r"\b1\.\.\d+ characters")
_WHOLE = {"google.protobuf.Value", "google.protobuf.Struct"}


class Examples:
    """Knows all files, since a request may hold messages of any of them."""

    def __init__(self, files: Iterable[File]) -> None:
        found = tuple(files)
        self._messages: Mapping[str, Message] = {
            each.name: each for file in found for each in file.messages
        }
        self._enums: Mapping[str, Enum] = {each.name: each for file in found for each in file.enums}

    def shell(self, call: Call) -> str | None:
        """The command that makes the call; None where no short one does."""
        message = self._messages[call.request]
        request = self._filled(_required(message) or _with_example(message))
        body = None if request is None else json.dumps(request)
        if body is None or len(body) > MAX_CHARS:
            return None
        url = f"{HTTP_URL}/{call.path}"
        if not call.streams:
            return f"curl -H 'content-type: application/json' -d {_quoted(body)} \\\n  {url}"
        head = "".join(f"\\{byte:03o}" for byte in b"\0" + len(body.encode()).to_bytes(4, "big"))
        envelope = body.replace("\\", "\\\\").replace("%", "%%")
        return (
            f"printf {_quoted(head + envelope)} | \\\n"
            "  curl -N -H 'content-type: application/connect+json' --data-binary @- \\\n"
            f"  {url}"
        )

    def _filled(self, fields: list[Field]) -> dict[str, object] | None:
        """None where one of them can't be made up. Of a oneof it is the first."""
        needed = {field.oneof or field.name: field for field in reversed(fields)}
        filled: dict[str, object] = {}
        for field in reversed(needed.values()):
            value = self._value(field)
            if value is None:
                return None
            is_one_of_many = field.is_list and not isinstance(value, list)
            filled[field.json_name] = [value] if is_one_of_many else value
        return filled

    def _value(self, field: Field) -> object:
        example = _example(field)
        if example is not None:
            return example
        if field.key or field.type in _WHOLE:
            return None
        if field.type in self._messages:
            return self._filled(_required(self._messages[field.type])) or None
        if field.is_enum:
            return self._enums[field.type].values[1].name
        if field.type == "bytes":
            return "BASE64"
        if field.type == "string":
            name = field.name.removesuffix("s") if field.is_list else field.name
            return name.upper()
        return 1


def _required(message: Message) -> list[Field]:
    return [field for field in message.fields if _is_required(field, message)]


def _with_example(message: Message) -> list[Field]:
    return [field for field in message.fields if _example(field) is not None]


def _example(field: Field) -> object:
    """The first example of the comment, where it is JSON; else None."""
    _, _, example = field.comment.partition("Example: ")
    try:
        value: object = json.JSONDecoder().raw_decode(example)[0]
    except json.JSONDecodeError:
        return None
    return value


def _is_required(field: Field, message: Message) -> bool:
    if field.oneof:
        return bool(_REQUIRED.search(message.oneofs[field.oneof]))
    if _REQUIRED.search(field.comment):
        return True
    has_default = "Default" in field.comment or field.may_be_unset
    return bool(_NOT_EMPTY.search(field.comment)) and not has_default and not field.is_list


def _quoted(text: str) -> str:
    """As one word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"
