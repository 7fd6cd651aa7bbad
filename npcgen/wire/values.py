"""google.protobuf.Value <-> bools, numbers and texts."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Value

Plain = str | int | float | bool


def fill(fields: Any, values: Mapping[str, Plain]) -> None:
    for name, value in values.items():
        fields[name].CopyFrom(value_to(value))


def value_to(value: Plain) -> Value:
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    return Value(number_value=value)


def plain(value: Value) -> Any:
    """A bool, a text or a number, whole where it is; None for what is none of these."""
    kind = value.WhichOneof("kind")
    if kind not in ("bool_value", "string_value", "number_value"):
        return None
    return number(getattr(value, kind))


def number(value: Any) -> Any:
    """Protocol Buffers' only numbers are floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
