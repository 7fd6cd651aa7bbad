"""Low-rank matrices -> a GGUF adapter, as llama.cpp's convert_lora_to_gguf.py writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import gguf

from training.export import gguf_name, paired
from training.lora import Pair
from training.model import Shape


@dataclass(frozen=True, slots=True)
class Label:
    """What an adapter's file says of itself."""

    name: str
    description: str
    base: str
    """The name of the model that it was trained for."""


def export_adapter(
    pairs: Mapping[str, Pair], alpha: float, shape: Shape, label: Label, path: Path
) -> None:
    """Writes `pairs`, by the names of the weights that they change, in float32."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_name(label.name)
    writer.add_description(label.description)
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, label.base)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    for name, pair in pairs.items():
        turned = name.endswith(("query.weight", "key.weight"))
        rows = paired(pair.b, shape) if turned else pair.b
        writer.add_tensor(f"{gguf_name(name)}.lora_a", pair.a.numpy())
        writer.add_tensor(f"{gguf_name(name)}.lora_b", rows.contiguous().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
