"""Loads a model and its context into llama.cpp, and says why when that fails."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.turns import TURN_STEPS
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.slots import choose_context, default_slots
from npcgen.engine.threads import default_threads
from npcgen.errors import ConfigError, ModelUnusable

_AS_EMBEDDER = "use another model, and this one as NPCGEN_EMBEDDING_MODEL if it makes embeddings"
_FLASH_ATTENTION = {"auto": -1, "off": 0, "on": 1}
KvMode = Literal["auto", "split", "unified"]
FlashAttention = Literal["auto", "off", "on"]
KvType = Literal["f16", "q8_0"]

_GRAIN = 32
_Q8_0 = 8  # ggml_type, which llama-cpp-python has no names for.


@dataclass(frozen=True, slots=True)
class LlamaParameters:
    """How a model is loaded."""

    context_tokens: int = 0
    """0 takes what the model was trained with, at most 8192."""
    threads: int = 0
    """0 takes the physical cores but one."""
    n_gpu_layers: int = 0
    """-1 for all."""
    slots: int = 0
    """Sequences that are kept and computed at once, each with a context of its own; 0 takes as
    many as fit a quarter of the free memory, at most 16.
    """
    batch_tokens: int = 0
    """Most tokens of a prompt that are computed in one step; 0 takes 128, with a GPU 256.

    A cancel waits for one step.
    """
    kv_mode: KvMode = "auto"
    """ "split" keeps each slot's keys and values apart, "unified" all in one pool, which a step of
    many sequences reads in one go; "auto" is split.
    """
    flash_attention: FlashAttention = "auto"
    """ "auto" is off on a CPU, where it slows warm turns, and llama.cpp's choice on a GPU."""

    kv_type: KvType = "f16"
    """ "q8_0" takes half the memory for keys, and for values too where flash attention is on."""

    turn_steps: int = TURN_STEPS
    """Steps that those who speak through one adapter take before it is another's turn."""

    deterministic: bool = False
    """Whether a reply's tokens must not depend on what else is computed: prompts then go in
    pieces of a fixed size, each reply in a batch of its own, and replies are computed again.
    """

    mmap: bool = True
    """Whether weights are mapped from their file; else they are read into memory of their own."""

    @property
    def grain(self) -> int:
        """Tokens of a prompt that are always computed in one go; 1 where that is all the same."""
        return _GRAIN if self.deterministic else 1

    @property
    def slice_tokens(self) -> int:
        if self.deterministic:
            return _GRAIN
        return self.batch_tokens or (256 if self.n_gpu_layers else 128)


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """llama.cpp's handles. NOTE: `free` must be called once, and nothing may use them after it."""

    model: Any
    context: Any
    context_tokens: int
    """Of each slot."""
    slots: int

    def free(self) -> None:
        lib.llama_free(self.context)
        lib.llama_model_free(self.model)


def load_model(file: GgufFile, parameters: LlamaParameters) -> LoadedModel:
    """The model of `file`, ready to compute.

    Raises ModelUnusable when llama.cpp can't load it, ConfigError when the parameters don't fit.
    """
    context_tokens = choose_context(file, parameters.context_tokens)
    slots = parameters.slots or default_slots(file, context_tokens)
    model = load_weights(file, parameters)
    try:
        return _with_context(file.path, model, context_tokens, slots, parameters)
    except BaseException:
        lib.llama_model_free(model)
        raise


def load_weights(file: GgufFile, parameters: LlamaParameters) -> Any:
    """The model without a context; somebody has to free it. Raises as `load_model`."""
    if parameters.n_gpu_layers and not lib.llama_supports_gpu_offload():
        raise ConfigError(
            f"n_gpu_layers is {parameters.n_gpu_layers}, but this llama-cpp-python was built "
            "without a GPU; set it to 0 or install a build for your GPU"
        )
    llama_log().forget()
    lib.llama_backend_init()
    model = lib.llama_model_load_from_file(str(file.path).encode(), _model_parameters(parameters))
    if not model:
        raise _unusable(file.path, f"can't be loaded: {llama_log().why()}")
    return model


