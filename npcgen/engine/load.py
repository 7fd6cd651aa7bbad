"""Makes the backend that the settings ask for."""

import importlib.util
import logging
from pathlib import Path

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.load_adapters import found_adapters
from npcgen.engine.load_embedder import named_embedder
from npcgen.engine.model_folder import read_folder
from npcgen.engine.models import resolve, resolve_folder, sha256_of
from npcgen.engine.parked_folder import parking_key
from npcgen.engine.parking import ParkingLimits, ParkingLot
from npcgen.engine.tuned import tried_out, tuned
from npcgen.errors import MissingExtra
from npcgen.settings import Settings

logger = logging.getLogger(__name__)

_MIB = 2**20
_INSTALL = "pip install llama-cpp-python==0.3.36"
_INSTALL_OPENAI = 'pip install "npcgen[openai]"'
_INSTALL_TORCH = 'pip install "npcgen[torch]"'


def load_backend(settings: Settings) -> Backend:
    """A backend that is ready to generate. Blocks while the model loads: call it off the loop.

    Raises NotFound, ModelUnusable, MissingExtra or ConfigError; for a model on another server
    also Unavailable or FailedPrecondition.
    """
    if settings.backend == "scripted":
        return ScriptedBackend(
            tokens_per_s=settings.scripted_tokens_per_s, slots=settings.scripted_slots
        )
    if settings.backend == "openai":
        return _load_openai(settings)
    if settings.backend == "transformers":
        return _load_transformers(settings)
    return _load_llama_cpp(resolve(settings.model, settings.model_dir), settings)


def _load_openai(settings: Settings) -> Backend:
    if importlib.util.find_spec("httpx") is None:
        raise MissingExtra(f"the openai backend needs httpx; run: {_INSTALL_OPENAI}")
    from npcgen.engine.backends.openai import (
        DEFAULT_SLOTS,
        RETRY_PAUSES_S,
        OpenAIBackend,
        OpenAIParameters,
    )

    parameters = OpenAIParameters(
        url=settings.openai_url,
        model=settings.openai_model,
        embedding_model=settings.embedding_model,
        key=settings.openai_key.get_secret_value(),
        slots=settings.slots or DEFAULT_SLOTS,
        context_tokens=settings.context_tokens,
        extensions=settings.openai_extensions,
        any_model=settings.openai_any_model,
        first_token_s=settings.openai_first_token_s,
        between_tokens_s=settings.openai_between_tokens_s,
        retry_pauses_s=RETRY_PAUSES_S[: settings.openai_retries],
    )
    return OpenAIBackend(parameters)


def _load_transformers(settings: Settings) -> Backend:
    folder = read_folder(resolve_folder(settings.model, settings.model_dir))
    for package in ("torch", "transformers", "tokenizers", "safetensors"):
        if importlib.util.find_spec(package) is None:
            raise MissingExtra(f"the transformers backend needs {package}; run: {_INSTALL_TORCH}")
    try:
        from npcgen.engine.backends.transformers import TransformersBackend, TransformersParameters
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingExtra(f"torch can't be imported: {error}; run: {_INSTALL_TORCH}") from error
    parameters = TransformersParameters(
        quantisation=settings.torch_quantisation,
        device=settings.torch_device,
        context_tokens=settings.context_tokens,
        slots=settings.slots,
        threads=settings.threads,
    )
    return TransformersBackend(folder, parameters, sha256=folder.sha256())


def check_llama_cpp() -> None:
    """Raises MissingExtra when llama-cpp-python isn't installed. Loads nothing."""
    if importlib.util.find_spec("llama_cpp") is None:
        raise MissingExtra(f"llama-cpp-python isn't installed; run: {_INSTALL}")


def _load_llama_cpp(path: Path, settings: Settings) -> Backend:
    file = read_gguf(path)
    check_llama_cpp()
    digest = sha256_of(path)
    # NOTE: nothing of llama.cpp is loaded into this process before a child survived it.
    measured = tried_out(path, digest, settings)
    try:
        from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingExtra(
            f"llama-cpp-python can't be imported: {error}; run: {_INSTALL}"
        ) from error
    chosen = tuned(settings, measured)
    logger.info("%s: %s", path.name, chosen)
    parameters = LlamaParameters(
        context_tokens=settings.context_tokens,
        threads=chosen.threads,
        n_gpu_layers=settings.n_gpu_layers,
        slots=settings.slots,
        batch_tokens=chosen.batch_tokens,
        deterministic=settings.deterministic,
        kv_type=settings.kv_type,
        kv_mode=chosen.kv_mode,
        flash_attention=chosen.flash_attention,
        mmap=settings.mmap,
    )
    parking = ParkingLot(
        ParkingLimits(settings.parked_memory_mib * _MIB, settings.parked_disk_mib * _MIB),
        settings.parked_dir,
        parking_key(digest, settings.kv_type),
    )
    return LlamaCppBackend(
        file,
        parameters,
        sha256=digest,
        parking=parking,
        embedder=named_embedder(settings),
        adapters=found_adapters(file, digest, settings),
    )
