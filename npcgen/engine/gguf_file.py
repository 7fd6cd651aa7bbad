"""Reads the header of a GGUF file: its metadata and where its tensors lie. Never the weights.

The file may be damaged or hostile: every size is checked against the file's length before it is
believed, and a file that is shorter than its header says is refused. Source: ggml/docs/gguf.md.
"""

import math
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from npcgen.engine.file_mark import FileMark
from npcgen.engine.gguf_types import ARRAY, FILE_TYPES, SCALAR_FORMATS, STRING, TENSOR_TYPES
from npcgen.errors import ModelUnusable

Scalar = str | int | float | bool

MAGIC = b"GGUF"
JOBS_KEY = "npcgen.jobs"
"""Of the metadata: the names of the small jobs besides talking that a model was made for."""
_VERSIONS = (2, 3)
_MAX_ENTRIES = 65_536
_MAX_STRING_BYTES = 16 * 2**20
_MAX_ARRAY_STRINGS = 4_000_000
_FEW = 64
"""Texts that an array may have to be read in full."""
_MAX_DIMENSIONS = 4
_DOWNLOAD_AGAIN = "copy or download the file again"


@dataclass(frozen=True, slots=True)
class ArrayValue:
    """An array of the metadata: what it holds and how many, with its texts where they are few."""

    type: int
    length: int
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TensorInfo:
    name: str
    shape: tuple[int, ...]
    type: int
    offset: int
    """Bytes from the start of the tensor data."""

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    @property
    def size_bytes(self) -> int:
        """Bytes of the tensor; 0 when its type is one we don't know."""
        known = TENSOR_TYPES.get(self.type)
        return self.elements // known.block_size * known.block_bytes if known else 0


