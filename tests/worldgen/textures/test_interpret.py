"""Prompts as people write them, read by their words."""

from typing import Any

import jsonschema
import pytest

from worldgen.errors import InvalidSpec
from worldgen.textures.answers import about, fields_of_answer, schema_of, which_schema
from worldgen.textures.interpret import read_prompt
from worldgen.textures.jobs import spec_of
from worldgen.textures.library import bundled
from worldgen.textures.spec import read_spec

GOLDEN: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("mossy castle wall", {"material": "castle_wall", "layers": {"moss": 0.45}}, ()),
    ("Castle wall without moss", {"material": "castle_wall"}, ()),
    (
        "rusty painted metal, heavily scratched, teal",
        {
            "material": "rust",
            "params": {"rust": 0.6, "paint": "#2f7472"},
            "layers": {"wear": 0.835},
        },
        (),
    ),
    (
        "cobblestone street with grass between the stones",
        {
            "material": "cobble",
            "mixing": {"surface": {"material": "grass"}, "amount": 0.4, "mask": "cracks"},
        },
        ("street", "stones"),
    ),
    (
        "slightly worn oak planks, varnished, 8 boards",
        {
            "material": "planks",
            "params": {"boards": 8, "finish": "varnished"},
            "palette": "oak",
            "layers": {"wear": 0.203},
        },
        (),
    ),
    (
        "stormy sea at night, seed 7",
        {
            "material": "water",
            "params": {"swell": 0.12, "foam": 0.5},
            "palette": "night",
            "seed": 7,
        },
        (),
    ),
    (
        "dry lawn in autumn, 512x256",
        {
            "material": "grass",
            "params": {"dryness": 0.75},
            "season": "autumn",
            "width": 512,
            "height": 256,
        },
        (),
    ),
    (
        "a very dark, glossy plank floor 3x10",
        {
            "material": "planks",
            "params": {"lengths": 3, "boards": 10},
            "style": {"brightness": -0.72, "roughness": -0.55},
        },
        ("floor",),
    ),
    ("a purple elephant", {}, ("purple", "elephant")),
    ("", {}, ()),
)


@pytest.mark.parametrize(("prompt", "fields", "unused"), GOLDEN)
def test_a_prompt_becomes_fields(
    prompt: str, fields: dict[str, Any], unused: tuple[str, ...]
) -> None:
    reading = read_prompt(prompt, bundled())
    assert dict(reading.fields) == fields
    assert reading.unused_words == unused


@pytest.mark.parametrize("name", tuple(bundled().materials))
def test_each_material_is_found_by_each_of_its_names(name: str) -> None:
    material = bundled().materials[name].material
    for phrase in (name.replace("_", " "), *material.words):
        assert read_prompt(f"some {phrase}", bundled()).fields["material"] == name, phrase


def test_fields_win_over_text_and_text_over_the_prompt() -> None:
    written = "params: {gap: 0.2, stones: 5}"
    spec, unused = spec_of(written, {"params": {"stones": 7}}, "mossy cobble, huge", {})
    assert spec.params == {"gap": 0.2, "stones": 7}
    assert spec.layers == {"moss": 0.45}
    assert unused == ("huge",)


def test_a_prompt_that_names_no_material_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="'a unicorn' names no material; there are: "):
        spec_of("", {}, "a unicorn", {})


def test_fields_of_another_material_leave_the_prompt_its_layers() -> None:
    spec, _ = spec_of("", {"material": "cobble"}, "", {"material": "rust", "params": {"rust": 1.0}})
    assert (spec.material, dict(spec.params)) == ("cobble", {})


@pytest.mark.parametrize("name", tuple(bundled().materials))
def test_what_the_schema_allows_is_a_spec(name: str) -> None:
    material = bundled().materials[name].material
    schema = schema_of(material, bundled())
    for pick in (0, -1):
        answer = {
            "params": {
                each: values["enum"][pick] if "enum" in values else bool(pick)
                for each, values in schema["properties"]["params"]["properties"].items()
            },
            "layers": {"moss": 0.5},
            "style": {"depth": -0.5},
            "season": "winter",
        }
        jsonschema.validate(answer, schema)
        assert read_spec(fields_of_answer(answer, name, bundled())).material == name
    assert all(each in about(material, bundled()) for each in material.parameters)


def test_the_first_question_is_which_material() -> None:
    names = which_schema(bundled())["properties"]["material"]["enum"]
    assert {"castle_wall", "cobble", "water"} <= set(names)


@pytest.mark.parametrize(
    ("prompt", "material"),
    [
        ("snow on planks", "planks"),
        ("deep snow", "snow"),
        ("a mossy rubble wall", "rubble_wall"),
        ("moss", "moss"),
        ("chainmail, rusty", "chainmail"),
        ("rusty metal", "rust"),
        ("gold coins on a wooden floor", "coins"),
    ],
)
def test_what_may_be_a_layer_is_one_beside_a_material(prompt: str, material: str) -> None:
    assert read_prompt(prompt, bundled()).fields["material"] == material


def test_a_misspelt_material_is_guessed_at() -> None:
    with pytest.raises(InvalidSpec, match="did you mean 'castle wall'"):
        spec_of("", {}, "a castl wal", {})
