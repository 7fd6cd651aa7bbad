"""Folders that can't be used say why, and nothing in them is run."""

import json
import shutil
import struct

import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

import torch

from npcgen.engine.load import load_backend
from npcgen.engine.model_folder import read_folder
from npcgen.engine.models import describe, list_models, resolve, resolve_folder
from npcgen.errors import ConfigError, InsufficientMemory, ModelUnusable, NotFound
from npcgen.settings import Settings
from tests.folder_factory import (
    WEIGHTS,
    TinyFolder,
    edit_json,
    pickle_weights,
    split_weights,
    write_folder,
)


def settings(path, **fields):
    return Settings(
        backend="transformers", model=str(path), torch_quantisation="none", slots=1, **fields
    )


@pytest.fixture
def raven(tmp_path):
    return write_folder(tmp_path / "raven")


def test_a_folder_is_loaded_with_its_sum(raven):
    backend = load_backend(settings(raven, context_tokens=128))
    assert (backend.info.name, backend.info.context_tokens) == ("raven", 128)
    assert backend.info.sha256 == read_folder(raven).sha256()
    backend.shutdown()


def test_weights_over_two_files_are_the_same_model(raven):
    whole = read_folder(raven)
    split = read_folder(split_weights(raven))
    assert [file.path.name for file in split.weights] == [
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ]
    assert split.parameters == whole.parameters == 110016
    load_backend(settings(raven)).shutdown()


def test_pickled_weights_are_refused_and_never_read(raven):
    with pytest.raises(ModelUnusable, match=r"only pickled weights \(pytorch_model\.bin\)"):
        load_backend(settings(pickle_weights(raven)))


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", WEIGHTS])
def test_what_is_missing_is_named(raven, missing):
    (raven / missing).unlink()
    with pytest.raises(ModelUnusable, match=rf"raven has no {missing}"):
        load_backend(settings(raven))


@pytest.mark.parametrize("damage", ["config.json", "tokenizer_config.json"])
def test_a_damaged_description_is_named(raven, damage):
    (raven / damage).write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnusable, match=rf"{damage} holds no JSON object"):
        load_backend(settings(raven))


def test_a_damaged_tokenizer_is_named(raven):
    (raven / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelUnusable, match=r"tokenizer\.json can't be read"):
        load_backend(settings(raven))


def test_a_cut_off_file_says_how_much_is_there(raven):
    path = raven / WEIGHTS
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelUnusable, match=rf"is cut off: {size - 100} of {size} bytes"):
        load_backend(settings(raven))


@pytest.mark.parametrize("start", [b"", b"GGUF", struct.pack("<Q", 2**40)])
def test_other_files_are_no_safetensors(raven, start):
    (raven / WEIGHTS).write_bytes(start)
    with pytest.raises(ModelUnusable, match="is no safetensors file"):
        read_folder(raven)


@pytest.mark.parametrize("header", [b"[]", b"{", b'{"a": {}}', b'{"a": {"shape": [1]}}'])
def test_a_damaged_header_is_named(raven, header):
    (raven / WEIGHTS).write_bytes(struct.pack("<Q", len(header)) + header)
    with pytest.raises(ModelUnusable, match="has a damaged header"):
        read_folder(raven)


def test_an_index_cannot_point_outside_its_folder(raven, tmp_path):
    split_weights(raven)
    shutil.move(raven / "model-00001-of-00002.safetensors", tmp_path / "outside.safetensors")
    index = raven / f"{WEIGHTS}.index.json"
    places = json.loads(index.read_text())["weight_map"]
    outside = dict.fromkeys(places, "../outside.safetensors")
    edit_json(index, weight_map=outside)
    with pytest.raises(ModelUnusable, match=r"has no outside\.safetensors"):
        read_folder(raven)


def test_code_in_a_folder_is_never_run(raven, tmp_path):
    witness = tmp_path / "ran"
    (raven / "modeling_evil.py").write_text(f"open({str(witness)!r}, 'w')\nclass Evil: pass\n")
    code = {"AutoConfig": "modeling_evil.Evil", "AutoModelForCausalLM": "modeling_evil.Evil"}
    edit_json(raven / "config.json", auto_map=code, model_type="evil")
    with pytest.raises(ModelUnusable, match="can't be loaded by transformers"):
        load_backend(settings(raven))
    assert not witness.exists()


def test_weights_that_are_not_there_are_named(raven):
    edit_json(raven / "config.json", num_hidden_layers=3)
    with pytest.raises(ModelUnusable, match=r"lacks weights \(.*layers\.2"):
        load_backend(settings(raven))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"quantization_config": {"quant_method": "awq"}}, "is quantised already"),
        ({"layer_types": ["full_attention", "linear_attention"]}, "linear_attention"),
        ({"model_type": "warlock"}, "warlock"),
    ],
)
def test_what_cannot_be_served_is_named(raven, fields, problem):
    edit_json(raven / "config.json", **fields)
    with pytest.raises(ModelUnusable, match=problem):
        load_backend(settings(raven))


def test_attention_with_a_term_of_its_own_is_refused(tmp_path):
    path = write_folder(
        tmp_path / "soft", TinyFolder(architecture="gemma2", config={"head_dim": 16})
    )
    with pytest.raises(ModelUnusable, match="its attention has the term softcap"):
        load_backend(settings(path))


@pytest.mark.parametrize("family", ["bloom", "falcon", "mpt"])
def test_attention_that_computes_something_else_is_noticed(tmp_path, family):
    path = write_folder(tmp_path / "odd", TinyFolder(architecture=family))
    with pytest.raises(ModelUnusable, match=rf"\({family}\) can't be served by this backend"):
        load_backend(settings(path))


def test_a_model_larger_than_the_memory_is_refused_before_it_is_loaded(raven):
    edit_json(raven / "config.json", max_position_embeddings=10**9)
    with pytest.raises(InsufficientMemory, match=r"needs about \d+ MiB as none, and \d+ MiB are"):
        load_backend(settings(raven, context_tokens=10**9))


def test_a_context_beyond_the_trained_one_is_refused(raven):
    with pytest.raises(ConfigError, match="context_tokens is 513, but raven was trained with 512"):
        load_backend(settings(raven, context_tokens=513))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_refused(raven):
    with pytest.raises(ConfigError, match="torch_device is cuda, but this torch sees no GPU"):
        load_backend(settings(raven, torch_device="cuda"))


def test_a_folder_recommends_its_sampling(raven):
    edit_json(raven / "generation_config.json", temperature=0.4, top_k=20, repetition_penalty=9.0)
    sampling = load_backend(settings(raven)).info.sampling
    assert (sampling.temperature, sampling.top_k, sampling.repeat_penalty) == (0.4, 20, 1.0)


def test_the_catalogue_lists_folders(raven, tmp_path):
    write_folder(tmp_path / "broken")
    (tmp_path / "broken" / WEIGHTS).unlink()
    models = {model.name: model for model in list_models(tmp_path)}
    assert models["raven"].parameters == describe(raven).parameters == 110016
    assert models["broken"].problem.startswith("broken has no model.safetensors")
    assert resolve_folder("raven", tmp_path) == raven


def test_a_folder_for_the_other_backend_is_pointed_out(raven, tmp_path):
    for given in (str(raven), "raven"):
        with pytest.raises(NotFound, match="serve it with --backend transformers"):
            resolve(given, tmp_path)
    with pytest.raises(NotFound, match="did you mean raven"):
        resolve_folder("ravne", tmp_path)
