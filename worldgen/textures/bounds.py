"""How large the values of a field can get at most: worked out with the plan, before any pixel.

NOTE: what is infinite or no number would reach kernels as an index. Nothing above MOST is let
through, and with that no sum or product of float32 can overflow.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from worldgen.textures import pointwise

MOST = 1e8
MOST_WARP = 4096.0
"""Widths of the texture."""

Sizes: TypeAlias = Sequence[float]


def most_of(kernel: Callable[..., None], reads: Sizes, constants: Sizes) -> float:
    """The largest distance from 0 that a kernel of `pointwise` makes of fields that large."""
    return _RULES[kernel]([abs(each) for each in reads], [abs(each) for each in constants])


def _mixed(reads: Sizes) -> float:
    return (reads[0] + reads[1]) * (1.0 + reads[2])


def _smooth(reads: Sizes, constants: Sizes) -> float:
    """1, but what it is of is stretched first."""
    return max(1.0, (reads[0] + constants[0]) * constants[1] / MOST)


_RULES: Mapping[Any, Callable[[Sizes, Sizes], float]] = {
    pointwise.fill: lambda reads, constants: constants[0],
    pointwise.scale_shift: lambda reads, constants: reads[0] * constants[0] + constants[1],
    pointwise.weighted: lambda reads, constants: (
        reads[0] * constants[0] + reads[1] * constants[1] + constants[2]
    ),
    pointwise.multiply: lambda reads, constants: reads[0] * reads[1],
    pointwise.divide: lambda reads, constants: reads[0] / pointwise.LEAST_DIVISOR,
    pointwise.minimum: lambda reads, constants: max(reads),
    pointwise.maximum: lambda reads, constants: max(reads),
    pointwise.between: lambda reads, constants: max(constants),
    pointwise.mixed: lambda reads, constants: _mixed(reads),
    pointwise.smooth: _smooth,
    pointwise.smooth_01: lambda reads, constants: 1.0,
    pointwise.less: lambda reads, constants: 1.0,
    pointwise.absolute: lambda reads, constants: reads[0],
    pointwise.floored: lambda reads, constants: reads[0] + 1.0,
    pointwise.rooted: lambda reads, constants: max(1.0, reads[0]),
    pointwise.biased: lambda reads, constants: 1.0,
    pointwise.overlaid: lambda reads, constants: 1.0 + 2.0 * (1.0 + reads[0]) * (1.0 + reads[1]),
}
