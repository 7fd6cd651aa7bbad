"""LoRA files: used where a spec names them, gone where none does, and wrapped as the rest."""

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

from copy import deepcopy

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import save_file

from tests.worldgen.textures.diffusion.conftest import asked
from tests.worldgen.textures.diffusion.test_model import wrap_error
from worldgen.errors import InvalidSpec

pytestmark = pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning")


@pytest.fixture(scope="module")
def files(plain, opened, tmp_path_factory):
    """Two LoRAs for the plain model, one for the XL one: of attention and of convolutions."""
    folder, made = tmp_path_factory.mktemp("loras"), {}
    for seed, (name, model) in enumerate(
        {"moss": plain, "v1.5-rust": plain, "large": opened("xl")}.items()
    ):
        torch.manual_seed(seed)
        unet = deepcopy(model.pipeline.unet)
        kinds = ["to_q", "to_v", "conv1", "conv2"]
        unet.add_adapter(LoraConfig(r=2, target_modules=kinds, init_lora_weights=False))
        layers = get_peft_model_state_dict(unet)
        StableDiffusionPipeline.save_lora_weights(
            folder, unet_lora_layers=layers, weight_name=f"{name}.safetensors"
        )
        made[name] = folder / f"{name}.safetensors"
    return made


@pytest.fixture(scope="module")
def bent(opened, files):
    return opened(loras=(files["moss"], files["v1.5-rust"]))


def albedo(model, **loras):
    return model.paint(asked(loras=loras)).maps.albedo


def test_a_lora_bends_only_what_names_it(plain, bent):
    usual = albedo(plain)
    assert np.array_equal(albedo(bent), usual)
    moss = albedo(bent, moss=1)
    assert not np.array_equal(moss, usual)
    assert np.array_equal(albedo(bent), usual)
    assert np.array_equal(albedo(bent, moss=1), moss)


def test_weights_count(plain, bent):
    both = albedo(bent, moss=0.5, **{"v1.5-rust": 0.7})
    one = albedo(bent, moss=0.5)
    assert not np.array_equal(both, one)
    assert np.abs(albedo(bent, moss=0).astype(int) - albedo(plain)).max() <= 1
    assert np.array_equal(albedo(bent, moss=0.5, **{"v1.5-rust": 0}), one)


def test_bent_pictures_tile(bent):
    bent.paint(asked(loras={"moss": 1}))
    assert wrap_error(bent, "both", 3) < 1e-4
    assert wrap_error(bent, "none", 3) > 0.01


def test_it_is_part_of_the_recipe(plain, bent):
    usual, same, moss = (
        model.paint(asked(loras=loras)).recipe_sha256
        for model, loras in ((plain, {}), (bent, {}), (bent, {"moss": 1}))
    )
    assert usual == same != moss


def test_files_that_cannot_be_used_are_refused(opened, files, tmp_path):
    pickled, empty, other = (
        tmp_path / name for name in ("a.bin", "b.safetensors", "c.safetensors")
    )
    torch.save({}, pickled)
    empty.write_bytes(b"")
    save_file({"decoder.weight": torch.zeros(2)}, other, {"format": "pt"})
    refusals = {
        pickled: "'a.bin' is no safetensors file",
        empty: r"b.safetensors is damaged or cut off",
        other: r"c.safetensors doesn't fit this model",
        tmp_path / "none.safetensors": "none.safetensors' is no file here",
        files["large"]: r"large.safetensors doesn't fit this model",
    }
    for file, said in refusals.items():
        with pytest.raises(InvalidSpec, match=said):
            opened(loras=(file,))


def test_two_of_one_name_are_refused(opened, files):
    with pytest.raises(InvalidSpec, match="two LoRA files are called 'moss'"):
        opened(loras=(files["moss"], files["moss"]))
