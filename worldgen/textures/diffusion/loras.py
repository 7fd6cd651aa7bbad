"""Small files that bend a model (LoRA, arXiv:2106.09685): safetensors only, loaded once, and each
in use only where a spec names it."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion.refusals import COPY_AGAIN, unusable, without_extra
from worldgen.textures.diffusion.weights import checked

_SUFFIX = ".safetensors"


def load_loras(pipeline: Any, files: tuple[Path, ...]) -> dict[str, Path]:
    """The files by their stems, loaded and not in use. Raises InvalidSpec, naming the file."""
    loaded: dict[str, Path] = {}
    for file in files:
        if file.suffix != _SUFFIX:
            raise unusable(
                f"{file.name!r:.80} is no safetensors file, and others can run code when read",
                "convert it to safetensors",
            )
        if not file.is_file():
            raise unusable(f"{str(file)!r:.200} is no file here", "see to its path")
        if file.stem in loaded:
            raise unusable(f"two LoRA files are called {file.stem!r:.80}", "rename one")
        _load(pipeline, checked(file), _adapter(len(loaded)))
        loaded[file.stem] = file
    if loaded:
        pipeline.disable_lora()
    return loaded


def use_loras(pipeline: Any, loaded: Mapping[str, Path], wanted: Mapping[str, float]) -> None:
    """From now on, those and no others. Raises InvalidSpec for one that wasn't loaded."""
    for name in wanted:
        if name not in loaded:
            known = ", ".join(loaded) or "none; open the model with its file"
            raise InvalidSpec.at(f"loras.{name:.80}", f"there is no such LoRA; there are: {known}")
    if not loaded:
        return
    if not wanted:
        pipeline.disable_lora()
        return
    adapters = {name: _adapter(index) for index, name in enumerate(loaded)}
    pipeline.enable_lora()
    pipeline.set_adapters([adapters[name] for name in wanted], list(wanted.values()))


def _adapter(index: int) -> str:
    """NOTE: peft makes it part of modules' names, where not every file's stem can stand."""
    return f"lora_{index}"


def _load(pipeline: Any, file: Path, adapter: str) -> None:
    try:
        import peft  # noqa: F401 - what diffusers asks for only once it needs it
    except ImportError as error:
        raise without_extra(error) from error
    try:
        with warnings.catch_warnings():
            # That there are several is what is meant.
            warnings.simplefilter("ignore", UserWarning)
            pipeline.load_lora_weights(
                str(file.parent),
                weight_name=file.name,
                adapter_name=adapter,
                use_safetensors=True,
                local_files_only=True,
            )
    except Exception as error:
        [first, *_] = str(error).strip().splitlines() or [type(error).__name__]
        raise unusable(
            f"{file.name} doesn't fit this model: {first:.300}",
            "take a LoRA that was trained for a model of its family",
        ) from error
    if adapter not in {each for names in pipeline.get_list_adapters().values() for each in names}:
        raise unusable(f"{file.name} holds no LoRA weights for this model", COPY_AGAIN)
