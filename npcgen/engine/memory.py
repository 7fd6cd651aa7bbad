"""What a model will take of the memory, and whether there is so much: asked before it is loaded.

A refusal names numbers; the kernel, when memory runs out, only ends a process. Loads nothing and
knows no llama.cpp. Bounds and what was measured: tests/engine/test_memory.py.
"""

import math
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from npcgen.engine.gguf_file import ArrayValue, GgufFile
from npcgen.engine.slots import (
    choose_context,
    default_slots,
    embedding_context,
    kv_bytes_per_token,
)

_MIB = 2**20
_CELL_BLOCK = 256
"""llama.cpp rounds a slot's context up to a multiple of it."""
_BATCH_TOKENS = 256
_FIXED_BYTES = 48 * _MIB
_EMBEDDER_FIXED_BYTES = 16 * _MIB
_TOKEN_BYTES = 400
"""Of each entry of the vocabulary, in llama.cpp and in our own tables."""
_CGROUP = Path("/sys/fs/cgroup")
_NVIDIA_SMI = ("nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits")
_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class ModelShape:
    """How a model is to be loaded; 0 as in `Settings`."""

    context_tokens: int = 0
    slots: int = 0
    batch_tokens: int = 0
    n_gpu_layers: int = 0
    parked_bytes: int = 0
    adapter_bytes: int = 0
    embedding_bytes: int = 0
    mmap: bool = True
    one_pool: bool = False
    """Whether all slots are one pool, which a step without flash attention scores as a whole."""


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """Bytes of a model that is ready to speak, by what takes them; an estimate."""

    slots: int
    context_tokens: int
    weights: int
    kv: int
    compute: int
    parked: int
    adapters: int = 0
    embedding: int = 0
    """Taken when a vector is first needed."""
    gpu: int = 0
    """On the GPU, apart from all others."""
    mapped: int = 0
    """Of the weights: what the system goes on counting as available while they are in use."""

    @property
    def total(self) -> int:
        """Of main memory."""
        loaded = self.weights + self.adapters + self.kv + self.compute
        return loaded + self.parked + self.embedding

    def __str__(self) -> str:
        extras = {"adapters": self.adapters, "embeddings": self.embedding}
        more = "".join(f", {name} {mib(size)}" for name, size in extras.items() if size)
        return (
            f"{mib(self.total)} MiB (weights {mib(self.weights)}, {self.slots} slots of "
            f"{self.context_tokens} tokens {mib(self.kv)}, computing {mib(self.compute)}, "
            f"parking {mib(self.parked)}{more})"
        )


def needed(file: GgufFile, shape: ModelShape, free_bytes: int) -> MemoryNeed:
    """What the model takes. Where the shape leaves the number of slots open, as many as fit
    `free_bytes`, at least one and at most what `default_slots` says.

    Raises ConfigError for more context than the model was trained with.
    """
    context = choose_context(file, shape.context_tokens)
    if shape.slots:
        return _need(file, shape, context, shape.slots)
    one = _need(file, shape, context, 1)
    more = (free_bytes - one.total) // one.kv if one.kv else 0
    slots = min(default_slots(file, context), 1 + max(0, more))
    return _need(file, shape, context, slots)


def embedding_bytes(file: GgufFile, *, is_loaded: bool) -> int:
    """What making vectors with the model takes, an estimate; `is_loaded` when it speaks, too."""
    cells = embedding_context(file)
    # Logits come for every token, and llama.cpp keeps them a second time.
    logits = 4 * cells * _vocabulary(file)
    context = cells * kv_bytes_per_token(file) + _compute_bytes(file, cells, cells) + logits
    if is_loaded:
        return context
    return context + file.size_bytes + _TOKEN_BYTES * _vocabulary(file) + _EMBEDDER_FIXED_BYTES


def available_bytes(cgroup: Path = _CGROUP) -> int:
    """What a process here may still take: the system's memory, or its container's."""
    available = int(psutil.virtual_memory().available)
    try:
        limit = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
        lines = (line.split() for line in (cgroup / "memory.stat").read_text().splitlines())
        cached = int(dict(lines)["file"])
    except (OSError, ValueError, KeyError):  # No container, or one without a limit ("max").
        return available
    return max(0, min(available, limit - used + cached))


def gpu_free_bytes() -> int | None:
    """Free memory of the emptiest NVIDIA GPU; None where nothing tells."""
    if shutil.which(_NVIDIA_SMI[0]) is None:
        return None
    try:
        asked = subprocess.run(
            _NVIDIA_SMI, capture_output=True, text=True, timeout=_TIMEOUT_S, check=True
        )
        return max(int(line) for line in asked.stdout.split()) * _MIB
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def mib(count: int) -> int:
    """Bytes in MiB, rounded up."""
    return math.ceil(count / _MIB)


def _need(file: GgufFile, shape: ModelShape, context: int, slots: int) -> MemoryNeed:
    cells = math.ceil(context / _CELL_BLOCK) * _CELL_BLOCK
    kv = slots * cells * kv_bytes_per_token(file)
    on_gpu = _gpu_share(file, shape.n_gpu_layers)
    scored = cells * slots if shape.one_pool else cells
    batch = (shape.batch_tokens or _BATCH_TOKENS) + slots
    compute = _compute_bytes(file, batch, scored) + _TOKEN_BYTES * _vocabulary(file)
    beside = compute + shape.embedding_bytes if on_gpu else 0
    gpu = (file.size_bytes + kv + shape.adapter_bytes) * on_gpu + beside
    return MemoryNeed(
        slots=slots,
        context_tokens=context,
        weights=round(file.size_bytes * (1 - on_gpu)),
        kv=round(kv * (1 - on_gpu)),
        compute=compute + _FIXED_BYTES,
        parked=shape.parked_bytes,
        adapters=round(shape.adapter_bytes * (1 - on_gpu)),
        embedding=shape.embedding_bytes,
        gpu=round(gpu),
        mapped=round(file.size_bytes * (1 - on_gpu)) if shape.mmap else 0,
    )


def _compute_bytes(file: GgufFile, batch: int, cells: int) -> int:
    """Of a batch's intermediate results in f32, attention scores without flash attention among
    them.
    """
    prefix = file.architecture
    heads = file.number(f"{prefix}.attention.head_count", 1)
    width = file.number(f"{prefix}.embedding_length", 0)
    hidden = file.number(f"{prefix}.feed_forward_length", 4 * width)
    return 4 * batch * (heads * cells + _vocabulary(file) + 8 * width + 3 * hidden)


def _vocabulary(file: GgufFile) -> int:
    """How many tokens it has."""
    tokens = file.metadata.get("tokenizer.ggml.tokens")
    return tokens.length if isinstance(tokens, ArrayValue) else 0


def _gpu_share(file: GgufFile, layers: int) -> float:
    """The share of the weights that goes to the GPU; the output counts as a layer."""
    if not layers:
        return 0.0
    total = file.number(f"{file.architecture}.block_count", 0) + 1
    return 1.0 if layers < 0 else min(1.0, layers / total)
