"""What a model may answer when it reads a prompt for a texture: a JSON schema, and what it means.

A model only fills in parameters: what it fills in is checked as anybody's, and can be edited.
"""

from collections.abc import Mapping
from typing import Any

from worldgen.answer_forms import SHARES, at_share
from worldgen.documents import object_schema
from worldgen.errors import InvalidSpec
from worldgen.textures.composing import params_of
from worldgen.textures.library import Library
from worldgen.textures.material import Material
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.spec import read_spec
from worldgen.textures.vocabulary import vocabulary

_MOST_WORDS = 4
_SIGNED = tuple(at / 4 for at in range(-4, 5) if at)
_STYLE = ("contrast", "saturation", "brightness", "roughness", "depth")


def which_schema(library: Library) -> dict[str, Any]:
    """JSON Schema of which material a prompt is about."""
    return object_schema({"material": {"enum": sorted(library.materials)}}, ["material"])


def which_about(library: Library) -> str:
    """The materials by what they are made of, each once.

    NOTE: names alone, for all descriptions together don't fit a context of 1,024 tokens.
    """
    families: dict[str, list[str]] = {}
    for name, graph in library.materials.items():
        families.setdefault((*graph.material.tags, "other")[0], []).append(name)
    lines = [f"{family}: {', '.join(names)}" for family, names in families.items()]
    return "\n".join(["Materials:", *lines])


def schema_of(material: Material, library: Library) -> dict[str, Any]:
    """JSON Schema of what a prompt may say of a texture of this material."""
    layers = [name for name, graph in library.layers.items() if graph.material.takes == ("below",)]
    parts: dict[str, Any] = {}
    if known := words_of(material):
        parts["words"] = {"type": "array", "items": {"enum": [*known]}, "maxItems": _MOST_WORDS}
    parts |= {
        "params": object_schema({name: _values(p) for name, p in material.parameters.items()}),
        "layers": object_schema({name: {"enum": [*SHARES[1:]]} for name in layers}),
        "style": object_schema({name: {"enum": list(_SIGNED)} for name in _STYLE}),
        "season": {"enum": ["spring", "summer", "autumn", "winter"]},
    }
    if material.palettes:
        parts["palette"] = {"enum": list(material.palettes)}
    return object_schema(parts)


def about(material: Material, library: Library) -> str:
    """The same for the model, in words."""
    lines = [f"{material.name}: {material.description}"]
    if known := words_of(material):
        lines.append(f"Words: {', '.join(known)}")
    if material.palettes:
        lines.append(f"Palettes: {', '.join(material.palettes)}")
    if material.tint:
        lines.append(f"Main colour: {material.tint}")
    lines.append("Parameters:")
    for name, each in material.parameters.items():
        unit = f" ({each.unit})" if each.unit else ""
        lines.append(f"- {name}{unit}: {each.doc}")
    lines += ["Layers, each with how much of it there is:"]
    for name, graph in library.layers.items():
        if graph.material.takes == ("below",):
            lines.append(f"- {name}: {graph.material.description}")
    return "\n".join(lines)


def words_of(material: Material) -> dict[str, dict[str, Setting]]:
    """What each of its words sets; they mean the same to a model as in `worded.py`."""
    meant: dict[str, dict[str, Setting]] = {}
    for name, parameter in material.parameters.items():
        for word, value in parameter.words.items():
            meant.setdefault(word, {})[name] = value
    return meant


def fields_of_answer(answer: Mapping[str, Any], material: str, library: Library) -> dict[str, Any]:
    """The answer as fields of a spec: words and colours by their names too. Raises InvalidSpec."""
    fields = {name: value for name, value in answer.items() if value not in ({}, [], "", None)}
    graph = library.material(material)
    params = _said(fields.pop("words", []), graph.material)
    given = fields.get("params", {})
    if isinstance(given, Mapping):
        params |= {name: _meant(value, name, graph.material) for name, value in given.items()}
        fields |= {"params": params} if params else {}
    fields["material"] = material
    params_of(graph, read_spec(fields))
    return fields


def _said(words: object, material: Material) -> dict[str, Setting]:
    """The params that words set, of two that set the same the first."""
    known, params = words_of(material), dict[str, Setting]()
    if not isinstance(words, list) or not all(word in known for word in words):
        raise InvalidSpec.at("words", f"these are no words of {material.name}: {words!r:.80}")
    for word in words:
        params = {**known[word], **params}
    return params


def _meant(value: Any, name: str, material: Material) -> Any:
    """A colour by its name, a float by its share of the way; anything else as it is."""
    parameter = material.parameters.get(name)
    if isinstance(value, str):
        return vocabulary()["colours"].get(value, value)
    if parameter and parameter.kind == "float" and isinstance(value, int | float):
        return at_share(parameter.low, parameter.high, value)
    return value


def _values(parameter: Parameter) -> dict[str, Any]:
    if parameter.kind == "bool":
        return {"type": "boolean"}
    if parameter.kind == "choice":
        return {"enum": list(parameter.choices)}
    if parameter.kind == "colour":
        return {"enum": sorted(vocabulary()["colours"])}
    if parameter.kind == "int":
        low, high = int(parameter.low), int(parameter.high)
        return {"enum": [n for n in range(low, high + 1) if n % parameter.step == 0]}
    return {"enum": [*SHARES]}
