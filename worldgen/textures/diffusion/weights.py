"""Finds a part's files of weights: safetensors only, since pickled ones can run code when read."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from worldgen.textures.diffusion.refusals import COPY_AGAIN, unusable, without_extra

_VARIANTS = ("", "fp16")
_PICKLED = ("*.bin", "*.ckpt", "*.pt", "*.pth")


def weights_in(folder: Path, stem: str) -> tuple[str, tuple[Path, ...]]:
    """The variant, empty where there is a plain one, and its files. Raises InvalidSpec."""
    for variant in _VARIANTS:
        dotted = f".{variant}" if variant else ""
        index = folder / f"{stem}.safetensors.index{dotted}.json"
        one = folder / f"{stem}{dotted}.safetensors"
        if index.is_file():
            return variant, _shards(folder, index)
        if one.is_file():
            return variant, (checked(one),)
    pickled = sorted(each.name for kind in _PICKLED for each in folder.glob(kind))
    if pickled:
        raise unusable(
            f"{folder.name}/{pickled[0]} is pickled, and such files can run code when read",
            f"save it as {stem}.safetensors (save_pretrained(..., safe_serialization=True))",
        )
    raise unusable(f"{folder.name}/{stem}.safetensors is missing", COPY_AGAIN)


def checked(file: Path) -> Path:
    """The same file, once its header is read and fits its length. Raises InvalidSpec."""
    try:
        from safetensors import SafetensorError, safe_open
    except ImportError as error:
        raise without_extra(error) from error
    try:
        with safe_open(str(file), "numpy"):
            return file
    except (SafetensorError, OSError) as error:
        raise unusable(
            f"{file.parent.name}/{file.name} is damaged or cut off ({error})", COPY_AGAIN
        ) from error


def sha256_of(files: Iterable[Path]) -> str:
    """Of each file's SHA-256, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def json_object(path: Path, file: str, remedy: str = COPY_AGAIN) -> dict[str, Any]:
    """What a JSON file in the folder holds. Raises InvalidSpec."""
    try:
        value = json.loads((path / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise unusable(f"{file} is missing in {path.name!r:.80}", remedy) from None
    except (ValueError, OSError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise unusable(f"{file} holds no JSON object", COPY_AGAIN)
    return value


def _shards(folder: Path, index: Path) -> tuple[Path, ...]:
    named = json_object(folder.parent, f"{folder.name}/{index.name}").get("weight_map")
    files = sorted({str(each) for each in named.values()}) if isinstance(named, dict) else []
    if not files:
        raise unusable(f"{folder.name}/{index.name} names no file", COPY_AGAIN)
    for file in files:
        if file != Path(file).name:
            raise unusable(f"{folder.name}/{index.name} points outside: {file!r:.80}", COPY_AGAIN)
        if not (folder / file).is_file():
            raise unusable(f"{folder.name}/{file} is missing", COPY_AGAIN)
    return tuple(checked(folder / file) for file in files)
