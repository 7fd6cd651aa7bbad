"""Reads what a model folder says about itself: its configuration, and the headers of its weights.

Such folders are what transformers' `save_pretrained` writes. Weights are safetensors only: pickled
ones can run code when they are read. Every size is checked against the file's length. Source:
the format's description in the safetensors project.
"""

import hashlib
import json
import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npcgen.errors import ModelUnusable

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
_INDEX = "model.safetensors.index.json"
_ONE_FILE = "model.safetensors"
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt")
_LENGTH = struct.Struct("<Q")
_MAX_HEADER = 100_000_000
_COPY_AGAIN = "copy or download the folder again"


@dataclass(frozen=True, slots=True)
class Weights:
    """One safetensors file."""

    path: Path
    size_bytes: int
    parameters: int


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that has all that a model needs; nothing of it is loaded."""

    path: Path
    config: Mapping[str, Any]
    generation: Mapping[str, Any]
    """How its makers would sample it; empty where they don't say."""
    tokenizer_config: Mapping[str, Any]
    chat_template: str
    """Empty where it has none."""
    weights: tuple[Weights, ...]

    @property
    def name(self) -> str:
        return self.path.resolve().name

    @property
    def architecture(self) -> str:
        return str(self.config.get("model_type", ""))

    @property
    def weights_type(self) -> str:
        """As its makers saved it, such as "bfloat16"; empty when it doesn't say."""
        return str(self.config.get("dtype") or self.config.get("torch_dtype") or "")

    @property
    def parameters(self) -> int:
        return sum(file.parameters for file in self.weights)

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.weights)

    @property
    def context_tokens(self) -> int:
        """What it was trained with; 0 when it doesn't say."""
        text = self.config.get("text_config", self.config)
        value = text.get("max_position_embeddings", 0) if isinstance(text, dict) else 0
        return value if isinstance(value, int) else 0

    def sha256(self) -> str:
        """Of the weights, one file after the other, in lower-case hex."""
        digest = hashlib.sha256()
        for file in self.weights:
            with file.path.open("rb") as stream:
                while piece := stream.read(2**20):
                    digest.update(piece)
        return digest.hexdigest()


def read_folder(path: Path) -> ModelFolder:
    """What the folder says. Raises ModelUnusable for one that can't be used."""
    if not (path / CONFIG).is_file():
        raise unusable(path, f"has no {CONFIG}", "give a folder as save_pretrained writes it")
    weights = tuple(_read_weights(file) for file in _weight_files(path))
    if not (path / TOKENIZER).is_file():
        remedy = "save it with AutoTokenizer.from_pretrained(...).save_pretrained(FOLDER)"
        raise unusable(path, f"has no {TOKENIZER}", remedy)
    tokenizer_config = _object(path / "tokenizer_config.json")
    return ModelFolder(
        path,
        config=_object(path / CONFIG),
        generation=_object(path / "generation_config.json"),
        tokenizer_config=tokenizer_config,
        chat_template=_chat_template(path, tokenizer_config),
        weights=weights,
    )


def unusable(path: Path, problem: str, remedy: str) -> ModelUnusable:
    """The error for a folder, or a file in one."""
    return ModelUnusable(f"{path.name} {problem}; {remedy}", metadata={"file": path.name})


def _weight_files(path: Path) -> list[Path]:
    if (path / _INDEX).is_file():
        named = _object(path / _INDEX).get("weight_map", {})
        # NOTE: names only: an index may not point outside its folder.
        files = [path / Path(str(name)).name for name in sorted(set(named.values()))]
    else:
        files = [path / _ONE_FILE]
    if files and all(file.is_file() for file in files):
        return files
    pickled = sorted(file.name for kind in _PICKLED for file in path.glob(kind))
    if pickled:
        raise unusable(
            path,
            f"has only pickled weights ({pickled[0]}), which can run code when they are read",
            "convert them to safetensors, or take a safetensors version",
        )
    missing = next((file.name for file in files if not file.is_file()), _ONE_FILE)
    raise unusable(path, f"has no {missing}", _COPY_AGAIN)


def _read_weights(path: Path) -> Weights:
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else _MAX_HEADER + 1
        if length > min(_MAX_HEADER, size - _LENGTH.size):
            raise unusable(path, "is no safetensors file", _COPY_AGAIN)
        text = stream.read(length)
    try:
        tensors = list(_tensors(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise unusable(path, "has a damaged header", _COPY_AGAIN) from None
    expected = _LENGTH.size + length + max((end for _, end in tensors), default=0)
    if size < expected:
        raise unusable(path, f"is cut off: {size} of {expected} bytes are there", _COPY_AGAIN)
    return Weights(path, size, sum(count for count, _ in tensors))


def _tensors(header: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Each one's number of weights, and where it ends in the data."""
    for name, tensor in header.items():
        if name != "__metadata__":
            yield math.prod(map(int, tensor["shape"])), int(tensor["data_offsets"][1])


def _chat_template(path: Path, tokenizer_config: Mapping[str, Any]) -> str:
    """The file of its own goes before the tokenizer's entry, as in transformers."""
    file = path / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8", errors="replace")
    given = tokenizer_config.get("chat_template", "")
    if isinstance(given, list):
        named = {each.get("name"): each.get("template") for each in given if isinstance(each, dict)}
        given = named.get("default", "")
    return given if isinstance(given, str) else ""


def _object(path: Path) -> dict[str, Any]:
    """A JSON object; an empty one for a file that isn't there."""
    if not path.is_file():
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise unusable(path, "holds no JSON object", _COPY_AGAIN)
    return value
