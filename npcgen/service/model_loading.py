"""How the models of a server are loaded: which settings each has, and the budget they share."""

from collections.abc import Callable, Sequence
from functools import partial

from npcgen.engine.base import Backend
from npcgen.engine.memory_budget import MemoryBudget, load_within
from npcgen.engine.models import find
from npcgen.service.model_pool import ModelPool, Options
from npcgen.service.model_slot import ModelSlot
from npcgen.settings import Settings

Load = Callable[[], Backend]


def make_pool(settings: Settings, budget: MemoryBudget, loads: Sequence[Load]) -> ModelPool:
    """A pool whose default model is what `loads` give; nothing is loaded yet."""

    def make_slot(name: str, options: Options) -> ModelSlot:
        load = partial(_load_beside, settings, budget, name, options)
        return ModelSlot(name, (load,), queue_limit=settings.queue_limit)

    return ModelPool(
        ModelSlot(default_name(settings), loads, queue_limit=settings.queue_limit),
        make_slot,
        default_options=_options_of(settings),
        forget=budget.release,
    )


def loads_of(settings: Settings, budget: MemoryBudget) -> tuple[Load, ...]:
    """What loads the default model: one, or one for each of several model servers."""
    if settings.backend != "openai":
        return (partial(load_within, settings, budget),)
    urls = settings.openai_urls
    retries = 0 if len(urls) > 1 else settings.openai_retries
    return tuple(
        partial(
            load_within,
            settings.model_copy(update={"openai_url": url, "openai_retries": retries}),
            budget,
        )
        for url in urls
    )


def default_name(settings: Settings) -> str:
    """What the default model is called before it is loaded; never a whole path."""
    if settings.backend == "scripted":
        return settings.backend
    remote = settings.openai_model or settings.backend
    name = remote if settings.backend == "openai" else settings.model
    return name.replace("\\", "/").rpartition("/")[2].removesuffix(".gguf")


def _load_beside(settings: Settings, budget: MemoryBudget, name: str, options: Options) -> Backend:
    """NOTE: a client names a model of the catalogue; a path of its choice is never opened."""
    path = find(name, settings.model_dir)
    backend = "transformers" if path.is_dir() else "llama_cpp"
    # Lore and memories are found by the vectors of the default model, whichever one speaks.
    vectors = {"lore_embeddings": False, "memory_embeddings": False}
    own = {**options, **vectors, "backend": backend, "model": str(path)}
    return load_within(settings.model_copy(update=own), budget)


def _options_of(settings: Settings) -> Options:
    return {
        "context_tokens": settings.context_tokens,
        "slots": settings.slots,
        "threads": settings.threads,
        "n_gpu_layers": settings.n_gpu_layers,
    }
