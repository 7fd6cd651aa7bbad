"""Quantised weights: near the float ones, smaller, and served the same. On a GPU where one is."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

import torch

from npcgen.engine.backends.transformers.model import TransformersParameters, load_model
from npcgen.engine.backends.transformers.runner import Chunk
from npcgen.engine.base import Sampling
from npcgen.engine.model_folder import read_folder
from tests.engine.asking import ask, finish
from tests.folder_factory import TinyFolder, write_folder

HAS_GPU = torch.cuda.is_available()
CUDA = pytest.param("cuda", marks=pytest.mark.skipif(not HAS_GPU, reason="needs a GPU"))
# What rounding each weight costs: 2**-9 of it, 2**-8 of the largest in its row, and a tenth of it.
WAYS = {"bf16": 0.02, "int8": 0.05, "nf4": 0.3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return read_folder(
        write_folder(tmp_path_factory.mktemp("models") / "tiny", TinyFolder(spread=0.05))
    )


def logits(folder, quantisation, device):
    """Of a fixed prompt, computed in two slices."""
    if quantisation == "nf4" or (quantisation, device) == ("int8", "cuda"):
        pytest.importorskip("bitsandbytes", reason="needs the extra [torch]")
    parameters = TransformersParameters(quantisation, device, slots=1, threads=1)
    loaded = load_model(folder, parameters)
    loaded.runner.forward([Chunk(0, 0, range(20, 40), wants_logits=False)])
    [row] = loaded.runner.forward([Chunk(0, 20, range(40, 50), wants_logits=True)])
    return row


@pytest.mark.parametrize("device", ["cpu", CUDA])
@pytest.mark.parametrize("quantisation", WAYS)
def test_quantised_logits_are_near_the_float_ones(folder, quantisation, device):
    exact = logits(folder, "none", "cpu")
    near = logits(folder, quantisation, device)
    error = np.linalg.norm(near - exact) / np.linalg.norm(exact)
    assert 0 < error < WAYS[quantisation]


@pytest.mark.skipif(not HAS_GPU, reason="needs a GPU")
def test_a_gpu_computes_what_a_cpu_computes(folder):
    assert logits(folder, "none", "cuda") == pytest.approx(logits(folder, "none", "cpu"), abs=0.02)


@pytest.mark.parametrize("device", ["cpu", CUDA])
@pytest.mark.parametrize("quantisation", ["auto", "bf16", "int8", "nf4"])
async def test_every_quantisation_speaks(make_engine, make_torch, quantisation, device):
    if quantisation == "nf4" or (quantisation, device) == ("int8", "cuda"):
        pytest.importorskip("bitsandbytes", reason="needs the extra [torch]")
    backend = make_torch(TinyFolder(), quantisation=quantisation, device=device, slots=2)
    engine = make_engine(backend=backend)
    streams = [engine.stream(ask(max_tokens=20, sampling=Sampling(seed=n))) for n in range(2)]
    for stream in streams:
        assert (await finish(stream)).usage.completion_tokens == 20


def test_auto_is_what_was_measured_to_be_best(make_torch):
    expected = "bf16 on cuda" if HAS_GPU else "int8 on cpu"
    assert make_torch(quantisation="auto", device="auto").info.quantisation == expected
