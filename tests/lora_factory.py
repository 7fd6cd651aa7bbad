"""Makes real LoRA adapters for the tiny models of `gguf_factory`: GGUF files of random weights."""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from tests.gguf_factory import HIDDEN, LAYERS, WIDTH

_SHAPES = {
    "attn_q": (WIDTH, WIDTH),
    "attn_v": (WIDTH, WIDTH // 2),
    "ffn_up": (WIDTH, HIDDEN),
    "ffn_down": (HIDDEN, WIDTH),
}
"""Inputs and outputs of the weights that an adapter changes."""


@dataclass(frozen=True, slots=True)
class TinyAdapter:
    """What the file is to be. `seed` changes the weights, nothing else does."""

    seed: int = 1
    rank: int = 4
    alpha: float = 8.0
    architecture: str = "llama"
    general_type: str = "adapter"
    adapter_type: str = "lora"
    width: int = WIDTH
    """Of the model it was trained for."""
    layers: int = LAYERS
    leaves_out: str = ""
    """A tensor of this ending isn't written."""
    extra_tensor: str = ""
    is_activated: bool = False
    weights: tuple[str, ...] = tuple(_SHAPES)
    """Those that it changes, in every layer."""
    kind: type = np.float32
    """Of the matrices; llama.cpp aborts when it multiplies by whole numbers."""
    description: str = "Speaks gruffly."


def write_adapter(path: Path, adapter: TinyAdapter | None = None) -> Path:
    """Writes the file and returns its path. About 30 kB."""
    adapter = adapter or TinyAdapter()
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, adapter.architecture)
    writer.add_type(adapter.general_type)
    writer.add_description(adapter.description)
    writer.add_string(gguf.Keys.Adapter.TYPE, adapter.adapter_type)
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, adapter.alpha)
    if adapter.is_activated:
        writer.add_array(gguf.Keys.Adapter.ALORA_INVOCATION_TOKENS, [3, 4])
    _add_matrices(writer, adapter)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_matrices(writer: gguf.GGUFWriter, adapter: TinyAdapter) -> None:
    rng = np.random.default_rng(adapter.seed)

    def matrix(name: str, rows: int, columns: int) -> None:
        if not (adapter.leaves_out and name.endswith(adapter.leaves_out)):
            weights = rng.standard_normal((rows, columns)) * 0.2
            writer.add_tensor(name, weights.astype(adapter.kind))

    for layer in range(adapter.layers):
        for weight, (inputs, outputs) in ((each, _SHAPES[each]) for each in adapter.weights):
            name = f"blk.{layer}.{weight}.weight"
            inputs = inputs * adapter.width // WIDTH
            matrix(f"{name}.lora_a", adapter.rank, inputs)
            matrix(f"{name}.lora_b", outputs * adapter.width // WIDTH, adapter.rank)
    if adapter.extra_tensor:
        matrix(adapter.extra_tensor, 4, 4)
