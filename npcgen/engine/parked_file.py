"""One parked state as a file: written whole, readable by its owner only, checked when read.

    magic; token count, state size, flags, variant; SHA-256 of those and of what follows; tokens;
    state

A file that is damaged, foreign or gone is never an error: it reads as None.
"""

import hashlib
import logging
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from npcgen.engine.token_runs import Tokens

logger = logging.getLogger(__name__)

SUFFIX = ".parked"
UNFINISHED = ".tmp"
_MAGIC = b"npcgen-parked-3\n"
_COUNTS = struct.Struct("<III32s")
_DIGEST_BYTES = 32
_HEAD_BYTES = len(_MAGIC) + _COUNTS.size + _DIGEST_BYTES
_WHOLE, _SHARED = 1, 2


@dataclass(frozen=True, slots=True)
class Label:
    """What a state is of."""

    tokens: Tokens
    is_whole: bool = False
    """It can't be cut back: only a prompt that begins with all of the tokens can use it."""
    is_shared: bool = False
    """The beginning of many conversations, not the end of one."""
    variant: str = ""
    """What else the state depends on, as a SHA-256 in hex: the adapter it was computed through."""

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return hashlib.sha256(self.variant.encode() + self.tokens.tobytes()).hexdigest()[:32]


def write_parked(path: Path, label: Label, state: bytes) -> None:
    """Writes the file, or leaves none. Raises OSError."""
    flags = _WHOLE * label.is_whole + _SHARED * label.is_shared
    counts = _COUNTS.pack(len(label.tokens), len(state), flags, bytes.fromhex(label.variant))
    tokens = label.tokens.tobytes()
    temporary = path.with_suffix(UNFINISHED)
    with open(temporary, "wb", opener=_private) as file:
        file.writelines((_MAGIC, counts, _digest(counts, tokens, state), tokens, state))
    os.replace(temporary, path)


def read_label(path: Path) -> Label | None:
    """What the file says it is, unchecked but for its size."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            if not head.startswith(_MAGIC) or len(head) < _HEAD_BYTES:
                return None
            count, size, flags, variant = _COUNTS.unpack_from(head, len(_MAGIC))
            if path.stat().st_size != _HEAD_BYTES + 4 * count + size:
                return None
            tokens = np.frombuffer(file.read(4 * count), dtype=np.int32)
    except OSError:
        return None
    is_varied = variant != bytes(len(variant))
    return Label(
        tokens, bool(flags & _WHOLE), bool(flags & _SHARED), variant.hex() if is_varied else ""
    )


def read_state(path: Path, label: Label) -> bytes | None:
    """The state, when every byte of the file is as it was written for this label."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    counts = data[len(_MAGIC) : len(_MAGIC) + _COUNTS.size]
    digest = data[_HEAD_BYTES - _DIGEST_BYTES : _HEAD_BYTES]
    tokens = label.tokens.tobytes()
    begin = _HEAD_BYTES + len(tokens)
    state = data[begin:]
    is_ours = data.startswith(_MAGIC) and data[_HEAD_BYTES:begin] == tokens
    if not is_ours or _digest(counts, tokens, state) != digest:
        logger.warning("a parked conversation was damaged; it is computed again")
        return None
    return state


def discard(path: Path) -> None:
    """Deletes the file, if there is one; says so where it can't."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("a parked conversation can't be deleted: %s", error.strerror)


def _digest(counts: bytes, tokens: bytes, state: bytes) -> bytes:
    digest = hashlib.sha256(counts)
    digest.update(tokens)
    digest.update(state)
    return digest.digest()


def _private(path: str, flags: int) -> int:
    """What players said is in these files."""
    return os.open(path, flags, 0o600)
