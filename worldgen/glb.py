"""The container of binary glTF: a JSON chunk and a binary one.

Source: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#binary-gltf-layout
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Raw = dict[str, Any]
_UINT32, _FLOAT = 5125, 5126
_VERTICES, _INDICES = 34962, 34963
_JSON, _BINARY = 0x4E4F534A, 0x004E4942


@dataclass(slots=True)
class Binary:
    """What a file's binary part holds, and where what is."""

    data: bytearray = field(default_factory=bytearray)
    views: list[Raw] = field(default_factory=list)
    accessors: list[Raw] = field(default_factory=list)

    def view(self, data: bytes) -> int:
        """The number of a view of these bytes."""
        self.data += b"\0" * (-len(self.data) % 4)
        self.views.append({"buffer": 0, "byteOffset": len(self.data), "byteLength": len(data)})
        self.data += data
        return len(self.views) - 1

    def accessor(self, values: NDArray[Any], kind: str) -> int:
        """The number of an accessor: indices where they are uint32, else float32 of vertices."""
        view = self.view(values.astype(values.dtype.newbyteorder("<")).tobytes())
        whole = values.dtype == np.uint32
        self.views[view]["target"] = _INDICES if whole else _VERTICES
        component = _UINT32 if whole else _FLOAT
        accessor: Raw = {"bufferView": view, "componentType": component}
        self.accessors.append({**accessor, "count": len(values), "type": kind})
        return len(self.accessors) - 1

    def positions(self, values: NDArray[np.float32]) -> int:
        """The number of an accessor that says its bounds, as positions have to."""
        number = self.accessor(values, "VEC3")
        self.accessors[number]["min"] = values.min(axis=0).tolist()
        self.accessors[number]["max"] = values.max(axis=0).tolist()
        return number


def glb_bytes(document: Mapping[str, Any], binary: bytes) -> bytes:
    """A .glb file; `binary` is the first buffer, and left out where it is empty."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    chunks = _chunk(_JSON, text + b" " * (-len(text) % 4))
    if binary:
        chunks += _chunk(_BINARY, binary + b"\0" * (-len(binary) % 4))
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _chunk(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", len(data), kind) + data
