"""A folder's parts as torch modules: of classes named here, from the disk and nowhere else."""

import warnings
from collections.abc import Mapping
from typing import Any

import diffusers
import torch
import transformers
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from worldgen.textures.diffusion.folder import CHECKER, DiffusionFolder
from worldgen.textures.diffusion.hardware import Hardware
from worldgen.textures.diffusion.refusals import COPY_AGAIN, unusable
from worldgen.textures.diffusion.schedulers import CLASSES as SCHEDULERS
from worldgen.textures.diffusion.schedulers import SETTINGS

_MODULES: Mapping[str, Any] = {
    "vae": diffusers.AutoencoderKL,
    "unet": diffusers.UNet2DConditionModel,
    "text_encoder": transformers.CLIPTextModel,
    "text_encoder_2": transformers.CLIPTextModelWithProjection,
    "safety_checker": StableDiffusionSafetyChecker,
}
_TOKENIZERS = {"tokenizer": "text_encoder", "tokenizer_2": "text_encoder_2"}


def load_pipeline(folder: DiffusionFolder, hardware: Hardware) -> Any:
    """diffusers' StableDiffusionPipeline, or its XL one, without a safety checker.

    Raises InvalidSpec for what diffusers can't load.
    """
    _keep_quiet()
    names = [name for name in folder.parts if name not in CHECKER]
    parts = {name: _loaded(folder, name, hardware) for name in names}
    for tokenizer, encoder in _TOKENIZERS.items():
        if tokenizer in parts:
            read = int(parts[encoder].config.max_position_embeddings)
            parts[tokenizer].model_max_length = min(parts[tokenizer].model_max_length, read)
    with warnings.catch_warnings():
        # Folders of older releases say some things in older ways.
        warnings.simplefilter("ignore")
        if folder.is_xl:
            return diffusers.StableDiffusionXLPipeline(
                **parts,
                force_zeros_for_empty_prompt=folder.zeros_for_no_words,
                add_watermarker=False,
            )
        return diffusers.StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
        )


def load_checker(folder: DiffusionFolder, hardware: Hardware) -> tuple[Any, Any]:
    """The folder's safety checker, and what makes its input of a picture. Raises InvalidSpec."""
    checker, extractor = (_loaded(folder, name, hardware) for name in CHECKER)
    return checker, extractor


def _loaded(folder: DiffusionFolder, name: str, hardware: Hardware) -> Any:
    try:
        if name == "scheduler":
            made = getattr(diffusers, folder.parts[name].class_name)
            return made.from_config(dict(folder.parts[name].config))
        if name in _TOKENIZERS:
            kept = transformers.CLIPTokenizer
            return kept.from_pretrained(str(folder.path / name), local_files_only=True)
        if name == "feature_extractor":
            kept = transformers.CLIPImageProcessor
            return kept.from_pretrained(str(folder.path / name), local_files_only=True)
        return _module(folder, name, hardware)
    except Exception as error:
        [first, *_] = str(error).strip().splitlines() or [type(error).__name__]
        raise unusable(
            f"{name} can't be loaded by diffusers {diffusers.__version__}: {first:.300}", COPY_AGAIN
        ) from error


def _module(folder: DiffusionFolder, name: str, hardware: Hardware) -> Any:
    """Ready to compute, on its device."""
    dtype = _dtype(folder, name, hardware)
    is_transformers = name.startswith("text_encoder") or name == "safety_checker"
    options: dict[str, Any] = {
        "dtype" if is_transformers else "torch_dtype": dtype,
        "variant": folder.parts[name].variant or None,
        "use_safetensors": True,
        "local_files_only": True,
        "output_loading_info": True,
    }
    eight_bit = name == "unet" and hardware.eight_bit
    if eight_bit:
        options["quantization_config"] = diffusers.BitsAndBytesConfig(load_in_8bit=True)
        options["device_map"] = {"": hardware.device}
    module, found = _MODULES[name].from_pretrained(str(folder.path / name), **options)
    if found["missing_keys"]:
        raise ValueError(f"its weights lack {min(found['missing_keys'])}")
    module.requires_grad_(False)
    return module.eval() if eight_bit else module.to(hardware.device).eval()


def _dtype(folder: DiffusionFolder, name: str, hardware: Hardware) -> Any:
    """NOTE: a VAE that says so overflows in float16 and would give black pictures."""
    upcast = name == "vae" and folder.parts[name].config.get("force_upcast", True)
    if upcast and hardware.dtype == torch.float16:
        return torch.float32
    return hardware.dtype


def _keep_quiet() -> None:
    for each in (diffusers_logging, transformers_logging):
        each.set_verbosity_error()
        each.disable_progress_bar()


def scheduler_for(pipeline: Any, name: str | None) -> Any:
    """A scheduler of its own for one picture: the folder's, or another with its settings."""
    own = pipeline.scheduler
    if name is None:
        return type(own).from_config(own.config)
    return getattr(diffusers, SCHEDULERS[name]).from_config(own.config, **SETTINGS.get(name, {}))
