"""Pictures as the block formats that graphics cards read as they are.

Each block is four by four pixels. Compressed in strips, between which the work can be ended.
Source: https://learn.microsoft.com/windows/win32/direct3d11/texture-block-compression-in-direct3d-11
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import etcpak
import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes, MapSet
from worldgen.textures.mips import mip_chain
from worldgen.textures.packs.content import Content

Codec = Literal["bc1", "bc4", "bc5", "bc7"]

SIDE = 4
_STRIP_PX = 65_536
"""Pixels that BC7, the slowest, takes some 40 ms for."""


@dataclass(frozen=True, slots=True)
class Compressed:
    """One map with all its mips, the largest first."""

    map: str
    codec: Codec
    srgb: bool
    width: int
    height: int
    levels: list[bytes]

    @property
    def block_bytes(self) -> int:
        return BLOCK_BYTES[self.codec]


BLOCK_BYTES: dict[Codec, int] = {"bc1": 8, "bc4": 8, "bc5": 16, "bc7": 16}
_ENCODERS: dict[Codec, Callable[[bytes, int, int], bytes]] = {
    "bc1": etcpak.compress_bc1,
    "bc4": etcpak.compress_bc4,
    "bc5": etcpak.compress_bc5,
    "bc7": lambda data, width, height: etcpak.compress_bc7(data, width, height, None),
}


def compressed(content: Content, colours: Codec) -> Iterator[Compressed]:
    """Every map of the material; `colours`, bc1 or bc7, is for albedo, ORM and emission.

    Normals are BC5, of red and green: shaders find blue by the length. Heights are BC4, and lose
    half of their 16 bits. Raises InvalidSpec for sizes that no whole blocks fill.
    """
    maps = content.maps
    if maps.width % SIDE or maps.rows % SIDE:
        raise InvalidSpec.at(
            "size",
            f"{maps.width}x{maps.rows} is not made of whole blocks; use multiples of {SIDE}",
        )
    chain = mip_chain(maps)
    for name, codec, srgb in _parts(maps, colours):
        levels = []
        for level in chain:
            content.clock.check(f"compressing {name}")
            levels.append(_blocks(_picture(level, name), codec, content, name))
        yield Compressed(name, codec, srgb, maps.width, maps.rows, levels)


def _parts(maps: MapSet, colours: Codec) -> Iterator[tuple[str, Codec, bool]]:
    # NOTE: BC1 has at most one bit of alpha, and its encoder writes none.
    yield "albedo", "bc7" if maps.opacity is not None else colours, True
    yield "normal", "bc5", False
    yield "orm", colours, False
    yield "height", "bc4", False
    if maps.emission is not None:
        yield "emission", colours, True


def _picture(maps: MapSet, name: str) -> Bytes:
    """(height, width, 4), as encoders want it."""
    picture = np.full((maps.rows, maps.width, 4), 255, np.uint8)
    if name == "height":
        picture[:, :, :3] = (maps.height >> 8).astype(np.uint8)[:, :, None]
    else:
        picture[:, :, :3] = getattr(maps, name)
    if name == "albedo" and maps.opacity is not None:
        picture[:, :, 3] = maps.opacity
    return picture


def _blocks(picture: Bytes, codec: Codec, content: Content, name: str) -> bytes:
    """Small mips are filled up to whole blocks by going round, as the texture does."""
    high, wide = picture.shape[:2]
    whole = np.pad(picture, ((0, -high % SIDE), (0, -wide % SIDE), (0, 0)), mode="wrap")
    rows = max(SIDE, _STRIP_PX // whole.shape[1] // SIDE * SIDE)
    strips = []
    for top in range(0, len(whole), rows):
        content.clock.check(f"compressing {name}")
        strip = np.ascontiguousarray(whole[top : top + rows])
        strips.append(_ENCODERS[codec](strip.tobytes(), strip.shape[1], strip.shape[0]))
    return b"".join(strips)