@dataclass(frozen=True, slots=True)
class GgufFile:
    """A GGUF header that was read in full and fits its file."""

    path: Path
    size_bytes: int
    version: int
    metadata: Mapping[str, Scalar | ArrayValue]
    tensors: tuple[TensorInfo, ...]
    mark: FileMark
    """The file as it was when it was read."""

    @property
    def architecture(self) -> str:
        return self.text("general.architecture")

    @property
    def parameters(self) -> int:
        return sum(tensor.elements for tensor in self.tensors)

    @property
    def quantisation(self) -> str:
        """The name of the file type; of the most used tensor type where the file has none."""
        named = FILE_TYPES.get(self.number("general.file_type", -1))
        if named is not None:
            return named
        elements: dict[int, int] = {}
        for tensor in self.tensors:
            elements[tensor.type] = elements.get(tensor.type, 0) + tensor.elements
        known = TENSOR_TYPES.get(max(elements, key=lambda kind: elements[kind], default=-1))
        return known.name if known else "unknown"

    @property
    def context_tokens(self) -> int:
        """Tokens of context it was trained with; 0 when the file doesn't say."""
        return self.number(f"{self.architecture}.context_length", 0)

    @property
    def chat_template(self) -> str:
        """The jinja source of its chat template; empty when it has none."""
        return self.text("tokenizer.chat_template")

    def text(self, key: str) -> str:
        """A string of the metadata; empty when it isn't there or isn't a string."""
        value = self.metadata.get(key, "")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A short list of strings; empty when it isn't there, is no such list, or is long."""
        value = self.metadata.get(key)
        return value.texts if isinstance(value, ArrayValue) else ()

    def number(self, key: str, default: int) -> int:
        """An integer of the metadata; `default` when it isn't there or isn't an integer."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else default


def read_gguf(path: Path) -> GgufFile:
    """The header of the file at `path`.

    Raises ModelUnusable when the file isn't there, isn't a GGUF, is damaged, or is shorter than
    its header says.
    """
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            if file.read(len(MAGIC)) != MAGIC:
                raise _unusable(path, "is not a GGUF file", "give the path of a .gguf file")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Header(path, data, stat).read()
    except FileNotFoundError:
        raise _unusable(path, "does not exist", "check the path") from None
    except OSError as error:
        raise _unusable(path, f"can't be read: {error.strerror}", "check its permissions") from None


class _Header:
    """A cursor over the header. NOTE: every advance is checked against the file's end."""

    def __init__(self, path: Path, data: mmap.mmap, stat: os.stat_result) -> None:
        self._path = path
        self._data = data
        self._mark = FileMark.of(path, stat)
        self._size = stat.st_size
        self._at = len(MAGIC)

    def read(self) -> GgufFile:
        version = self._scalar("<I")
        if version not in _VERSIONS:
            raise _unusable(
                self._path,
                f"has GGUF version {version}, not {' or '.join(map(str, _VERSIONS))}",
                "convert it with a current llama.cpp",
            )
        tensor_count = self._count("tensors")
        metadata_count = self._count("metadata entries")
        metadata = {}
        for _ in range(metadata_count):
            key = self._string()
            metadata[key] = self._value(self._scalar("<I"))
        tensors = tuple(self._tensor() for _ in range(tensor_count))
        self._check_tensors(tensors, metadata.get("general.alignment", 32))
        return GgufFile(self._path, self._size, version, metadata, tensors, self._mark)

    def _count(self, what: str) -> int:
        count = self._scalar("<Q")
        if count > _MAX_ENTRIES:
            raise self._damaged(f"claims {count} {what}")
        return count

    def _scalar(self, form: str) -> int:
        return int(self._unpack(form))

    def _unpack(self, form: str) -> Scalar:
        at = self._skip(struct.calcsize(form))
        value: Scalar = struct.unpack_from(form, self._data, at)[0]
        return value

    def _skip(self, count: int) -> int:
        """Steps over `count` bytes and says where they began."""
        at = self._at
        if count > self._size - at:
            raise self._damaged(f"ends inside its header, at byte {self._size}")
        self._at += count
        return at

    def _string(self) -> str:
        length = self._scalar("<Q")
        if length > _MAX_STRING_BYTES:
            raise self._damaged(f"claims a text of {length} bytes")
        at = self._skip(length)
        return self._data[at : at + length].decode("utf-8", errors="replace")

    def _value(self, kind: int) -> Scalar | ArrayValue:
        if kind == STRING:
            return self._string()
        if kind == ARRAY:
            return self._array()
        if kind not in SCALAR_FORMATS:
            raise self._damaged(f"has a value of unknown type {kind}")
        return self._unpack(SCALAR_FORMATS[kind])

    def _array(self) -> ArrayValue:
        kind, length = self._scalar("<I"), self._scalar("<Q")
        if kind in SCALAR_FORMATS:
            self._skip(length * struct.calcsize(SCALAR_FORMATS[kind]))
        elif kind == STRING and length <= _FEW:
            return ArrayValue(kind, length, tuple(self._string() for _ in range(length)))
        elif kind == STRING:
            self._skip_strings(length)
        else:
            raise self._damaged(f"has an array of unknown type {kind}")
        return ArrayValue(kind, length)

    def _skip_strings(self, count: int) -> None:
        if count > _MAX_ARRAY_STRINGS:
            raise self._damaged(f"claims an array of {count} texts")
        for _ in range(count):
            self._skip(self._scalar("<Q"))

    def _tensor(self) -> TensorInfo:
        name = self._string()
        dimensions = self._scalar("<I")
        if not 1 <= dimensions <= _MAX_DIMENSIONS:
            raise self._damaged(f"gives the tensor {name[:64]!r} {dimensions} dimensions")
        shape = tuple(self._scalar("<Q") for _ in range(dimensions))
        return TensorInfo(name, shape, self._scalar("<I"), self._scalar("<Q"))

    def _check_tensors(self, tensors: tuple[TensorInfo, ...], alignment: object) -> None:
        if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1):
            raise self._damaged(f"has an alignment of {alignment!r}")
        room = self._size - math.ceil(self._at / alignment) * alignment
        for tensor in tensors:
            if 0 in tensor.shape:
                raise self._damaged(f"gives the tensor {tensor.name[:64]!r} no elements")
            missing = tensor.offset + tensor.size_bytes - room
            if missing > 0:
                raise _unusable(
                    self._path,
                    f"is cut off: the tensor {tensor.name[:64]!r} lacks {missing} bytes",
                    _DOWNLOAD_AGAIN,
                )

    def _damaged(self, what: str) -> ModelUnusable:
        return _unusable(self._path, f"is damaged: it {what}", _DOWNLOAD_AGAIN)


def _unusable(path: Path, problem: str, remedy: str) -> ModelUnusable:
    return ModelUnusable(f"{path.name} {problem}; {remedy}", metadata={"file": path.name})
