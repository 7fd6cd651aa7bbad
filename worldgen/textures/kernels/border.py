"""The pixels beside a pixel, past the border too: wrapped where the axis tiles, else the last."""

from worldgen.kernels import bare_kernel
from worldgen.textures.kernels.hashing import inlined


@inlined
def beside(at, size, wraps):  # type: ignore[no-untyped-def]
    """The index that stands for `at`, which may be any distance outside 0..size - 1."""
    if 0 <= at < size:
        return at
    if wraps:
        return at % size
    return 0 if at < 0 else size - 1


@bare_kernel
def pad_row(padded, row, reach, wraps):  # type: ignore[no-untyped-def]
    """padded: as `row`, with `reach` pixels more on either side."""
    size = row.size
    inner = padded[reach : reach + size]
    for column in range(size):
        inner[column] = row[column]
    for step in range(reach):
        padded[step] = row[beside(step - reach, size, wraps)]
        padded[reach + size + step] = row[beside(size + step, size, wraps)]
