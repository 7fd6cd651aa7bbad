"""Folders of strangers: what can't be used is refused, the file is named, and nothing is run."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

import torch
from safetensors.torch import load_file, save_file

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion import Loading, open_model, read_folder


@pytest.fixture
def copied(folders, tmp_path):
    """A folder that a test may spoil."""
    return shutil.copytree(folders("plain"), tmp_path / "spoiled")


def rewritten(file, **changes):
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def test_a_folder_says_what_it_is(folders):
    plain, large, guarded = (read_folder(folders(kind)) for kind in ("plain", "xl", "guarded"))
    assert (plain.name, plain.pipeline, plain.unit) == ("plain", "StableDiffusionPipeline", 8)
    assert [each.is_xl for each in (plain, large, guarded)] == [False, True, False]
    assert [each.has_checker for each in (plain, large, guarded)] == [False, False, True]


@pytest.mark.parametrize(
    "file",
    [
        "model_index.json",
        "scheduler/scheduler_config.json",
        "text_encoder/config.json",
        "text_encoder/model.safetensors",
        "tokenizer/tokenizer_config.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors",
    ],
)
def test_a_missing_file_is_named(copied, file):
    (copied / file).unlink()
    with pytest.raises(InvalidSpec, match=f"model: {file} is missing"):
        read_folder(copied)


def test_a_tokenizer_needs_its_words(copied):
    (copied / "tokenizer/tokenizer.json").unlink()
    read_folder(copied)
    (copied / "tokenizer/merges.txt").unlink()
    with pytest.raises(InvalidSpec, match=r"tokenizer/merges.txt is missing; copy or download"):
        read_folder(copied)


def test_a_name_on_the_hub_is_no_folder():
    with pytest.raises(InvalidSpec, match=r"'someone/model' is no folder here; .* downloaded"):
        open_model(Path("someone/model"))


def test_pickled_weights_are_refused(copied):
    weights = copied / "unet/diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(InvalidSpec, match=r"unet/diffusion_pytorch_model.bin is pickled.*save it"):
        open_model(copied)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"_class_name": "FluxPipeline"}, "asks for 'FluxPipeline', which isn't run here"),
        ({"_class_name": ["pipeline", "Own"]}, "asks for .'pipeline', 'Own'.*use a folder of"),
        ({"unet": ["own_code", "Unet"]}, "wants 'Unet' as unet, and code of a folder's own"),
        ({"unet": [None, None]}, "names no unet"),
        ({"vae": "AutoencoderKL"}, "names no vae"),
        ({"scheduler": ["diffusers", "DDPMWuerstchenScheduler"]}, "use a folder with DDIMSch"),
    ],
)
def test_other_pipelines_and_code_are_refused(copied, changes, said):
    rewritten(copied / "model_index.json", **changes)
    with pytest.raises(InvalidSpec, match=said):
        open_model(copied)


@pytest.mark.parametrize(
    ("part", "changes", "said"),
    [
        ("text_encoder", {"auto_map": {"AutoModel": "own.Model"}}, "code of its own run"),
        ("unet", {"in_channels": 9}, "unet reads 9 channels instead of 4"),
        ("unet", {"up_block_types": ["SkipUpBlock2D"]}, "aren't known to tile"),
        ("vae", {"down_block_types": None}, "vae is built of None"),
    ],
)
def test_parts_that_do_not_fit_are_refused(copied, part, changes, said):
    rewritten(copied / part / "config.json", **changes)
    with pytest.raises(InvalidSpec, match=said):
        open_model(copied)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 9999, "\x00"])
def test_what_is_no_json_is_refused(copied, text):
    (copied / "model_index.json").write_text(text)
    with pytest.raises(InvalidSpec, match=r"model_index.json holds no JSON object"):
        read_folder(copied)


def test_a_checker_that_is_not_there_is_missed_only_where_it_is_wanted(folders, tmp_path):
    copied = shutil.copytree(folders("guarded"), tmp_path / "unguarded")
    shutil.rmtree(copied / "safety_checker")
    with pytest.raises(InvalidSpec, match=r"safety_checker/config.json is missing"):
        open_model(copied, Loading(device="cpu"))
    open_model(copied, Loading(device="cpu", safety="off"))


@pytest.mark.parametrize("kept", [0, 4, 1000, -1])
def test_weights_that_are_cut_off_are_refused(copied, kept):
    file = copied / "vae/diffusion_pytorch_model.safetensors"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(InvalidSpec, match=r"vae/diffusion_pytorch_model.*damaged or cut off"):
        read_folder(copied)


@pytest.mark.parametrize(
    ("part", "file"),
    [("unet", "diffusion_pytorch_model.safetensors"), ("text_encoder", "model.safetensors")],
)
def test_weights_of_another_shape_or_fewer_are_refused(copied, part, file):
    whole = load_file(copied / part / file)
    first = min(whole)
    for changed in ({**whole, first: torch.zeros(3)}, {**whole, first: None}):
        kept = {name: tensor for name, tensor in changed.items() if tensor is not None}
        save_file(kept, copied / part / file, {"format": "pt"})
        with pytest.raises(InvalidSpec, match=f"model: {part} can't be loaded by diffusers"):
            open_model(copied, Loading(device="cpu"))


def test_an_index_of_weights_may_not_point_outside(copied):
    index = copied / "unet/diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"conv_in.weight": "../vae/model.safetensors"}}))
    with pytest.raises(InvalidSpec, match="points outside"):
        read_folder(copied)


def test_weights_in_several_files_are_read(plain, copied):
    plain.pipeline.unet.save_pretrained(copied / "unet", max_shard_size="1MB")
    (copied / "unet/diffusion_pytorch_model.safetensors").unlink(missing_ok=True)
    model = open_model(copied, Loading(device="cpu", precision="float32"))
    expected = plain.pipeline.unet.state_dict()
    found = model.pipeline.unet.state_dict()
    assert all(torch.equal(found[name], expected[name]) for name in expected)
    assert len(model.folder.parts["unet"].weights) > 1


def test_half_weights_are_read_where_there_are_no_whole_ones(plain, copied):
    (copied / "unet/diffusion_pytorch_model.safetensors").unlink()
    plain.pipeline.unet.save_pretrained(copied / "unet", variant="fp16")
    assert read_folder(copied).parts["unet"].variant == "fp16"
    open_model(copied, Loading(device="cpu"))


@pytest.mark.parametrize(
    ("loading", "said"),
    [
        ({"device": "mps"}, "device: torch .* sees no mps here"),
        ({"device": "cpu", "precision": "float16"}, "precision: processors don't compute in"),
        ({"device": "cpu", "precision": "int8"}, "precision: int8 needs CUDA"),
    ],
)
def test_hardware_that_is_not_there_is_refused(folders, loading, said):
    with pytest.raises(InvalidSpec, match=said):
        open_model(folders("plain"), Loading(**loading))
