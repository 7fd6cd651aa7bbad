"""Computed conversations that no slot has room for: in memory first, then on disk, both bounded.

Knows no model: a state is bytes that a backend saved for some tokens and can load again. What was
parked is only ever a saving. A file that is damaged, foreign or gone is computed anew.
"""

import hashlib
import logging
import os
import struct
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

Tokens = NDArray[np.int32]

_MAGIC = b"npcgen-parked-1\n"
_HEAD = struct.Struct("<II32s")
_SUFFIX = ".parked"


@dataclass(frozen=True, slots=True)
class ParkingLimits:
    """How much may be parked."""

    memory_bytes: int = 256 * 2**20
    disk_bytes: int = 2 * 2**30
    """0 keeps nothing on disk."""


@dataclass(slots=True)
class _Entry:
    tokens: Tokens
    state: bytes | None
    """None when it is on disk only."""
    path: Path
    size: int
    is_spilling: bool = False
    """On its way to the disk; it doesn't count as memory any more."""


class ParkingLot:
    """The parked conversations of one model.

    NOTE: `park`, `find` and `load` belong to one thread; files are written on another.
    """

    def __init__(self, limits: ParkingLimits, folder: Path | None, key: str) -> None:
        """`key` names the model and whatever else a state depends on; other keys' files are let
        be. `folder` None keeps nothing on disk.
        """
        self._limits = limits
        self._folder = folder / key if folder is not None and limits.disk_bytes else None
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="npcgen-park")
        if self._folder is not None:
            self._index(self._folder)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def memory_bytes(self) -> int:
        """Bytes of states in memory."""
        with self._lock:
            return sum(
                entry.size
                for entry in self._entries.values()
                if entry.state is not None and not entry.is_spilling
            )

    @property
    def disk_bytes(self) -> int:
        """Bytes of states that are on disk only."""
        with self._lock:
            return sum(entry.size for entry in self._entries.values() if entry.state is None)

    def park(self, tokens: Sequence[int], state: bytes) -> None:
        """Keeps the state, the newest; the oldest move to disk, and from there out."""
        array = np.asarray(tokens, dtype=np.int32)
        name = hashlib.sha256(array.tobytes()).hexdigest()[:32]
        path = (self._folder or Path()) / f"{name}{_SUFFIX}"
        with self._lock:
            self._entries[name] = _Entry(array, state, path, len(state))
            self._entries.move_to_end(name)
        self._shrink()

    def find(self, prompt: Sequence[int], more_than: int) -> tuple[str, int] | None:
        """The entry that begins most like the prompt, and how many tokens they share.

        None when none shares more than `more_than`.
        """
        wanted = np.asarray(prompt, dtype=np.int32)
        best: tuple[str, int] | None = None
        for name, entry in self._entries.items():
            shared = _common_prefix(entry.tokens, wanted)
            if shared > more_than:
                best, more_than = (name, shared), shared
        return best

    def load(self, name: str) -> bytes | None:
        """The state of an entry that `find` named, which leaves the lot; None when it is lost."""
        with self._lock:
            entry = self._entries.pop(name, None)
        if entry is None:
            return None
        state = entry.state if entry.state is not None else _read(entry)
        if self._folder is not None:
            entry.path.unlink(missing_ok=True)
        return state

    def close(self) -> None:
        """Moves what is in memory to disk, where there is one, and waits until it is written."""
        for entry in list(self._entries.values()):
            if entry.state is not None and self._folder is not None:
                self._writer.submit(self._spill, entry)
        self._writer.shutdown(wait=True)

    def _shrink(self) -> None:
        excess = self.memory_bytes - self._limits.memory_bytes
        for name, entry in list(self._entries.items()):
            if excess <= 0:
                break
            if entry.state is None or entry.is_spilling:
                continue
            excess -= entry.size
            if self._folder is None or self._spilling_bytes() > self._limits.memory_bytes:
                del self._entries[name]  # No disk, or one that can't keep up.
            else:
                entry.is_spilling = True
                self._writer.submit(self._spill, entry)
        self._forget_oldest_files()

    def _spilling_bytes(self) -> int:
        return sum(e.size for e in self._entries.values() if e.is_spilling and e.state is not None)

    def _forget_oldest_files(self) -> None:
        excess = self.disk_bytes - self._limits.disk_bytes
        for name, entry in list(self._entries.items()):
            if excess <= 0:
                break
            if entry.state is None:
                excess -= entry.size
                del self._entries[name]
                entry.path.unlink(missing_ok=True)

    def _spill(self, entry: _Entry) -> None:
        state = entry.state
        if state is None:
            return
        try:
            _write(entry.path, entry.tokens, state)
        except OSError as error:
            logger.warning("a conversation couldn't be parked on disk: %s", error.strerror)
            with self._lock:
                self._entries.pop(entry.path.stem, None)
            return
        with self._lock:
            entry.state = None
            is_wanted = self._entries.get(entry.path.stem) is entry
        if not is_wanted:  # Loaded or replaced while it was being written.
            entry.path.unlink(missing_ok=True)

    def _index(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime):
            tokens = _read_tokens(path)
            if tokens is None:
                path.unlink(missing_ok=True)
                continue
            self._entries[path.stem] = _Entry(tokens, None, path, path.stat().st_size)
        self._forget_oldest_files()


def _common_prefix(a: Tokens, b: Tokens) -> int:
    size = min(len(a), len(b))
    differ = np.flatnonzero(a[:size] != b[:size])
    return int(differ[0]) if len(differ) else size


def _write(path: Path, tokens: Tokens, state: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    body = tokens.tobytes() + state
    with open(temporary, "wb", opener=_private) as file:
        file.write(_MAGIC + _HEAD.pack(len(tokens), len(state), hashlib.sha256(body).digest()))
        file.write(body)
    os.replace(temporary, path)


def _private(path: str, flags: int) -> int:
    """What players said is in these files."""
    return os.open(path, flags, 0o600)


def _read_tokens(path: Path) -> Tokens | None:
    """None for a file that isn't one of ours, or isn't whole."""
    try:
        with open(path, "rb") as file:
            head = file.read(len(_MAGIC) + _HEAD.size)
            if not head.startswith(_MAGIC) or len(head) < len(_MAGIC) + _HEAD.size:
                return None
            count, size, _ = _HEAD.unpack(head[len(_MAGIC) :])
            if path.stat().st_size != len(head) + 4 * count + size:
                return None
            return np.frombuffer(file.read(4 * count), dtype=np.int32)
    except OSError:
        return None


def _read(entry: _Entry) -> bytes | None:
    try:
        data = entry.path.read_bytes()
        head, body = data[: len(_MAGIC) + _HEAD.size], data[len(_MAGIC) + _HEAD.size :]
        count, size, digest = _HEAD.unpack(head[len(_MAGIC) :])
    except (OSError, struct.error):
        return None
    if not head.startswith(_MAGIC) or hashlib.sha256(body).digest() != digest:
        logger.warning("a parked conversation was damaged; it is computed again")
        return None
    return body[4 * count : 4 * count + size]
