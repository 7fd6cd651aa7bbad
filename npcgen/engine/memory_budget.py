"""One budget of memory for all models of a process. Thread-safe: models may load at once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from npcgen.engine.adapters import adapter_bytes
from npcgen.engine.base import Backend
from npcgen.engine.gguf_file import GgufFile, read_gguf
from npcgen.engine.load import load_backend
from npcgen.engine.memory import (
    MemoryNeed,
    ModelShape,
    available_bytes,
    embedding_bytes,
    gpu_free_bytes,
    mib,
    needed,
)
from npcgen.engine.models import resolve
from npcgen.errors import InsufficientMemory
from npcgen.settings import Settings

AUTO_SHARE = 0.8
"""Without a limit, models may take so much of what is available; the rest is for whatever grows."""
_MIB = 2**20


@dataclass(slots=True)
class _Held:
    need: MemoryNeed
    is_loaded: bool = False

    @property
    def unseen(self) -> int:
        """Bytes that the system still counts as available."""
        need = self.need
        return need.mapped + need.parked + need.embedding if self.is_loaded else need.total


class MemoryBudget:
    def __init__(
        self,
        limit_bytes: int = 0,
        *,
        available: Callable[[], int] = available_bytes,
        gpu_free: Callable[[], int | None] = gpu_free_bytes,
    ) -> None:
        """`limit_bytes`: of all models together; 0 takes AUTO_SHARE of what is available."""
        self._limit = limit_bytes
        self._available = available
        self._gpu_free = gpu_free
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def free(self) -> int:
        """Bytes that one more model may take now."""
        with self._lock:
            return self._free()

    def admit(self, name: str, file: GgufFile, shape: ModelShape) -> MemoryNeed:
        """Sets aside what the model needs. Raises InsufficientMemory, or ConfigError."""
        # NOTE: asking the GPU takes a while, and others wait for the lock.
        gpu_free = self._gpu_free() if shape.n_gpu_layers else None
        with self._lock:
            free = self._free()
            need = needed(file, shape, free)
            if need.total > free:
                raise _refused(name, str(need), free, "")
            if gpu_free is not None and need.gpu > gpu_free:
                wanted = f"{mib(need.gpu)} MiB of the GPU's memory"
                raise _refused(name, wanted, gpu_free, "n_gpu_layers, ")
            self._held[name] = _Held(need)
            return need

    def loaded(self, name: str) -> None:
        """The model has taken what it needs."""
        with self._lock:
            self._held[name].is_loaded = True

    def release(self, name: str) -> None:
        """The model is gone; a name that holds nothing is fine."""
        with self._lock:
            self._held.pop(name, None)

    def _free(self) -> int:
        available = self._available()
        unseen = sum(held.unseen for held in self._held.values())
        if not self._limit:
            return max(0, round(available * AUTO_SHARE) - unseen)
        left = self._limit - sum(held.need.total for held in self._held.values())
        return max(0, min(left, available - unseen))


def shape_of(settings: Settings, file: GgufFile) -> ModelShape:
    """How these settings load the model, as far as memory goes.

    Raises NotFound or ModelUnusable for the embedding model that they name.
    """
    return ModelShape(
        context_tokens=settings.context_tokens,
        slots=settings.slots,
        batch_tokens=settings.batch_tokens,
        n_gpu_layers=settings.n_gpu_layers,
        parked_bytes=settings.parked_memory_mib * _MIB,
        adapter_bytes=adapter_bytes(settings.adapter_dir, file),
        embedding_bytes=_embedding_bytes(settings, file),
        mmap=settings.mmap,
        one_pool=settings.kv_mode == "unified" and settings.flash_attention != "on",
    )


def load_within(settings: Settings, budget: MemoryBudget) -> Backend:
    """What `load_backend` gives, if there is memory for it. Blocks as that does.

    Only GGUF files are counted. Raises InsufficientMemory too.
    """
    if settings.backend != "llama_cpp":
        return load_backend(settings)
    path = resolve(settings.model, settings.model_dir)
    file = read_gguf(path)
    need = budget.admit(path.stem, file, shape_of(settings, file))
    try:
        backend = load_backend(
            settings.model_copy(update={"model": str(path), "slots": need.slots})
        )
    except BaseException:
        budget.release(path.stem)
        raise
    budget.loaded(path.stem)
    return backend


def _embedding_bytes(settings: Settings, file: GgufFile) -> int:
    """Lore and memories are what vectors are made for."""
    if not (settings.lore_embeddings or settings.memory_embeddings):
        return 0
    if not settings.embedding_model:
        return embedding_bytes(file, is_loaded=True)
    named = read_gguf(resolve(settings.embedding_model, settings.model_dir))
    return embedding_bytes(named, is_loaded=False)


def _refused(name: str, wanted: str, free: int, lower: str) -> InsufficientMemory:
    return InsufficientMemory(
        f"the model '{name}' needs about {wanted}, and {free // _MIB} MiB are free for models; "
        f"lower {lower}slots, context_tokens or parked_memory_mib, take a smaller model, unload "
        "another one, or raise memory_budget_mib",
        metadata={"model": name, "free_mib": str(free // _MIB)},
    )
