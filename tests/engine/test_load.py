"""From settings to a backend, and files that must not take the server down."""

import sys

import numpy as np
import pytest

from npcgen.engine.load import load_backend
from npcgen.engine.models import sha256_of
from npcgen.engine.probe import _crashed, probe
from npcgen.errors import MissingExtra, ModelUnusable, NotFound
from npcgen.settings import Settings
from tests.gguf_factory import TinyModel, truncate, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter

# Everything that could be measured is set, so that nothing is.
SET = {"threads": 1, "kv_mode": "split", "flash_attention": "off", "batch_tokens": 64, "slots": 1}


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NPCGEN_DATA_DIR", str(tmp_path / "data"))


def test_the_scripted_backend_takes_its_settings():
    backend = load_backend(Settings(backend="scripted", scripted_slots=3))
    assert (backend.info.name, backend.info.slots) == ("scripted", 3)


def test_a_model_is_loaded_with_its_sum(tiny_gguf):
    backend = load_backend(Settings(model=str(tiny_gguf), context_tokens=128))
    assert (backend.info.name, backend.info.context_tokens) == ("tiny", 128)
    assert backend.info.sha256 == sha256_of(tiny_gguf)
    backend.shutdown()


def test_a_model_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="no model 'phantom'"):
        load_backend(Settings(model="phantom", data_dir=tmp_path))


def test_a_cut_off_model_is_refused_before_llama_cpp_sees_it(tmp_path):
    path = truncate(write_gguf(tmp_path / "cut.gguf"), 0.7)
    with pytest.raises(ModelUnusable, match=r"cut\.gguf is cut off"):
        load_backend(Settings(model=str(path)))


def test_an_unknown_architecture_is_left_to_the_real_load(tmp_path):
    path = write_gguf(tmp_path / "odd.gguf", TinyModel(architecture="warlock"))
    probe(path)
    with pytest.raises(ModelUnusable, match="warlock"):
        load_backend(Settings(model=str(path)))


def test_a_file_that_crashes_llama_cpp_crashes_only_the_child(tmp_path):
    path = write_gguf(tmp_path / "crash.gguf")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"<0x92>", b"<0x12>"))
    with pytest.raises(ModelUnusable, match=r"crash\.gguf crashed llama\.cpp"):
        load_backend(Settings(model=str(path)))


def test_a_missing_library_says_how_to_install_it(tiny_gguf, monkeypatch):
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(MissingExtra, match=r"pip install llama-cpp-python==0\.3\.36"):
        load_backend(Settings(model=str(tiny_gguf)))


def test_a_build_for_another_cpu_is_recognised(tiny_gguf):
    assert "built for another CPU" in _crashed(tiny_gguf, -4, "").message


def adapters_of(tmp_path, tiny_gguf):
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path, **SET)
    backend = load_backend(settings)
    backend.shutdown()
    return {adapter.name: adapter.problem for adapter in backend.info.adapters}


def test_the_adapters_of_the_data_folder_are_loaded_with_the_model(tmp_path, tiny_gguf, caplog):
    write_adapter(tmp_path / "adapters" / "gruff.gguf")
    write_adapter(tmp_path / "adapters" / "shy.gguf", TinyAdapter(architecture="qwen2"))
    problems = adapters_of(tmp_path, tiny_gguf)
    assert problems["gruff"] == ""
    assert problems["shy"].startswith("shy.gguf was trained for 'qwen2'")
    assert "adapter left out: shy.gguf was trained for" in caplog.text


def test_an_adapter_that_crashes_llama_cpp_costs_only_itself(tmp_path, tiny_gguf):
    write_adapter(tmp_path / "adapters" / "whole.gguf", TinyAdapter(kind=np.int32))
    write_adapter(tmp_path / "adapters" / "gruff.gguf")
    problems = adapters_of(tmp_path, tiny_gguf)
    assert problems["gruff"] == ""
    assert problems["whole"].startswith("whole.gguf crashed llama.cpp")
