"""Makes a folder a model that computes for many at once: chooses, checks, refuses with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import torch
from transformers import AutoConfig
from transformers.utils import is_bitsandbytes_available

from npcgen.engine.backends.transformers.attention import register
from npcgen.engine.backends.transformers.kv_pool import KvPool
from npcgen.engine.backends.transformers.memory import (
    Quantisation,
    available_bytes,
    check_fits,
    default_slots,
    kv_bytes_per_token,
    return_freed_memory,
    weights_bytes,
)
from npcgen.engine.backends.transformers.runner import Runner, computes_the_same
from npcgen.engine.backends.transformers.weights import (
    LOCAL,
    load_weights,
    make_int8,
    needs_bitsandbytes,
    not_loaded,
)
from npcgen.engine.model_folder import ModelFolder, unusable
from npcgen.engine.threads import default_threads
from npcgen.errors import ConfigError, MissingExtra, ModelUnusable

DEFAULT_CONTEXT_TOKENS = 8192
_CHECKED_TOKENS = 12
_KNOWN_LAYERS = {"full_attention", "sliding_attention"}
# Their frequencies follow the longest sequence of a batch: past the first length they were trained
# with, one conversation would change another.
_SHIFTING_ROPE = ("dynamic", "longrope")


@dataclass(frozen=True, slots=True)
class TransformersParameters:
    """How a model is loaded."""

    quantisation: Literal["auto", "none", "bf16", "int8", "nf4"] = "auto"
    """ "none" is float32; "auto" is int8 on a CPU and bf16 on a GPU."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """ "auto" is cuda where there is one."""
    context_tokens: int = 0
    """0 takes what the model was trained with, at most 8192."""
    slots: int = 0
    """Replies that are computed at once, each with a context of its own; 0 takes as many as fit a
    quarter of the free memory, at most 16.
    """
    threads: int = 0
    """Of this whole process, on a CPU; 0 takes the physical cores but one."""
    batch_tokens: int = 0
    """Most tokens of prompts that are computed in one step; 0 takes 128, on a GPU 512.

    A cancel waits for one step.
    """


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that is ready to compute."""

    runner: Runner
    device: torch.device
    quantisation: Quantisation
    context_tokens: int
    """Of each slot."""
    slots: int
    slice_tokens: int

    def free(self) -> None:
        """Gives the memory back. Nothing may compute after it; may be called again."""
        self.runner.free()


def load_model(folder: ModelFolder, parameters: TransformersParameters) -> LoadedModel:
    """The model of the folder.

    Raises ModelUnusable when transformers can't load it or its attention isn't one we know,
    InsufficientMemory before anything is loaded, ConfigError when the parameters don't fit, and
    MissingExtra.
    """
    device = _device(parameters.device)
    quantisation = _quantisation(parameters.quantisation, device)
    config = _configuration(folder)
    context_tokens = choose_context(folder, config, parameters.context_tokens)
    slots = _slots(folder, config, quantisation, device, context_tokens, parameters.slots)
    if device.type == "cpu":
        torch.set_num_threads(parameters.threads or default_threads())
    module = load_weights(folder, quantisation, device)
    runner = Runner(module, KvPool(slots, context_tokens), device)
    _check_attention(folder, module, runner, device, context_tokens)
    if quantisation == "int8" and device.type == "cpu":
        make_int8(module)
    return_freed_memory()
    slice_tokens = parameters.batch_tokens or (512 if device.type == "cuda" else 128)
    return LoadedModel(runner, device, quantisation, context_tokens, slots, slice_tokens)


def choose_context(folder: ModelFolder, config: Any, wanted: int) -> int:
    """Tokens of context to use. Raises ConfigError when more are wanted than it was trained on."""
    trained = int(getattr(config, "max_position_embeddings", 0) or 0)
    rope = getattr(config, "rope_parameters", None)
    if isinstance(rope, Mapping) and rope.get("rope_type") in _SHIFTING_ROPE:
        trained = int(rope.get("original_max_position_embeddings") or trained)
    if wanted and trained and wanted > trained:
        raise ConfigError(
            f"context_tokens is {wanted}, but {folder.name} was trained with {trained}; "
            f"set it to {trained} or less"
        )
    return wanted or min(trained or DEFAULT_CONTEXT_TOKENS, DEFAULT_CONTEXT_TOKENS)


def _device(wanted: str) -> torch.device:
    has_cuda = torch.cuda.is_available()
    if wanted == "cuda" and not has_cuda:
        raise ConfigError(
            "torch_device is cuda, but this torch sees no GPU; set it to auto or cpu, or install "
            "a torch that was built for your GPU"
        )
    return torch.device("cuda" if has_cuda and wanted != "cpu" else "cpu")


def _quantisation(
    wanted: Literal["auto", "none", "bf16", "int8", "nf4"], device: torch.device
) -> Quantisation:
    if wanted == "auto":
        return "bf16" if device.type == "cuda" else "int8"
    if needs_bitsandbytes(wanted, device) and not is_bitsandbytes_available():
        raise MissingExtra(
            f"torch_quantisation {wanted} on {device.type} needs bitsandbytes; run: "
            'pip install "npcgen[torch]"'
        )
    return wanted


def _configuration(folder: ModelFolder) -> Any:
    """The text model's. Raises ModelUnusable for what can't be served."""
    if "quantization_config" in folder.config:
        remedy = "take its unquantised weights, or a GGUF file with the llama_cpp backend"
        raise unusable(folder.path, "is quantised already", remedy)
    try:
        config = AutoConfig.from_pretrained(folder.path, **LOCAL).get_text_config()
    except Exception as error:
        raise not_loaded(folder, error) from error
    odd = set(getattr(config, "layer_types", None) or ()) - _KNOWN_LAYERS
    if odd:
        raise unusable(
            folder.path,
            f"has layers of the kind {min(odd)}",
            "models of plain and sliding attention can be used",
        )
    return config


def _slots(
    folder: ModelFolder,
    config: Any,
    quantisation: Quantisation,
    device: torch.device,
    context_tokens: int,
    wanted: int,
) -> int:
    weights = weights_bytes(folder, quantisation, device)
    available = available_bytes(device)
    per_slot = kv_bytes_per_token(config, quantisation) * context_tokens
    check_fits(
        folder, quantisation, needed=weights + max(1, wanted) * per_slot, available=available
    )
    return wanted or default_slots(per_slot, available - weights)


def _check_attention(
    folder: ModelFolder, module: Any, runner: Runner, device: torch.device, context_tokens: int
) -> None:
    register()
    tokens = min(_CHECKED_TOKENS, context_tokens)
    try:
        is_same = computes_the_same(module, runner, device, tokens)
    except Exception as error:
        raise _not_served(folder, str(error)) from error
    if not is_same:
        raise _not_served(folder, "it computes something else when sequences share a batch")


def _not_served(folder: ModelFolder, why: str) -> ModelUnusable:
    [first, *_] = why.strip().splitlines() or ["no reason was given"]
    return unusable(
        folder.path,
        f"({folder.architecture}) can't be served by this backend: {first}",
        "use a model with plain attention, or a GGUF file with the llama_cpp backend",
    )
