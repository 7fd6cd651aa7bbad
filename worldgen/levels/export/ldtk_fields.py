"""Names and fields as LDtk takes them: plain identifiers, and one type for each field.

What a name was stands in the definition's `doc`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from worldgen.levels.export.content import OURS
from worldgen.levels.level import Value

Raw = dict[str, Any]
_INT_END = 2**31
_EXACT_END = 2**53


@dataclass(frozen=True, slots=True)
class Field:
    uid: int
    name: str
    identifier: str
    type: str
    """Int, Float, Bool or String."""

    def definition(self) -> Raw:
        return {
            "identifier": self.identifier,
            "doc": self.name,
            "__type": self.type,
            "uid": self.uid,
            "type": f"F_{self.type}",
            **_UNUSED,
        }

    def instance(self, value: Value | None) -> Raw:
        written = self._written(value)
        return {
            "__identifier": self.identifier,
            "__type": self.type,
            "__value": written,
            "__tile": None,
            "defUid": self.uid,
            "realEditorValues": []
            if written is None
            else [{"id": f"V_{self.type}", "params": [written]}],
        }

    def _written(self, value: Value | None) -> Value | None:
        if value is None or self.type != "String" or isinstance(value, str):
            return value
        return json.dumps(value)


def fields_of(things: Iterable[Mapping[str, Value]], uid: Callable[[], int]) -> dict[str, Field]:
    """A field for each property that any of the things has."""
    values: dict[str, list[Value]] = {}
    for properties in things:
        for name, value in properties.items():
            values.setdefault(name, []).append(value)
    named = zip(values, identifiers(name.removeprefix(OURS) for name in values), strict=True)
    return {name: Field(uid(), name, plain, _type(values[name])) for name, plain in named}


def identifiers(names: Iterable[str]) -> Iterator[str]:
    """Letters, digits and underscores, no two alike."""
    taken: dict[str, int] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)[:40]
        plain = plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
        unique = plain
        while unique in taken:
            taken[plain] += 1
            unique = f"{plain}_{taken[plain]}"
        taken[unique] = 1
        yield unique


def _type(values: list[Value]) -> str:
    """NOTE: a property that is a number here and a text there is a text, in JSON."""
    if all(isinstance(value, bool) for value in values):
        return "Bool"
    if any(isinstance(value, bool | str) for value in values):
        return "String"
    if all(isinstance(value, int) and -_INT_END <= value < _INT_END for value in values):
        return "Int"
    exact = all(isinstance(value, float) or abs(value) <= _EXACT_END for value in values)  # type: ignore[arg-type]
    return "Float" if exact else "String"


_UNUSED: Raw = {
    "isArray": False,
    "canBeNull": True,
    "arrayMinLength": None,
    "arrayMaxLength": None,
    "editorDisplayMode": "Hidden",
    "editorDisplayScale": 1,
    "editorDisplayPos": "Above",
    "editorLinkStyle": "StraightArrow",
    "editorDisplayColor": None,
    "editorAlwaysShow": False,
    "editorShowInWorld": False,
    "editorCutLongValues": True,
    "editorTextSuffix": None,
    "editorTextPrefix": None,
    "useForSmartColor": False,
    "exportToToc": False,
    "searchable": True,
    "min": None,
    "max": None,
    "regex": None,
    "acceptFileTypes": None,
    "defaultOverride": None,
    "textLanguageMode": None,
    "symmetricalRef": False,
    "autoChainRef": False,
    "allowOutOfLevelRef": True,
    "allowedRefs": "OnlySame",
    "allowedRefsEntityUid": None,
    "allowedRefTags": [],
    "tilesetUid": None,
}
