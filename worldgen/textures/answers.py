"""What a model may answer when it reads a prompt for a texture: a JSON schema, and what it means.

A model only fills in parameters: what it fills in is checked as anybody's, and can be edited.
"""

from collections.abc import Mapping
from typing import Any

from worldgen.documents import object_schema
from worldgen.textures.composing import params_of
from worldgen.textures.library import Library
from worldgen.textures.material import Material
from worldgen.textures.parameters import Parameter
from worldgen.textures.spec import read_spec
from worldgen.textures.vocabulary import vocabulary

_TENTHS = tuple(at / 10 for at in range(1, 11))
_SIGNED = tuple(at / 4 for at in range(-4, 5) if at)
_STYLE = ("contrast", "saturation", "brightness", "roughness", "depth")


def which_schema(library: Library) -> dict[str, Any]:
    """JSON Schema of which material a prompt is about."""
    return object_schema({"material": {"enum": sorted(library.materials)}}, ["material"])


def schema_of(material: Material, library: Library) -> dict[str, Any]:
    """JSON Schema of what a prompt may say of a texture of this material."""
    layers = [name for name, graph in library.layers.items() if graph.material.takes == ("below",)]
    parts: dict[str, Any] = {
        "params": object_schema({name: _values(p) for name, p in material.parameters.items()}),
        "layers": object_schema({name: {"enum": list(_TENTHS)} for name in layers}),
        "style": object_schema({name: {"enum": list(_SIGNED)} for name in _STYLE}),
        "season": {"enum": ["spring", "summer", "autumn", "winter"]},
    }
    if material.palettes:
        parts["palette"] = {"enum": list(material.palettes)}
    return object_schema(parts)


def about(material: Material, library: Library) -> str:
    """The same for the model, in words."""
    lines = [f"{material.name}: {material.description}", "Parameters:"]
    lines += [f"- {name}: {each.doc}" for name, each in material.parameters.items()]
    lines += ["Layers, each with how much of it there is:"]
    for name, graph in library.layers.items():
        if graph.material.takes == ("below",):
            lines.append(f"- {name}: {graph.material.description}")
    return "\n".join(lines)


def fields_of_answer(answer: Mapping[str, Any], material: str, library: Library) -> dict[str, Any]:
    """The answer as fields of a spec: colours by their names too. Raises InvalidSpec."""
    fields = {name: value for name, value in answer.items() if value not in ({}, "", None)}
    colours: Mapping[str, str] = vocabulary()["colours"]
    if isinstance(fields.get("params"), Mapping):
        fields["params"] = {
            name: colours.get(value, value) if isinstance(value, str) else value
            for name, value in fields["params"].items()
        }
    fields["material"] = material
    params_of(library.material(material), read_spec(fields))
    return fields


def _values(parameter: Parameter) -> dict[str, Any]:
    if parameter.kind == "bool":
        return {"type": "boolean"}
    if parameter.kind == "choice":
        return {"enum": list(parameter.choices)}
    if parameter.kind == "colour":
        return {"enum": sorted(vocabulary()["colours"])}
    # NOTE: tenths, which a model writes without an end to its decimals.
    low, over = parameter.low, parameter.high - parameter.low
    tenths = [low + over * at / 10 for at in range(11)]
    if parameter.kind == "int":
        return {"enum": sorted({round(each / parameter.step) * parameter.step for each in tenths})}
    return {"enum": sorted({round(each, 4) for each in tenths})}
