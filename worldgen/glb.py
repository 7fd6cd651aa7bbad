"""The container of binary glTF: a JSON chunk and a binary one.

Source: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#binary-gltf-layout
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

_JSON, _BINARY = 0x4E4F534A, 0x004E4942


def glb_bytes(document: Mapping[str, Any], binary: bytes) -> bytes:
    """A .glb file; `binary` is the first buffer, and left out where it is empty."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    chunks = _chunk(_JSON, text + b" " * (-len(text) % 4))
    if binary:
        chunks += _chunk(_BINARY, binary + b"\0" * (-len(binary) % 4))
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _chunk(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", len(data), kind) + data
