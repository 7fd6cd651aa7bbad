"""LoRA files: which fit a model, and what is said of those that don't."""

import hashlib
from dataclasses import replace

import pytest

from npcgen.engine.adapters import check_adapter, describe_adapter, list_adapters
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import AdapterInfo
from npcgen.engine.gguf_file import read_gguf
from npcgen.errors import FailedPrecondition, ModelUnusable
from tests.engine.asking import ask
from tests.gguf_factory import truncate, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter

INFO = ScriptedBackend().info


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return read_gguf(write_gguf(tmp_path_factory.mktemp("base") / "base.gguf"))


def test_an_adapter_is_listed_with_what_its_header_says(model, tmp_path):
    write_adapter(tmp_path / "gruff.gguf", TinyAdapter(rank=6))
    (gruff,) = list_adapters(tmp_path, model)
    assert (gruff.name, gruff.rank, gruff.problem) == ("gruff", 6, "")
    assert gruff.description == "Speaks gruffly."
    assert gruff.sha256 == hashlib.sha256((tmp_path / "gruff.gguf").read_bytes()).hexdigest()
    assert gruff.size_bytes == (tmp_path / "gruff.gguf").stat().st_size


def test_a_folder_that_is_not_there_has_no_adapters(model, tmp_path):
    assert list_adapters(tmp_path / "nowhere", model) == []


@pytest.mark.parametrize(
    ("adapter", "problem"),
    [
        (TinyAdapter(general_type="model"), "is no LoRA adapter: its general.type is 'model'"),
        (TinyAdapter(adapter_type="dora"), "its adapter.type 'dora'; convert one with"),
        (TinyAdapter(architecture="qwen2"), "was trained for 'qwen2', and base.gguf is 'llama'"),
        (TinyAdapter(width=128), r"has \(128, 4\) and \(4, 128\) for 'blk.0.attn_q.weight', which"),
        (TinyAdapter(layers=3), "changes 'blk.2.attn_q.weight', which base.gguf doesn't have"),
        (TinyAdapter(layers=0), "changes nothing: it holds no LoRA matrices"),
        (TinyAdapter(leaves_out="1.ffn_up.weight.lora_b"), "lacks one of the two matrices of 'blk"),
        (TinyAdapter(extra_tensor="blk.0.attn_q.weight"), "holds 'blk.0.attn_q.weight', which is"),
        (TinyAdapter(is_activated=True), "is an activated LoRA, which begins in the middle"),
    ],
)
def test_a_foreign_adapter_says_what_does_not_fit(model, tmp_path, adapter, problem):
    path = write_adapter(tmp_path / "odd.gguf", adapter)
    with pytest.raises(ModelUnusable, match=problem) as refused:
        describe_adapter(path, model)
    assert refused.value.reason == "ADAPTER_UNUSABLE"
    assert refused.value.message.startswith("odd.gguf ")


def test_norms_beside_the_matrices_are_passed_over(model, tmp_path):
    path = write_adapter(
        tmp_path / "gruff.gguf", TinyAdapter(extra_tensor="blk.0.attn_norm.weight")
    )
    assert describe_adapter(path, model).rank == 4


@pytest.mark.parametrize("keep", [0.2, 0.9])
def test_a_damaged_adapter_is_listed_with_its_problem(model, tmp_path, keep):
    truncate(write_adapter(tmp_path / "cut.gguf"), keep)
    (cut,) = list_adapters(tmp_path, model)
    assert cut.problem.startswith("cut.gguf ")
    assert cut.problem.endswith("copy or download the file again")


def test_a_name_no_persona_can_ask_for_is_a_problem(model, tmp_path):
    write_adapter(tmp_path / "two words.gguf")
    (odd,) = list_adapters(tmp_path, model)
    assert "use letters, digits, '.', '-' and '_'" in odd.problem


def test_a_model_without_adapters_says_where_to_put_one():
    with pytest.raises(FailedPrecondition) as refused:
        check_adapter("gruff", replace(INFO, adapters=()))
    assert refused.value.message == (
        "adapter 'gruff': the model 'scripted' has no adapters; put gruff.gguf in the data "
        "folder's adapters/ and start the server again"
    )
    assert (refused.value.reason, refused.value.metadata["adapter"]) == (
        "ADAPTER_NOT_FOUND",
        "gruff",
    )


def test_a_misspelt_adapter_gets_the_nearest_one():
    info = replace(INFO, adapters=(AdapterInfo("gruff"), AdapterInfo("shy")))
    check_adapter("gruff", info)
    check_adapter("", info)
    with pytest.raises(FailedPrecondition, match="has no adapter of that name; did you mean gruff"):
        check_adapter("grufff", info)


def test_an_unusable_adapter_says_why_when_it_is_asked_for():
    info = replace(INFO, adapters=(AdapterInfo("gruff", "gruff.gguf is cut off"),))
    with pytest.raises(FailedPrecondition, match=r"adapter 'gruff': gruff\.gguf is cut off") as no:
        check_adapter("gruff", info)
    assert no.value.reason == "ADAPTER_UNUSABLE"
    assert [violation.path for violation in no.value.violations] == ["persona.adapter"]


def test_a_backend_that_passes_adapters_over_takes_any():
    check_adapter("gruff", INFO)


class PlainBackend(ScriptedBackend):
    """A model without adapters."""

    @property
    def info(self):
        return replace(super().info, adapters=())


async def test_a_reply_through_an_unknown_adapter_is_refused_at_once(make_engine):
    with pytest.raises(FailedPrecondition, match="has no adapters"):
        make_engine(backend=PlainBackend()).stream(ask(adapter="gruff"))
