"""What a model is asked about a prompt, and what its answer means."""

from collections.abc import Mapping
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures.answers import about, fields_of_answer, schema_of, which_about, which_schema
from worldgen.textures.interpret import read_prompt
from worldgen.textures.library import Library, bundled
from worldgen.textures.making.told import Question, Questions, Reading

_BY_WORDS = ("width", "height", "tiling", "seed", "mixing", "region")
"""What a model isn't asked for."""


def questions(library: Library | None = None) -> Questions:
    """Of every material."""
    library = library or bundled()
    each = {name: graph.material for name, graph in library.materials.items()}
    of_material = {
        name: Question(about(material, library), schema_of(material, library))
        for name, material in each.items()
    }
    return Questions(Question(which_about(library), which_schema(library)), of_material)


def fields_of(
    reading: Reading | None, prompt: str, library: Library | None = None
) -> Mapping[str, Any]:
    """Fields of a spec, all of them valid; none where the words of the prompt have to do."""
    if reading is None:
        return {}
    library = library or bundled()
    try:
        fields = fields_of_answer(reading.answer, reading.material, library)
        for name in fields.get("layers", {}):
            library.layer(name)
    except InvalidSpec:
        return {}
    said = read_prompt(prompt, library, reading.material).fields
    return {**{name: said[name] for name in _BY_WORDS if name in said}, **fields}
