"""Khronos' container of block-compressed pictures, a file a map.

Sources: https://registry.khronos.org/KTX/specs/2.0/ktxspec.v2.html, and the Khronos Data Format
Specification 1.3 for the descriptor.
"""

import struct
from collections.abc import Mapping

from worldgen.textures.packs.blocks import SIDE, Compressed, compressed
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.xmp import xmp_packet

_IDENTIFIER = b"\xabKTX 20\xbb\r\n\x1a\n"
_VULKAN = {
    ("bc4", False): 139,
    ("bc5", False): 141,
    ("bc7", False): 145,
    ("bc7", True): 146,
}
_COLOUR_MODELS = {"bc4": 131, "bc5": 132, "bc7": 134}
_BT709 = 1
_LINEAR, _SRGB = 1, 2
_WHOLE = 0xFFFFFFFF
_HEADER_BYTES, _LEVEL_BYTES = 80, 24


def write_ktx2(content: Content) -> dict[str, bytes]:
    """Colours as BC7, with mips, without supercompression."""
    said = {
        "KTXorientation": b"rd\0",
        "KTXwriter": f"{content.provenance.generator} {content.provenance.version}\0".encode(),
        "xmp": xmp_packet(content.provenance),
    }
    return {
        f"{content.stem}_{picture.map}.ktx2": ktx2_bytes(picture, said)
        for picture in compressed(content, "bc7")
    }


def ktx2_bytes(picture: Compressed, said: Mapping[str, bytes]) -> bytes:
    """`said` are the file's keys and values, in order of the keys."""
    count = len(picture.levels)
    descriptor = _descriptor(picture)
    values = b"".join(_pair(key, value) for key, value in said.items())
    descriptor_at = _HEADER_BYTES + _LEVEL_BYTES * count
    values_at = descriptor_at + len(descriptor)
    data = bytearray()
    first = values_at + len(values)
    data += b"\0" * (-first % picture.block_bytes)
    index = []
    for level in reversed(picture.levels):
        index.append(struct.pack("<3Q", first + len(data), len(level), len(level)))
        data += level
    header = struct.pack(
        "<12s9I",
        _IDENTIFIER,
        _VULKAN[picture.codec, picture.srgb],
        1,
        *(picture.width, picture.height, 0),
        *(0, 1, count, 0),
    )
    places = struct.pack("<4I2Q", descriptor_at, len(descriptor), values_at, len(values), 0, 0)
    return b"".join((header, places, *reversed(index), descriptor, values, bytes(data)))


def _descriptor(picture: Compressed) -> bytes:
    """The basic data format descriptor: one sample a channel that the blocks hold."""
    samples = b"".join(
        struct.pack("<HBB4xII", 64 * at, bits - 1, channel, 0, _WHOLE)
        for at, (channel, bits) in enumerate(_samples(picture))
    )
    size = 24 + len(samples)
    transfer = _SRGB if picture.srgb else _LINEAR
    block = struct.pack("<IHH", 0, 2, size)
    block += struct.pack("<4B", _COLOUR_MODELS[picture.codec], _BT709, transfer, 0)
    block += struct.pack("<4B", SIDE - 1, SIDE - 1, 0, 0)
    block += struct.pack("<8B", picture.block_bytes, *(0,) * 7)
    return struct.pack("<I", 4 + size) + block + samples


def _samples(picture: Compressed) -> list[tuple[int, int]]:
    """Channel and bits of each."""
    return [(0, 64), (1, 64)] if picture.codec == "bc5" else [(0, 8 * picture.block_bytes)]


def _pair(key: str, value: bytes) -> bytes:
    both = key.encode() + b"\0" + value
    return struct.pack("<I", len(both)) + both + b"\0" * (-len(both) % 4)
