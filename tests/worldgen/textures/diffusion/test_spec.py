"""Specs for a diffusion model, as YAML, JSON or a mapping: refused at the field that is wrong."""

import pytest

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion import read_diffusion_spec


def test_text_and_mapping_say_the_same() -> None:
    spec = read_diffusion_spec("prompt: mossy wall\nsize: 512x256\nloras: {moss: 0.8}\n")
    said = {"prompt": "mossy wall", "width": 512, "height": 256, "loras": {"moss": 0.8}}
    assert spec == read_diffusion_spec(said)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "prompt: this is missing"),
        ({"prompt": ""}, "prompt: this is empty"),
        ({"size": 0}, "width: 0 is too small; 16 is the least"),
        ({"size": 100_000}, "width: 100000 is too large; 2048 is the most"),
        ({"width": 33}, "width: 33 is no multiple of 4"),
        ({"steps": 0}, "steps: 0 is too small"),
        ({"guidance": 0.5}, "guidance: 0.5 is too small"),
        ({"guidance": float("nan")}, "guidance: nan"),
        ({"strength": 0}, "strength: 0 is too small; it has to be above 0"),
        ({"scheduler": "own"}, "scheduler: 'own' is none of: 'ddim'"),
        ({"loras": {"moss": 3}}, r"loras.moss: 3 is too large"),
        ({"mask": "aGk="}, "a mask needs an image that it belongs to"),
        ({"seeds": 1}, "seeds: there is no field of that name"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, object], said: str) -> None:
    usual = {"prompt": "moss"} if fields else {}
    with pytest.raises(InvalidSpec, match=said):
        read_diffusion_spec({**usual, **fields})
