"""Reads a pocket model back from its GGUF, so that nobody needs a checkpoint to train it further.

What is read is what is served: the weights as they were rounded when the file was made.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import torch
from tokenizers import Tokenizer
from torch import Tensor

from npcgen.engine.gguf_file import GgufFile, read_gguf
from npcgen.errors import ModelUnusable
from training.export import ROPE_BASE, STILL, gguf_name, paired
from training.model import PocketModel, Shape
from training.tokeniser import SPECIALS, from_lists

_DIVISORS = "rope_freqs.weight"


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A pocket model in float32, and the file that it came from."""

    model: PocketModel
    tokeniser: Tokenizer
    file: GgufFile


def read_base(path: Path) -> BaseModel:
    """The model of a GGUF that `training` exported, whatever its quantisation.

    Raises ModelUnusable when the file is missing or damaged, or is another model's.
    """
    file = read_gguf(path)
    reader = gguf.GGUFReader(path)
    fields = {key: field.contents() for key, field in reader.fields.items()}
    tokens = fields.get("tokenizer.ggml.tokens", [])[: len(SPECIALS)]
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    if file.architecture != "llama" or tuple(tokens) != SPECIALS or _DIVISORS not in tensors:
        raise _foreign(path, "isn't a pocket model")
    model = PocketModel(_shape(fields, _values(tensors[_DIVISORS])))
    _fill(model, tensors, path)
    merges = fields["tokenizer.ggml.merges"]
    return BaseModel(model, from_lists(fields["tokenizer.ggml.tokens"], merges), file)


def _shape(fields: dict[str, Any], divisors: Tensor) -> Shape:
    """The sizes, and which channel pairs turn how fast, by what their frequency is divided by."""
    pairs = len(divisors)
    turns = ROPE_BASE ** -(torch.arange(pairs) / pairs) / divisors
    turning = int((turns > 2 * STILL).sum())
    return Shape(
        vocabulary=len(fields["tokenizer.ggml.tokens"]),
        width=fields["llama.embedding_length"],
        layers=fields["llama.block_count"],
        heads=fields["llama.attention.head_count"],
        hidden=fields["llama.feed_forward_length"],
        context=fields["llama.context_length"],
        turning=turning,
        slowest=float(turns[turning - 1]),
        norm_epsilon=fields["llama.attention.layer_norm_rms_epsilon"],
    )


def _fill(model: PocketModel, tensors: dict[str, Any], path: Path) -> None:
    """Copies every weight; the rows of queries and keys go back to where the trainer has them."""
    rows = torch.arange(model.shape.width).unsqueeze(1)
    back = paired(rows, model.shape).flatten().argsort()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if gguf_name(name) not in tensors:
                raise _foreign(path, f"has no tensor {gguf_name(name)}")
            values = _values(tensors[gguf_name(name)])
            if values.shape != weight.shape:
                raise _foreign(path, f"has a {gguf_name(name)} of {tuple(values.shape)}")
            turned = name.endswith(("query.weight", "key.weight"))
            weight.copy_(values[back] if turned else values)


def _values(tensor: Any) -> Tensor:
    """A tensor in float32, rows first."""
    return torch.from_numpy(gguf.dequantize(tensor.data, tensor.tensor_type).copy())


def _foreign(path: Path, problem: str) -> ModelUnusable:
    return ModelUnusable(
        f"{path.name} {problem}; give the file that npcgen ships, or one of `python -m training`; "
        "LoRAs of other models are trained with other tools (see docs/guides/adapters.md)",
        metadata={"file": path.name},
    )
