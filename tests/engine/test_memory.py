"""What a model is said to take, what it takes, and who is refused."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.memory import ModelShape, available_bytes, embedding_bytes, needed
from npcgen.engine.memory_budget import MemoryBudget, load_within, shape_of
from npcgen.engine.models import bundled_path
from npcgen.errors import ConfigError, InsufficientMemory, Overloaded
from npcgen.settings import Settings
from tests.bert_factory import write_bert
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter

MIB = 2**20
GIB = 2**30
# Loads, computes a prompt, says a few tokens; what the process grew by, in bytes.
_CHILD = """
import json, sys
from pathlib import Path
import psutil
import llama_cpp
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message
from npcgen.engine.gguf_file import read_gguf

given = json.loads(sys.argv[1])
before = psutil.Process().memory_info().rss
backend = LlamaCppBackend(read_gguf(Path(given.pop("path"))), LlamaParameters(threads=1, **given))
text = "the rain in " * (backend.info.context_tokens // 16)
sequence = backend.open(GenerationRequest((Message("user", text),)))
spoken = 0
while spoken < 4:
    spoken += sum(step.tokens or 4 * bool(step.finished) for step in backend.step([sequence]))
print(psutil.Process().memory_info().rss - before)
"""

# Makes vectors with a model that speaks, or with a file of its own; what that grew the process by.
_EMBEDDING_CHILD = """
import json, sys
from pathlib import Path
import psutil
import llama_cpp
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.gguf_file import read_gguf

given = json.loads(sys.argv[1])
file = read_gguf(Path(given["path"]))
if given["is_loaded"]:
    backend = LlamaCppBackend(file, LlamaParameters(threads=1, slots=1))
    embedder = backend.embedding_model()
else:
    embedder = LlamaEmbedder(file)
before = psutil.Process().memory_info().rss
embedder.embed(["the rain in the mill " * 200])
print(psutil.Process().memory_info().rss - before)
"""


def grown_by(path, child=_CHILD, **parameters):
    arguments = json.dumps({"path": str(path), **parameters})
    done = subprocess.run(
        [sys.executable, "-c", child, arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_the_need_is_named_part_by_part(tiny_gguf):
    file = read_gguf(tiny_gguf)
    need = needed(file, ModelShape(slots=3, parked_bytes=5 * MIB), GIB)
    assert (need.slots, need.context_tokens) == (3, 512)
    assert (need.weights, need.kv, need.parked) == (file.size_bytes, 3 * 512 * 256, 5 * MIB)
    assert need.total == need.weights + need.kv + need.compute + need.parked
    assert "3 slots of 512 tokens 1, " in str(need)


@pytest.mark.parametrize(("spare_slots", "slots"), [(0, 1), (1, 2), (4, 5), (1000, 16)])
def test_slots_that_nobody_chose_fit_what_is_free(tiny_gguf, spare_slots, slots):
    file = read_gguf(tiny_gguf)
    one = needed(file, ModelShape(slots=1), GIB)
    assert needed(file, ModelShape(), one.total + spare_slots * one.kv).slots == slots


def test_more_context_than_it_was_trained_with_is_refused(tiny_gguf):
    with pytest.raises(ConfigError, match="trained with 512"):
        needed(read_gguf(tiny_gguf), ModelShape(context_tokens=1024), GIB)


def test_layers_on_a_gpu_leave_main_memory(tiny_gguf):
    file = read_gguf(tiny_gguf)
    none, some, all_of_it = (
        needed(file, ModelShape(slots=1, n_gpu_layers=layers), GIB) for layers in (0, 1, -1)
    )
    assert (none.gpu, all_of_it.weights, all_of_it.kv) == (0, 0, 0)
    assert none.weights > some.weights > 0
    assert all_of_it.gpu > some.gpu > 0


@pytest.mark.parametrize("slots", [1, 48])
def test_a_generated_model_takes_at_most_what_was_said_and_not_much_less(tmp_path, slots):
    """Bounds: never more than the estimate, and at least its cache plus half of its weights."""
    path = write_gguf(tmp_path / "wide.gguf", TinyModel(context_length=8192))
    need = needed(read_gguf(path), ModelShape(slots=slots), 64 * GIB)
    grown = grown_by(path, slots=slots, context_tokens=8192)
    assert need.kv + need.weights // 2 <= grown <= need.total


@pytest.mark.skipif(not bundled_path().is_file(), reason="the pocket model isn't here")
def test_the_bundled_model_takes_at_most_what_was_said():
    file = read_gguf(bundled_path())
    need = needed(file, ModelShape(slots=4), 64 * GIB)
    grown = grown_by(bundled_path(), slots=4)
    assert need.kv <= grown <= need.total


@pytest.mark.skipif(not bundled_path().is_file(), reason="the pocket model isn't here")
def test_vectors_of_the_bundled_model_take_at_most_what_was_said_and_not_much_less():
    said = embedding_bytes(read_gguf(bundled_path()), is_loaded=True)
    grown = grown_by(bundled_path(), _EMBEDDING_CHILD, is_loaded=True)
    assert said // 2 <= grown <= said


def test_an_embedding_model_of_its_own_takes_at_most_what_was_said(tmp_path):
    path = write_bert(tmp_path / "finder.gguf")
    said = embedding_bytes(read_gguf(path), is_loaded=False)
    assert path.stat().st_size < grown_by(path, _EMBEDDING_CHILD, is_loaded=False) <= said


def test_embeddings_are_counted_where_lore_needs_them(tmp_path, tiny_gguf):
    finder, file = write_bert(tmp_path / "finder.gguf"), read_gguf(tiny_gguf)
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path, lore_embeddings=True)
    own = settings.model_copy(update={"embedding_model": str(finder)})
    none = settings.model_copy(update={"lore_embeddings": False})
    sizes = [shape_of(each, file).embedding_bytes for each in (settings, own, none)]
    expected = embedding_bytes(read_gguf(finder), is_loaded=False)
    assert sizes == [embedding_bytes(file, is_loaded=True), expected, 0]


def test_adapters_that_fit_the_model_are_counted(tmp_path, tiny_gguf):
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path)
    gruff = write_adapter(settings.adapter_dir / "gruff.gguf")
    write_adapter(settings.adapter_dir / "odd.gguf", TinyAdapter(architecture="qwen2"))
    shape = replace(shape_of(settings, read_gguf(tiny_gguf)), slots=1)
    assert shape.adapter_bytes == gruff.stat().st_size
    need, without = (
        needed(read_gguf(tiny_gguf), each, GIB) for each in (shape, replace(shape, adapter_bytes=0))
    )
    assert need.total - without.total == need.adapters == gruff.stat().st_size
    assert str(need).endswith(", adapters 1)")


def test_what_is_taken_only_when_needed_stays_set_aside(tiny_gguf):
    file, shape = read_gguf(tiny_gguf), ModelShape(slots=1, embedding_bytes=5 * MIB)
    budget = MemoryBudget(available=lambda: GIB)
    need = budget.admit("one", file, shape)
    budget.loaded("one")
    assert budget.free() == round(0.8 * GIB) - need.weights - 5 * MIB


def test_a_container_limits_what_is_available(tmp_path):
    (tmp_path / "memory.max").write_text("100\n")
    (tmp_path / "memory.current").write_text("80\n")
    (tmp_path / "memory.stat").write_text("anon 50\nfile 30\n")
    assert available_bytes(tmp_path) == 50
    (tmp_path / "memory.max").write_text("max\n")
    assert available_bytes(tmp_path) > MIB


def test_a_limit_holds_for_all_models_together(tiny_gguf):
    file = read_gguf(tiny_gguf)
    need = needed(file, ModelShape(slots=1), GIB).total
    budget = MemoryBudget(2 * need, available=lambda: GIB)
    for name in ("one", "two"):
        budget.admit(name, file, ModelShape(slots=1))
        budget.loaded(name)
    with pytest.raises(InsufficientMemory):
        budget.admit("three", file, ModelShape(slots=1))
    budget.release("one")
    budget.admit("three", file, ModelShape(slots=1))
    assert budget.free() == 0


def test_two_loads_at_once_do_not_count_on_the_same_memory(tiny_gguf):
    file = read_gguf(tiny_gguf)
    need = needed(file, ModelShape(slots=1), GIB)
    budget = MemoryBudget(available=lambda: round(1.5 * need.total / 0.8))
    budget.admit("one", file, ModelShape(slots=1))
    with pytest.raises(InsufficientMemory):
        budget.admit("two", file, ModelShape(slots=1))
    budget.loaded("one")
    assert budget.free() == round(1.5 * need.total) - need.weights
    budget.release("one")
    budget.admit("read", file, ModelShape(slots=1, mmap=False))
    budget.loaded("read")
    assert budget.free() == round(1.5 * need.total)


def test_a_refusal_says_what_is_needed_what_is_free_and_what_to_lower(tiny_gguf):
    budget = MemoryBudget(10 * MIB, available=lambda: GIB)
    with pytest.raises(InsufficientMemory) as caught:
        budget.admit("tiny", read_gguf(tiny_gguf), ModelShape(slots=2, parked_bytes=7 * MIB))
    error = caught.value
    assert isinstance(error, Overloaded)
    assert error.reason == "INSUFFICIENT_MEMORY"
    assert "the model 'tiny' needs about " in error.message
    assert "parking 7), and 10 MiB are free for models; lower slots, " in error.message
    assert error.metadata == {"model": "tiny", "free_mib": "10"}


def test_a_gpu_that_is_too_small_is_refused_too(tiny_gguf):
    budget = MemoryBudget(available=lambda: GIB, gpu_free=lambda: MIB // 4)
    with pytest.raises(InsufficientMemory, match=r"of the GPU's memory, .* lower n_gpu_layers"):
        budget.admit("tiny", read_gguf(tiny_gguf), ModelShape(slots=1, n_gpu_layers=-1))
    unknown = MemoryBudget(available=lambda: GIB, gpu_free=lambda: None)
    assert unknown.admit("tiny", read_gguf(tiny_gguf), ModelShape(n_gpu_layers=-1)).gpu > 0


def test_a_load_that_fails_gives_its_memory_back(tmp_path):
    path = write_gguf(tmp_path / "odd.gguf", TinyModel(architecture="warlock"))
    budget = MemoryBudget(GIB, available=lambda: GIB)
    with pytest.raises(Exception, match="warlock"):
        load_within(Settings(model=str(path), data_dir=tmp_path, threads=1), budget)
    assert budget.free() == GIB
