"""The pocket model in PyTorch: attention in stripes, wired copying, and llama.cpp beside it."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
llama_cpp = pytest.importorskip("llama_cpp")
pytest.importorskip("gguf")
pytest.importorskip("tokenizers")

from training.attention import causal_attention  # noqa: E402
from training.drills import drill  # noqa: E402
from training.export import export  # noqa: E402
from training.model import PocketModel, Shape, parameters  # noqa: E402
from training.tokeniser import train_tokeniser  # noqa: E402
from training.wiring import wire_copying  # noqa: E402

SHAPE = Shape(vocabulary=512, width=128, layers=2, heads=2, hidden=192, context=512, turning=12)


@pytest.mark.parametrize("length", [1, 127, 128, 129, 300])
def test_stripes_give_what_the_whole_gives(length: int) -> None:
    torch.manual_seed(length)
    query, key, value = torch.randn(3, 2, 3, length, 16)
    whole = torch.nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
    assert torch.allclose(causal_attention(query, key, value), whole, atol=1e-5)


def test_picked_positions_have_the_logits_they_have_in_the_row() -> None:
    model, tokens = PocketModel(SHAPE), torch.randint(0, 512, (2, 40))
    every, picked = model(tokens), torch.tensor([3, 39, 40, 77])
    assert torch.allclose(model(tokens, picked), every.flatten(0, 1)[picked], atol=1e-5)


def test_parameters_are_counted() -> None:
    assert parameters(SHAPE) == sum(weight.numel() for weight in PocketModel(SHAPE).parameters())


def test_a_fresh_model_already_copies() -> None:
    torch.manual_seed(1)
    model = PocketModel(Shape(2048, 256, 2, 4, 256, 512, 12))
    wire_copying(model)
    rows = [drill(random.Random(seed), 300, 2048, 4) for seed in range(8)]
    tokens = torch.tensor([row.tokens for row in rows])
    counts = torch.tensor([row.weights for row in rows])[:, 1:] > 0
    with torch.no_grad():
        right = model(tokens[:, :-1]).argmax(-1) == tokens[:, 1:]
    assert right[counts].float().mean() > 0.4


def test_llama_cpp_says_what_pytorch_says(tmp_path: Path) -> None:
    torch.manual_seed(2)
    model = PocketModel(SHAPE)
    tokeniser = train_tokeniser(3, 60, SHAPE.vocabulary)
    path = tmp_path / "small.gguf"
    export(model.state_dict(), SHAPE, tokeniser, path)
    tokens = torch.randint(4, 512, (1, 200)).tolist()[0]
    served = llama_cpp.Llama(str(path), n_ctx=256, logits_all=True, verbose=False)
    served.eval(tokens)
    with torch.no_grad():
        ours = model(torch.tensor([tokens]))[0]
    theirs = torch.tensor(served.scores[: len(tokens)])
    assert (ours.argmax(-1) == theirs.argmax(-1)).float().mean() > 0.98
    assert (ours - theirs).abs().mean() < 0.02 * ours.std()
