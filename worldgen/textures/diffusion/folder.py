"""Reads what a diffusers folder says of itself; nothing of it is loaded, and no torch is needed.

A folder comes from strangers: only the classes named here are ever made from it, and nothing is
downloaded. Source of the layout: diffusers' `save_pretrained`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worldgen.textures.diffusion.refusals import COPY_AGAIN, unusable
from worldgen.textures.diffusion.schedulers import CLASSES as SCHEDULERS
from worldgen.textures.diffusion.weights import json_object, sha256_of, weights_in

INDEX = "model_index.json"
_PLAIN = ("vae", "unet", "scheduler", "text_encoder", "tokenizer")
_XL = (*_PLAIN, "text_encoder_2", "tokenizer_2")
CHECKER = ("safety_checker", "feature_extractor")
PIPELINES: Mapping[str, tuple[str, ...]] = {
    "StableDiffusionPipeline": _PLAIN,
    "StableDiffusionImg2ImgPipeline": _PLAIN,
    "StableDiffusionInpaintPipeline": _PLAIN,
    "LatentConsistencyModelPipeline": _PLAIN,
    "LatentConsistencyModelImg2ImgPipeline": _PLAIN,
    "StableDiffusionXLPipeline": _XL,
    "StableDiffusionXLImg2ImgPipeline": _XL,
    "StableDiffusionXLInpaintPipeline": _XL,
}
"""The kinds of folder that are known, and the parts that each has to have."""
_TILING_BLOCKS = (
    "CrossAttnDownBlock2D", "CrossAttnUpBlock2D", "DownBlock2D", "UpBlock2D",
    "DownEncoderBlock2D", "UpDecoderBlock2D",
)  # fmt: skip
"""Those whose every look beyond an edge is a convolution's, so that they can be made to wrap."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a part may be, and the files it is made of."""

    classes: tuple[str, ...]
    config: str = "config.json"
    stem: str = ""
    """Of its weights' names; empty where it has none."""


_TOKENIZER = _Kind(("CLIPTokenizer", "CLIPTokenizerFast"), "tokenizer_config.json")
_KINDS: Mapping[str, _Kind] = {
    "vae": _Kind(("AutoencoderKL",), stem="diffusion_pytorch_model"),
    "unet": _Kind(("UNet2DConditionModel",), stem="diffusion_pytorch_model"),
    "scheduler": _Kind(tuple(SCHEDULERS.values()), "scheduler_config.json"),
    "text_encoder": _Kind(("CLIPTextModel",), stem="model"),
    "text_encoder_2": _Kind(("CLIPTextModelWithProjection",), stem="model"),
    "tokenizer": _TOKENIZER,
    "tokenizer_2": _TOKENIZER,
    "safety_checker": _Kind(("StableDiffusionSafetyChecker",), stem="model"),
    "feature_extractor": _Kind(
        ("CLIPImageProcessor", "CLIPImageProcessorPil", "CLIPFeatureExtractor"),
        "preprocessor_config.json",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A folder in the folder."""

    class_name: str
    config: Mapping[str, Any]
    variant: str = ""
    """In its weights' names: "fp16", or empty."""
    weights: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffusionFolder:
    """One that has all that its pipeline needs."""

    path: Path
    pipeline: str
    parts: Mapping[str, Part]
    zeros_for_no_words: bool = True
    """XL: how a negative prompt that is empty was trained."""

    @property
    def name(self) -> str:
        return self.path.resolve().name

    @property
    def is_xl(self) -> bool:
        return "text_encoder_2" in self.parts

    @property
    def has_checker(self) -> bool:
        return all(name in self.parts for name in CHECKER)

    @property
    def unit(self) -> int:
        """Pixels; sides of a picture are multiples of it, so that every layer sees whole ones."""
        halvings = {
            name: len(self.parts[name].config["down_block_types"]) - 1 for name in ("vae", "unet")
        }
        return int(2 ** halvings["vae"] * max(4, 2 ** halvings["unet"]))

    def weights_sha256(self) -> str:
        """Of all weights, in the order of the parts' names; it reads them once from the disk."""
        parts = (self.parts[name] for name in sorted(self.parts))
        return sha256_of(file for part in parts for file in part.weights)


def read_folder(path: Path, *, with_checker: bool = True) -> DiffusionFolder:
    """What the folder says, of its safety checker only where that is wanted.

    Raises InvalidSpec, naming the file, for one that can't be used.
    """
    if not path.is_dir():
        raise unusable(
            f"{str(path)!r:.200} is no folder here",
            "give one that diffusers' save_pretrained wrote; nothing is downloaded",
        )
    index = json_object(path, INDEX, "give a folder as diffusers' save_pretrained writes it")
    pipeline = index.get("_class_name")
    if not isinstance(pipeline, str) or pipeline not in PIPELINES:
        raise unusable(
            f"{INDEX} asks for {pipeline!r:.80}, which isn't run here",
            f"use a folder of one of: {', '.join(PIPELINES)}",
        )
    is_checked = with_checker and all(_is_named(index, name) for name in CHECKER)
    names = (*PIPELINES[pipeline], *(CHECKER if is_checked else ()))
    parts = {name: _part(path, name, index) for name in names}
    zeros = index.get("force_zeros_for_empty_prompt", True) is not False
    return DiffusionFolder(path, pipeline, parts, zeros)


def _is_named(index: Mapping[str, Any], name: str) -> bool:
    entry = index.get(name)
    return isinstance(entry, list) and len(entry) == 2 and None not in entry


def _part(path: Path, name: str, index: Mapping[str, Any]) -> Part:
    if not _is_named(index, name):
        raise unusable(f"{INDEX} names no {name}", "take a folder with all parts of its pipeline")
    class_name, kind = index[name][1], _KINDS[name]
    if class_name not in kind.classes:
        raise unusable(
            f"{INDEX} wants {class_name!r:.80} as {name}, and code of a folder's own isn't run",
            f"use a folder with {' or '.join(kind.classes)}",
        )
    config = json_object(path, f"{name}/{kind.config}")
    if "auto_map" in config:
        raise unusable(
            f"{name}/{kind.config} wants code of its own run (auto_map)", "use another model"
        )
    if name in ("unet", "vae"):
        _check_blocks(name, config)
    if kind is _TOKENIZER:
        _check_words(path / name)
    variant, weights = weights_in(path / name, kind.stem) if kind.stem else ("", ())
    return Part(class_name, config, variant, weights)


def _check_blocks(name: str, config: Mapping[str, Any]) -> None:
    down, up = config.get("down_block_types"), config.get("up_block_types")
    for kinds in (down, up):
        if not isinstance(kinds, list) or not kinds or set(kinds) - set(_TILING_BLOCKS):
            raise unusable(
                f"{name} is built of {kinds!r:.120}, which aren't known to tile",
                "use a model of the Stable Diffusion 1, 2 or XL family",
            )
    if name == "unet" and config.get("in_channels") != 4:
        raise unusable(
            f"unet reads {config.get('in_channels')!r:.20} channels instead of 4, as those made "
            "for inpainting alone do",
            "use the plain model; masks work with it",
        )


def _check_words(folder: Path) -> None:
    if not (folder / "tokenizer.json").is_file():
        for file in ("vocab.json", "merges.txt"):
            if not (folder / file).is_file():
                raise unusable(f"{folder.name}/{file} is missing", COPY_AGAIN)
