"""What a prompt asks for, by its words alone: plain, quick, and the same every time.

The words are those of the materials, their parameters, palettes and layers, and of
`data/material_words.yaml`. It never raises, and what it gives is always a valid spec's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.rng import MAX_SEED
from worldgen.textures.composing import params_of
from worldgen.textures.graph import Graph
from worldgen.textures.library import Library
from worldgen.textures.material import Material
from worldgen.textures.spec import MAX_SIDE, MIN_SIDE, TextureSpec, read_spec
from worldgen.textures.vocabulary import Words, vocabulary
from worldgen.textures.worded import said_parameters

_MIXED = 0.4
"""How much of a second material there is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a spec that a prompt states, and its words that none was made of."""

    fields: Mapping[str, Any]
    unused_words: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether it names a material."""
        return "material" in self.fields


def read_prompt(prompt: str, library: Library, material: str = "") -> Reading:
    """What the prompt states; `material` is what is asked for whatever it says.

    Without a material in it the fields have none, and so aren't a spec's yet.
    """
    words = Words(prompt)
    fields: dict[str, Any] = {**_seed(words), **_size(words)}
    known = [graph.material for graph in library.materials.values()]
    named = material if material in library.materials else _material(words, library)
    if not named:
        return Reading(fields, words.unused())
    graph = library.materials[named]
    fields["material"] = named
    fields |= said_parameters(words, graph.material)
    fields |= _layers(words, library)
    fields |= _mixing(words, known, named)
    for part, name in (("seasons", "season"), ("tiling", "tiling")):
        fields |= _one_of(words, part, name)
    fields |= _tint(words, graph.material, fields)
    fields |= _style(words)
    for phrase in called(graph.material):
        words.use(
            *(at + step for at in words.places(phrase) for step in range(len(phrase.split())))
        )
    return Reading(_valid(fields, graph), words.unused())


def _material(words: Words, library: Library) -> str:
    """The longest name that is said, not after "with"; of equal ones the last: "stone floor tiles".

    A counted one, as in "8 boards", is none; one that may be a layer or a quality, as in "snow on
    planks", is only where nothing else is named.
    """
    qualities = {*vocabulary()["qualities"], *_layer_words(library)}
    found: tuple[bool, bool, int, int, str] = (False, False, 0, 0, "")
    for graph in library.materials.values():
        for phrase in called(graph.material):
            for at in words.places(phrase):
                if not words.at(at - 1).isdigit():
                    sure = (phrase not in qualities, not _is_joined(words, at))
                    found = max(found, (*sure, len(phrase.split()), at, graph.material.name))
    *_, length, at, name = found
    words.use(*range(at, at + length))
    return name


def _layer_words(library: Library) -> set[str]:
    materials = [graph.material for graph in library.layers.values()]
    return {word for each in materials for word in (each.name, *each.words)}


def called(material: Material) -> tuple[str, ...]:
    """What a prompt may call it."""
    return (material.name.replace("_", " "), *material.words)


def _is_joined(words: Words, place: int) -> bool:
    """Whether "with" or the like stands shortly before it."""
    return any(words.at(at) in vocabulary()["joins"] for at in range(max(1, place - 3), place))


def _layers(words: Words, library: Library) -> dict[str, Any]:
    layers: dict[str, float] = {}
    usual = float(vocabulary()["layer"])
    for graph in library.layers.values():
        material = graph.material
        if "above" in material.takes:
            continue
        for phrase in (material.name, *material.words):
            for at in words.places(phrase):
                if words.denied(at):
                    continue
                layers[material.name] = round(words.stressed(at, usual, 0.0, 0.0, 1.0), 3)
                words.use(*range(at, at + len(phrase.split())))
    return {"layers": layers} if layers else {}


def _mixing(words: Words, known: list[Material], first: str) -> dict[str, Any]:
    """A second material, after a word that joins it to the first: "cobble with grass between"."""
    for material in sorted(known, key=lambda each: each.name):
        for phrase in sorted(called(material), key=len, reverse=True):
            for at in words.places(phrase):
                if material.name == first or not _is_joined(words, at):
                    continue
                words.use(*range(at, at + len(phrase.split())))
                mask = _one_of(words, "masks", "mask")
                surface = {"material": material.name}
                return {"mixing": {"surface": surface, "amount": _MIXED, "mask": "noise", **mask}}
    return {}


def _tint(words: Words, material: Material, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A palette by its name, or else a colour for what the material says is its main one."""
    for at, word in words.left():
        if word in material.palettes:
            words.use(at)
            return {"palette": word}
    colours = vocabulary()["colours"]
    for at, word in words.left():
        if word in colours and material.tint:
            words.use(at)
            return {"params": {**fields.get("params", {}), material.tint: colours[word]}}
    return {}


def _one_of(words: Words, part: str, field: str) -> dict[str, Any]:
    for at, word in words.left():
        if word in vocabulary()[part]:
            words.use(at)
            return {field: vocabulary()[part][word]}
    return {}


def _style(words: Words) -> dict[str, Any]:
    style: dict[str, float] = {}
    for at, word in words.left():
        said = vocabulary()["style"].get(word, {})
        for name, value in said.items():
            stressed = words.stressed(at, value, 0.0, -1.0, 1.0)
            style.setdefault(name, round(stressed, 3))
        if said:
            words.use(at)
    return {"style": style} if style else {}


def _seed(words: Words) -> dict[str, Any]:
    for at, word in words.left():
        number = words.at(at + 1)
        if word == "seed" and number.isdigit() and int(number) <= MAX_SEED:
            words.use(at, at + 1)
            return {"seed": int(number)}
    return {}


def _size(words: Words) -> dict[str, Any]:
    """ "512x256", or "1024 px": counts of pieces are smaller, and are a parameter's."""
    for at, word in words.left():
        sides = words.pair(at)
        if sides and min(sides) >= 64 and all(_is_side(side) for side in sides):
            words.use(at)
            return {"width": sides[0], "height": sides[1]}
        if word.isdigit() and words.at(at + 1) in ("px", "pixels", "pixel") and _is_side(int(word)):
            words.use(at, at + 1)
            return {"width": int(word), "height": int(word)}
    return {}


def _is_side(side: int) -> bool:
    return MIN_SIDE <= side <= MAX_SIDE and side % 4 == 0


def _valid(fields: dict[str, Any], graph: Graph) -> dict[str, Any]:
    """Only what a spec can hold: what is refused is left out."""
    while True:
        try:
            spec = read_spec(fields)
            params_of(graph, spec)
        except InvalidSpec as error:
            wrong = error.field.partition(".")[0]
            if wrong == "material" or fields.pop(wrong, None) is None:
                return {"material": graph.material.name}
        else:
            return {name: fields[name] for name in TextureSpec.model_fields if name in fields}
