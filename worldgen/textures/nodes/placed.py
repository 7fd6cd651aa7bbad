"""Nodes whose kernels know where on the texture a band is: how these are called."""

from collections.abc import Callable
from typing import Any

from worldgen.textures.bounds import MOST_WARP
from worldgen.textures.kernels.view import NO_WARP, View
from worldgen.textures.nodes.kind import Given
from worldgen.textures.plan import Bands, Field, Pictures


def cells(given: Given) -> tuple[int, int]:
    """Lattice cells across and down; no more than one every two pixels."""
    frame, across = given.builder.frame, given.whole("cells")
    down = max(1, int(across * frame.height / frame.width / given.number("stretch") + 0.5))
    return min(across, frame.width // 2), min(down, frame.height // 2)


def displaced(given: Given) -> tuple[Field, ...]:
    """The two fields that the look-up is moved by, or none. Raises InvalidSpec."""
    warps = given.ports["warp_x"], given.ports["warp_y"]
    if not any(isinstance(each, Field) for each in warps):
        return ()
    for name in ("warp_x", "warp_y"):
        if given.builder.most(given.grey(name)) > MOST_WARP:
            raise given.refuse(name, f"it could be more than {MOST_WARP:g} widths; warp by less")
    return given.stream("warp_x"), given.stream("warp_y")


def placed(
    given: Given,
    kernel: Callable[..., None],
    *constants: Any,
    count: int = 1,
    shift: tuple[int, int] = (0, 0),
) -> tuple[Field, ...]:
    """The fields of a kernel `(outs, view, dx, dy, *constants)`, looked up so many pixels on."""

    def run(view: View, makes: Bands, warps: Bands, wholes: Pictures) -> None:
        dx, dy = warps or (NO_WARP, NO_WARP)
        there = view._replace(left=view.left + shift[0], top=view.top + shift[1])
        kernel(*makes, there, dx, dy, *constants)

    key = (kernel, *constants, shift)
    return given.builder.op(key, run, displaced(given), count=count)


def unwarped(
    given: Given, kernel: Callable[..., None], *constants: Any, count: int = 1
) -> tuple[Field, ...]:
    """The fields of a kernel `(outs, view, *constants)`."""

    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        kernel(*makes, view, *constants)

    return given.builder.op((kernel, *constants), run, count=count)
