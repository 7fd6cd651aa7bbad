"""How a model is loaded. Whoever runs the program decides it, never a spec."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "float32", "bfloat16", "float16", "int8"]
Safety = Literal["folder", "off"]


@dataclass(frozen=True, slots=True)
class Loading:
    device: Device = "auto"
    """`auto` takes CUDA, then Apple's Metal, then the processor."""
    precision: Precision = "auto"
    """`auto` is float16 on a GPU, bfloat16 on a processor that computes in it, else float32. `int8`
    needs CUDA and the package bitsandbytes."""
    loras: tuple[Path, ...] = ()
    """Safetensors files; a spec names each by its stem."""
    safety: Safety = "folder"
    """`folder`: the folder's safety checker looks at each picture, where the folder has one. It is
    never downloaded. `off`: nothing does."""
    threads: int | None = None
    """Of the processor's; None leaves torch's own choice. NOTE: it holds for the whole process."""
