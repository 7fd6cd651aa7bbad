"""The catalogue of model files."""

import hashlib

import pytest

from npcgen.engine.models import describe, list_models, resolve, sha256_of
from npcgen.errors import NotFound
from tests.gguf_factory import TinyModel, truncate, write_gguf


def test_a_model_is_found_by_name_and_by_path(tmp_path, tiny_gguf):
    path = write_gguf(tmp_path / "raven.gguf")
    assert resolve("raven", tmp_path) == path
    assert resolve(str(tiny_gguf), tmp_path) == tiny_gguf


def test_an_unknown_name_gets_the_nearest_ones(tmp_path):
    write_gguf(tmp_path / "raven.gguf")
    with pytest.raises(NotFound) as missing:
        resolve("ravne", tmp_path)
    assert missing.value.message == "there is no model 'ravne'; did you mean raven?"
    assert missing.value.reason == "MODEL_NOT_FOUND"


def test_a_folder_that_is_not_there_has_no_models(tmp_path):
    with pytest.raises(NotFound):
        resolve("zzz", tmp_path / "nowhere")


def test_describe_tells_what_the_header_says(tmp_path):
    path = write_gguf(tmp_path / "raven.gguf", TinyModel(quantisation="Q8_0", context_length=256))
    model = describe(path)
    assert (model.name, model.architecture, model.quantisation) == ("raven", "llama", "Q8_0")
    assert (model.parameters, model.context_tokens) == (122048, 256)
    assert (model.has_chat_template, model.licence) == (True, "apache-2.0")
    assert model.description == "Random weights for tests."


def test_a_damaged_file_is_listed_with_its_problem(tmp_path):
    write_gguf(tmp_path / "good.gguf")
    truncate(write_gguf(tmp_path / "bad.gguf"), 0.5)
    problems = {model.name: model.problem for model in list_models(tmp_path)}
    assert problems["good"] == ""
    assert problems["bad"].startswith("bad.gguf is cut off")


def test_a_file_without_a_template_says_so(tmp_path):
    path = write_gguf(tmp_path / "plain.gguf", TinyModel(chat_template=None))
    assert describe(path).has_chat_template is False


def test_sha256_is_that_of_the_bytes(tiny_gguf):
    assert sha256_of(tiny_gguf) == hashlib.sha256(tiny_gguf.read_bytes()).hexdigest()
