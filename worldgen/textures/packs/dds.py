"""DirectX's container of block-compressed pictures, a file a map.

Source: https://learn.microsoft.com/windows/win32/direct3ddds/dx-graphics-dds-pguide
"""

import struct

from worldgen.textures.packs.blocks import Codec, Compressed, compressed
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.xmp import xmp_packet

_DXGI = {
    ("bc1", False): 71,
    ("bc1", True): 72,
    ("bc4", False): 80,
    ("bc5", False): 83,
    ("bc7", False): 98,
    ("bc7", True): 99,
}
_CAPS, _HEIGHT, _WIDTH, _PIXEL_FORMAT, _MIPS, _LINEAR_SIZE = 1, 2, 4, 0x1000, 0x20000, 0x80000
_COMPLEX, _TEXTURE, _MIPMAP = 8, 0x1000, 0x400000
_FOURCC = 4
_TEXTURE_2D = 3


def write_dds_bc7(content: Content) -> dict[str, bytes]:
    """Colours as BC7: the best picture, a byte a pixel."""
    return _write(content, "bc7")


def write_dds_bc1(content: Content) -> dict[str, bytes]:
    """Colours as BC1: half a byte a pixel, for old cards and tight budgets."""
    return _write(content, "bc1")


def _write(content: Content, colours: Codec) -> dict[str, bytes]:
    """And the provenance beside them, for which the format has no place."""
    files = {
        f"{content.stem}_{picture.map}.dds": dds_bytes(picture)
        for picture in compressed(content, colours)
    }
    return {**files, f"{content.stem}.xmp": xmp_packet(content.provenance)}


def dds_bytes(picture: Compressed) -> bytes:
    flags = _CAPS | _HEIGHT | _WIDTH | _PIXEL_FORMAT | _MIPS | _LINEAR_SIZE
    size = (picture.height, picture.width, len(picture.levels[0]), 0, len(picture.levels))
    header = struct.pack("<II5I44x", 124, flags, *size)
    pixel_format = struct.pack("<II4s20x", 32, _FOURCC, b"DX10")
    caps = struct.pack("<I16x", _COMPLEX | _TEXTURE | _MIPMAP)
    extended = struct.pack("<5I", _DXGI[picture.codec, picture.srgb], _TEXTURE_2D, 0, 1, 0)
    return b"".join((b"DDS ", header, pixel_format, caps, extended, *picture.levels))
