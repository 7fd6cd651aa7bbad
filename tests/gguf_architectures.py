"""The layers of tiny models that aren't plain llamas: what their memory is like differs.

mamba keeps one state a sequence, jamba and lfm2 one beside keys and values, gemma2 shows half of
its layers only a window of the context. Names and shapes are those that llama.cpp loads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import gguf
import numpy as np
from numpy.typing import NDArray

WIDTH, LAYERS, HEADS, KV_HEADS, HIDDEN = 64, 2, 4, 2, 128
HEAD = WIDTH // HEADS
WINDOW = 32
"""Tokens that gemma2's first layer sees."""
_INNER, _STATE, _KERNEL, _RANK = 2 * WIDTH, 8, 4, 4

Tensor = tuple[str, NDArray[np.float32]]


def _matrix(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.float32]:
    return (rng.standard_normal((rows, columns)) * 0.2).astype(np.float32)


def _ones(size: int = WIDTH) -> NDArray[np.float32]:
    return np.ones(size, dtype=np.float32)


def _feed_forward(rng: np.random.Generator, block: str) -> Iterator[Tensor]:
    yield f"{block}.ffn_norm.weight", _ones()
    yield f"{block}.ffn_gate.weight", _matrix(rng, HIDDEN, WIDTH)
    yield f"{block}.ffn_up.weight", _matrix(rng, HIDDEN, WIDTH)
    yield f"{block}.ffn_down.weight", _matrix(rng, WIDTH, HIDDEN)


def _attention(rng: np.random.Generator, block: str) -> Iterator[Tensor]:
    yield f"{block}.attn_norm.weight", _ones()
    yield f"{block}.attn_q.weight", _matrix(rng, WIDTH, WIDTH)
    yield f"{block}.attn_k.weight", _matrix(rng, KV_HEADS * HEAD, WIDTH)
    yield f"{block}.attn_v.weight", _matrix(rng, KV_HEADS * HEAD, WIDTH)
    yield f"{block}.attn_output.weight", _matrix(rng, WIDTH, WIDTH)


def _llama(rng: np.random.Generator, layer: int) -> Iterator[Tensor]:
    yield from _attention(rng, f"blk.{layer}")
    yield from _feed_forward(rng, f"blk.{layer}")


def _gemma2(rng: np.random.Generator, layer: int) -> Iterator[Tensor]:
    yield from _llama(rng, layer)
    yield f"blk.{layer}.post_attention_norm.weight", _ones()
    yield f"blk.{layer}.post_ffw_norm.weight", _ones()


def _mamba(rng: np.random.Generator, layer: int) -> Iterator[Tensor]:
    block = f"blk.{layer}"
    yield f"{block}.attn_norm.weight", _ones()
    yield f"{block}.ssm_in.weight", _matrix(rng, 2 * _INNER, WIDTH)
    yield f"{block}.ssm_conv1d.weight", _matrix(rng, _INNER, _KERNEL)
    yield f"{block}.ssm_conv1d.bias", _matrix(rng, 1, _INNER)[0]
    yield f"{block}.ssm_x.weight", _matrix(rng, _RANK + 2 * _STATE, _INNER)
    yield f"{block}.ssm_dt.weight", _matrix(rng, _INNER, _RANK)
    yield f"{block}.ssm_dt.bias", _matrix(rng, 1, _INNER)[0]
    # Decay: it must be below zero, or the state grows without an end.
    yield f"{block}.ssm_a", -np.abs(_matrix(rng, _INNER, _STATE)) - np.float32(0.05)
    yield f"{block}.ssm_d", _ones(_INNER)
    yield f"{block}.ssm_out.weight", _matrix(rng, WIDTH, _INNER)


def _jamba(rng: np.random.Generator, layer: int) -> Iterator[Tensor]:
    """The first layer is a mamba's, the second one attends."""
    block = f"blk.{layer}"
    yield from _feed_forward(rng, block)
    if layer:
        yield from _attention(rng, block)
        return
    yield from _mamba(rng, layer)
    yield f"{block}.ssm_dt_norm.weight", _ones(_RANK)
    yield f"{block}.ssm_b_norm.weight", _ones(_STATE)
    yield f"{block}.ssm_c_norm.weight", _ones(_STATE)


def _lfm2(rng: np.random.Generator, layer: int) -> Iterator[Tensor]:
    """The first layer is a convolution with a state, the second one attends."""
    block = f"blk.{layer}"
    yield from _feed_forward(rng, block)
    if layer:
        yield from _attention(rng, block)
        yield f"{block}.attn_q_norm.weight", _ones(HEAD)
        yield f"{block}.attn_k_norm.weight", _ones(HEAD)
        return
    yield f"{block}.attn_norm.weight", _ones()
    yield f"{block}.shortconv.conv.weight", _matrix(rng, WIDTH, _KERNEL)
    yield f"{block}.shortconv.in_proj.weight", _matrix(rng, 3 * WIDTH, WIDTH)
    yield f"{block}.shortconv.out_proj.weight", _matrix(rng, WIDTH, WIDTH)


def _plain_header(writer: gguf.GGUFWriter) -> None:
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(HEAD)


def _gemma2_header(writer: gguf.GGUFWriter) -> None:
    _plain_header(writer)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_sliding_window(WINDOW)


def _mamba_header(writer: gguf.GGUFWriter) -> None:
    writer.add_feed_forward_length(0)
    writer.add_head_count(0)
    _state_header(writer)


def _state_header(writer: gguf.GGUFWriter) -> None:
    writer.add_ssm_conv_kernel(_KERNEL)
    writer.add_ssm_inner_size(_INNER)
    writer.add_ssm_state_size(_STATE)
    writer.add_ssm_time_step_rank(_RANK)


def _half_header(writer: gguf.GGUFWriter) -> None:
    """Of a model whose first layer doesn't attend."""
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv([0, KV_HEADS])
    writer.add_rope_dimension_count(HEAD)


def _jamba_header(writer: gguf.GGUFWriter) -> None:
    _half_header(writer)
    _state_header(writer)


def _lfm2_header(writer: gguf.GGUFWriter) -> None:
    _half_header(writer)
    writer.add_shortconv_l_cache(_KERNEL)


@dataclass(frozen=True, slots=True)
class Architecture:
    """What its file holds besides vocabulary and embeddings."""

    header: Callable[[gguf.GGUFWriter], None] = _plain_header
    layer: Callable[[np.random.Generator, int], Iterator[Tensor]] = _llama
    output_norm: str = "output_norm.weight"
    output: str | None = "output.weight"
    """None where the output is the embedding."""


_ARCHITECTURES = {
    "gemma2": Architecture(_gemma2_header, _gemma2, output=None),
    "jamba": Architecture(_jamba_header, _jamba),
    "lfm2": Architecture(_lfm2_header, _lfm2, output_norm="token_embd_norm.weight"),
    "mamba": Architecture(_mamba_header, _mamba),
}


def architecture(name: str) -> Architecture:
    """A plain llama for any name that isn't known here."""
    return _ARCHITECTURES.get(name, Architecture())


def may_be_quantised(name: str, weights: NDArray[np.float32]) -> bool:
    """Whether the tensor is a matrix that llama.cpp multiplies in any type; the rest is F32."""
    return name.endswith(".weight") and weights.ndim == 2 and weights.shape[1] % 32 == 0