def extra_buffers_are_safe(system_info: str) -> bool:
    """False when llama.cpp was compiled with AMX: its repacked weights then crash on the CPUs
    that have it (llama.cpp issue 20824).
    """
    features = [part.split("=") for part in system_info.split("|") if "=" in part]
    return not any("AMX" in name and value.strip() != "0" for name, value in features)


def _model_parameters(parameters: LlamaParameters) -> Any:
    chosen = lib.llama_model_default_params()
    chosen.n_gpu_layers = parameters.n_gpu_layers
    if not parameters.mmap:
        chosen.load_mode = lib.LLAMA_LOAD_MODE_NONE
    chosen.use_extra_bufts = extra_buffers_are_safe(lib.llama_print_system_info().decode())
    return chosen


def _with_context(
    path: Path, model: Any, context_tokens: int, slots: int, parameters: LlamaParameters
) -> LoadedModel:
    if lib.llama_model_has_encoder(model) or not lib.llama_model_has_decoder(model):
        raise _unusable(path, "is an encoder and generates no text", _AS_EMBEDDER)
    if parameters.deterministic:
        _check_deterministic(path, model, parameters)
    chosen = _context_parameters(context_tokens, slots, parameters)
    context = lib.llama_init_from_model(model, chosen)
    if not context:
        raise _unusable(
            path, f"got no context of {context_tokens} tokens: {llama_log().why()}", "use fewer"
        )
    if not lib.llama_get_memory(context):
        lib.llama_free(context)
        raise _unusable(path, "is an embedding model and generates no text", _AS_EMBEDDER)
    room = lib.llama_n_ctx_seq(context)
    if room < context_tokens:
        # A library and a binding of different versions shift fields without a word.
        lib.llama_free(context)
        raise _unusable(
            path,
            f"got a context of {room} tokens instead of {context_tokens}",
            "reinstall llama-cpp-python: its library and its binding don't fit each other",
        )
    return LoadedModel(model, context, context_tokens, slots)


def _check_deterministic(path: Path, model: Any, parameters: LlamaParameters) -> None:
    """Raises ConfigError where a reply would depend on other replies all the same."""
    if parameters.kv_mode == "unified":
        raise ConfigError(
            "kv_mode is unified, where what one reply reads depends on the others; "
            "set it to split, or deterministic to false"
        )
    if lib.llama_model_is_recurrent(model) or lib.llama_model_is_hybrid(model):
        raise ConfigError(
            f"{path.name} is a recurrent model, which can't be deterministic here: it starts from "
            "snapshots of other lengths each time; use another model, or set deterministic to false"
        )


def _context_parameters(context_tokens: int, slots: int, parameters: LlamaParameters) -> Any:
    threads = parameters.threads or default_threads()
    chosen = lib.llama_context_default_params()
    chosen.n_ctx = context_tokens * slots
    chosen.n_batch = chosen.n_ubatch = parameters.slice_tokens + slots
    chosen.n_seq_max = slots
    chosen.n_threads = chosen.n_threads_batch = threads
    chosen.kv_unified = parameters.kv_mode == "unified"
    # In full, so that a slot with a sliding window can be cut back to any token of it.
    chosen.swa_full = True
    chosen.flash_attn_type = _flash_attention(parameters)
    if parameters.kv_type == "q8_0":
        chosen.type_k = _Q8_0
        if chosen.flash_attn_type == _FLASH_ATTENTION["on"]:
            chosen.type_v = _Q8_0  # llama.cpp can't without flash attention.
    chosen.no_perf = True
    return chosen


def _flash_attention(parameters: LlamaParameters) -> int:
    if parameters.flash_attention == "auto" and not parameters.n_gpu_layers:
        return _FLASH_ATTENTION["off"]
    return _FLASH_ATTENTION[parameters.flash_attention]


def _unusable(path: Path, problem: str, remedy: str = "use another file") -> ModelUnusable:
    return ModelUnusable(f"{path.name} {problem}; {remedy}", metadata={"file": path.name})
