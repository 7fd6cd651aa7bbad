"""Which device computes, and in which numbers."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import torch

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion.options import Device, Precision


@dataclass(frozen=True, slots=True)
class Hardware:
    device: Any
    """A torch.device."""
    dtype: Any
    """A torch.dtype: of the U-Net and the text encoders."""
    eight_bit: bool
    """The U-Net's weights are stored in 8 bits, and computed with in `dtype`."""

    @property
    def name(self) -> str:
        """Such as "cpu bfloat16": results differ between two of them."""
        return f"{self.device.type} {'int8' if self.eight_bit else str(self.dtype).split('.')[-1]}"


def hardware(device: Device, precision: Precision) -> Hardware:
    """The best there is of what is asked for. Raises InvalidSpec for what isn't there."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    found = next((name for name, is_there in there.items() if is_there), "cpu")
    chosen = found if device == "auto" else device
    if not there.get(chosen, True):
        raise InvalidSpec.at(
            "device", f"torch {torch.__version__} sees no {chosen} here; use auto or cpu"
        )
    if precision == "int8":
        _check_eight_bit(chosen)
        return Hardware(torch.device(chosen), torch.float16, True)
    if precision == "float16" and chosen == "cpu":
        raise InvalidSpec.at("precision", "processors don't compute in float16; use auto")
    usual = _usual_of_cpu() if chosen == "cpu" else "float16"
    dtype = getattr(torch, usual if precision == "auto" else precision)
    return Hardware(torch.device(chosen), dtype, False)


def _usual_of_cpu() -> str:
    """NOTE: where a processor multiplies bfloat16 itself, that takes a half to a quarter of the
    time of float32; elsewhere torch emulates it, which is slower."""
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    native = any(able.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return "bfloat16" if native else "float32"


def _check_eight_bit(device: str) -> None:
    if device != "cuda":
        raise InvalidSpec.at("precision", f"int8 needs CUDA, and this runs on {device}; use auto")
    if find_spec("bitsandbytes") is None:
        raise InvalidSpec.at("precision", "int8 needs bitsandbytes: pip install bitsandbytes")
