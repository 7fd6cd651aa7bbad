"""Whether a model fits the memory that is there, by the sizes its folder names. Loads nothing."""

import contextlib
import ctypes
import gc
import sys
from typing import Any, Literal

import torch

from npcgen.engine.memory import available_bytes as available_main_memory
from npcgen.engine.memory import mib
from npcgen.engine.model_folder import ModelFolder
from npcgen.errors import InsufficientMemory

Quantisation = Literal["none", "bf16", "int8", "nf4"]
MOST_SLOTS = 16
_SHARE_OF_MEMORY = 0.25
# While it is being loaded, as measured on 135M weights. On a CPU int8 is made from float32 weights
# that are in memory by then; nf4 leaves embeddings and the last layer as they are.
_BYTES_PER_WEIGHT = {
    ("none", "cpu"): 4.0,
    ("none", "cuda"): 4.0,
    ("bf16", "cpu"): 2.0,
    ("bf16", "cuda"): 2.0,
    ("int8", "cpu"): 5.0,
    ("int8", "cuda"): 1.5,
    ("nf4", "cpu"): 2.5,
    ("nf4", "cuda"): 1.0,
}


def available_bytes(device: torch.device) -> int:
    """Free memory where the model is to be."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return available_main_memory()


def weights_bytes(folder: ModelFolder, quantisation: Quantisation, device: torch.device) -> int:
    """About what loading the weights takes."""
    return int(folder.parameters * _BYTES_PER_WEIGHT[quantisation, device.type])


def kv_bytes_per_token(config: Any, quantisation: Quantisation) -> int:
    """What one token of context takes, by the configuration of the text model."""
    heads = int(config.num_attention_heads)
    kv_heads = int(getattr(config, "num_key_value_heads", None) or heads)
    width = int(getattr(config, "head_dim", None) or config.hidden_size // heads)
    size = 4 if computes_in_float32(quantisation) else 2
    return 2 * int(config.num_hidden_layers) * kv_heads * width * size


def computes_in_float32(quantisation: Quantisation) -> bool:
    """int8 on a CPU does; on a GPU this counts it too large, which is the safe side."""
    return quantisation in ("none", "int8")


def check_fits(
    folder: ModelFolder, quantisation: Quantisation, *, needed: int, available: int
) -> None:
    """Raises InsufficientMemory when `needed` bytes aren't there."""
    if needed > available:
        raise InsufficientMemory(
            f"the model '{folder.name}' needs about {mib(needed)} MiB as {quantisation}, and "
            f"{mib(available)} MiB are free; lower slots or context_tokens, take a smaller model, "
            "or unload another one",
            metadata={"model": folder.name, "free_mib": str(mib(available))},
        )


def return_freed_memory() -> None:
    """Gives what loading left behind back to the system, where the C library can (glibc).

    Without it, a model of int8 weights keeps about twice what it needs.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            gc.collect()
            ctypes.CDLL(None).malloc_trim(0)


def default_slots(per_slot: int, available: int) -> int:
    """As many contexts of `per_slot` bytes as fit a quarter of the memory, 1..16."""
    return int(max(1, min(MOST_SLOTS, available * _SHARE_OF_MEMORY // per_slot)))
