"""Values and headings of Godot's text files.

Source: https://docs.godotengine.org/en/stable/engine_details/file_formats/tscn.html, and
core/variant/variant_parser.cpp for what may be escaped.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worldgen.errors import InvalidSpec

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """A value that is made of others: `Vector2i(3, 4)`."""

    name: str
    arguments: tuple[object, ...]

    @classmethod
    def of(cls, name: str, *arguments: object) -> "Call":
        return cls(name, arguments)


def value(given: object) -> str:
    """How Godot writes it. Raises InvalidSpec for a text with a NUL, which it can't hold."""
    match given:
        case bool():
            return "true" if given else "false"
        case int() if not -(2**63) <= given < 2**63:
            return value(str(given))
        case int():
            return str(given)
        case float():
            return repr(given)
        case str():
            return _text(given)
        case bytes():
            return f'PackedByteArray("{base64.b64encode(given).decode()}")'
        case Call():
            return f"{given.name}({', '.join(map(value, given.arguments))})"
        case Mapping():
            return "{" + ", ".join(f"{value(k)}: {value(v)}" for k, v in given.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(value, given)) + "]"
    raise TypeError(f"{type(given)} is nothing that Godot's files hold")


def heading(kind: str, attributes: Mapping[str, object]) -> str:
    """`[node name="floor" type="Node2D"]`."""
    return f"[{' '.join([kind, *(f'{name}={value(v)}' for name, v in attributes.items())])}]\n"


def section(kind: str, attributes: Mapping[str, object], properties: Mapping[str, object]) -> str:
    lines = "".join(f"{name} = {value(given)}\n" for name, given in properties.items())
    return f"{heading(kind, attributes)}{lines}\n"


def resource(
    kind: str,
    pictures: Mapping[str, str],
    properties: Mapping[str, object],
    parts: Sequence[str] = (),
) -> str:
    """A .tres file: `pictures` are paths by the ids that ExtResource names them by, `parts` its
    sub-resources, as `section` writes each."""
    uses = (
        heading("ext_resource", {"type": "Texture2D", "path": path, "id": name})
        for name, path in pictures.items()
    )
    first = heading("gd_resource", {"type": kind, "format": 3})
    return "\n".join((first, *uses, "".join(parts) + section("resource", {}, properties)))


def import_settings(importer: str, makes: str, params: Mapping[str, object]) -> str:
    """A file's `.import` file: Godot imports it so when it first sees both, and adds the rest.

    `makes` is the class of the resource; `params` are those that aren't the importer's defaults.
    """
    settings = "".join(f"{name}={value(given)}\n" for name, given in params.items())
    remap = f"importer={value(importer)}\ntype={value(makes)}\n"
    return f"[remap]\n\n{remap}\n[params]\n\n{settings}"


def _text(text: str) -> str:
    if "\0" in text:
        raise InvalidSpec.at("text", f"{text!r:.60} has a NUL, which ends texts in Godot; drop it")
    return f'"{text.translate(_ESCAPES)}"'
