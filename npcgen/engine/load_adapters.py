"""The adapters that a model is loaded with: those of the adapter folder that it survives."""

import logging
from dataclasses import replace

from npcgen.engine.adapters import AdapterFile, list_adapters
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.probe import probe_adapter
from npcgen.engine.survivors import Survivors
from npcgen.errors import ModelUnusable
from npcgen.settings import Settings

logger = logging.getLogger(__name__)


def found_adapters(model: GgufFile, digest: str, settings: Settings) -> list[AdapterFile]:
    """Every adapter in the folder; one that can't be used says why, also in the log.

    `digest`: the model's SHA-256. A file that is new to the model is tried in a child process,
    because llama.cpp aborts on some that are damaged: one must not cost the server its model.
    """
    survivors = Survivors(settings.data_dir / "survived")
    found = [
        _tried(adapter, model, digest, survivors, settings.n_gpu_layers)
        for adapter in list_adapters(settings.adapter_dir, model)
    ]
    for adapter in found:
        if adapter.problem:
            logger.warning("adapter left out: %s", adapter.problem)
    return found


def _tried(
    adapter: AdapterFile, model: GgufFile, digest: str, survivors: Survivors, n_gpu_layers: int
) -> AdapterFile:
    key = f"{digest}:{adapter.sha256}"
    if adapter.problem or survivors.has(key, n_gpu_layers):
        return adapter
    try:
        probe_adapter(model.path, adapter.path, n_gpu_layers=n_gpu_layers)
    except ModelUnusable as error:
        return replace(adapter, problem=error.message)
    survivors.add(key, n_gpu_layers)
    return adapter
