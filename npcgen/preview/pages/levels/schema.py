"""What may be asked of a kind of level, as a JSON schema: LevelSpec's own, narrowed by the kind."""

from typing import Any

from worldgen.levels.kind import KindInfo, Option
from worldgen.levels.spec import LevelSpec

RANGE = {"$ref": "#/$defs/Range"}
_SIDES = {"width": "Cells across", "height": "Cells down"}


def schema_of(kind: KindInfo) -> dict[str, Any]:
    """The properties that a form can ask for; all others are `rest_of`'s."""
    spec = LevelSpec.model_json_schema()["properties"]
    bounds = {"minimum": kind.min_side, "maximum": kind.max_side}
    properties: dict[str, Any] = {
        side: {**spec[side], **bounds, "description": description}
        for side, description in _SIDES.items()
    }
    if kind.max_floors > 1:
        properties["floors"] = {**spec["floors"], "maximum": kind.max_floors}
    if any(kind.themes):
        properties["theme"] = {**spec["theme"], "enum": list(kind.themes)}
    if kind.counts:
        properties["counts"] = _object(
            {
                name: {**RANGE, "maximum": count.high, "description": count.description}
                for name, count in kind.counts.items()
            }
        )
        properties["difficulty"] = spec["difficulty"]
    if kind.options:
        properties["options"] = _object(
            {name: _option(option) for name, option in kind.options.items()}
        )
    return _object(properties)


def rest_of(kind: KindInfo) -> tuple[str, ...]:
    """The fields of a spec that no property of the kind's schema is."""
    known = {"kind", "seed", *schema_of(kind)["properties"]}
    return tuple(name for name in LevelSpec.model_fields if name not in known)


def _option(option: Option) -> dict[str, Any]:
    about = {"default": option.default, "description": option.description}
    if isinstance(option.default, bool):
        return {**about, "type": "boolean"}
    if isinstance(option.default, str):
        return {
            **about,
            "type": "string",
            **({"enum": list(option.choices)} if option.choices else {}),
        }
    whole = all(float(each).is_integer() for each in (option.default, option.low, option.high))
    kind = "integer" if whole and option.high > 1 else "number"
    return {**about, "type": kind, "minimum": option.low, "maximum": option.high}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}
