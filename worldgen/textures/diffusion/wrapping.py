"""Convolutions that see the other side of the picture where it ends, so that what they make tiles.

Each convolution is changed by itself and for the time of a `with` only: other modules, of the same
class too, never notice. Models are trained with zeros around the picture, and those are what makes
a seam; the U-Net and both halves of the VAE have to wrap.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from diffusers.models.downsampling import Downsample2D
from torch.nn import Conv2d, Module
from torch.nn.functional import conv2d, pad

from worldgen.textures.maps import Tiling

_FORWARD = "_conv_forward"
"""What torch's Conv2d calls with its input, weight and bias; looked up on the instance first."""


@contextmanager
def wrapping(modules: Iterable[Module], tiling: Tiling) -> Iterator[None]:
    """All convolutions in the modules wrap along the axes of `tiling`; afterwards as before."""
    across, down = tiling in ("both", "x"), tiling in ("both", "y")
    changed: list[Conv2d] = []
    try:
        if across or down:
            for conv, reach in _reaching(modules):
                assert _FORWARD not in vars(conv), "it wraps already: one picture at a time"
                setattr(conv, _FORWARD, _wrapped(conv, reach, across, down))
                changed.append(conv)
        yield
    finally:
        for conv in changed:
            delattr(conv, _FORWARD)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How many pixels beyond each edge a convolution looks."""

    left: int
    right: int
    top: int
    bottom: int
    comes_padded: bool = False
    """Its owner has padded the right and the bottom with one line of zeros already."""


def _reaching(modules: Iterable[Module]) -> Iterator[tuple[Conv2d, _Reach]]:
    for module in modules:
        padded_outside = set(_padded_by_owner(module))
        for conv in module.modules():
            if not isinstance(conv, Conv2d):
                continue
            if conv in padded_outside:
                yield conv, _Reach(0, 1, 0, 1, comes_padded=True)
            elif any(conv._reversed_padding_repeated_twice):
                yield conv, _Reach(*conv._reversed_padding_repeated_twice)


def _padded_by_owner(module: Module) -> Iterator[Conv2d]:
    """NOTE: a VAE's encoder pads on two sides only, outside of its convolution, which has none."""
    for owner in module.modules():
        if isinstance(owner, Downsample2D) and owner.use_conv and owner.padding == 0:
            yield from (each for each in owner.modules() if isinstance(each, Conv2d))


def _wrapped(conv: Conv2d, reach: _Reach, across: bool, down: bool) -> Callable[..., Any]:
    """As torch's own, but what lies beyond an edge is what lies at the opposite one."""

    def forward(pixels: Any, weight: Any, bias: Any) -> Any:
        if reach.comes_padded:
            pixels = pixels[..., :-1, :-1]
        pixels = pad(pixels, (reach.left, reach.right, 0, 0), "circular" if across else "constant")
        pixels = pad(pixels, (0, 0, reach.top, reach.bottom), "circular" if down else "constant")
        return conv2d(pixels, weight, bias, conv.stride, 0, conv.dilation, conv.groups)

    return forward
