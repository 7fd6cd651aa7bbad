"""Computed conversations that no slot has room for: in memory first, then on disk, both bounded.

Knows no model: a state is bytes that a backend saved for some tokens and can load again. What was
parked is only ever a saving: what is lost or damaged is computed anew.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from npcgen.engine.parked_file import (
    SUFFIX,
    UNFINISHED,
    Label,
    discard,
    read_label,
    read_state,
    write_parked,
)
from npcgen.engine.token_runs import Tokens, as_tokens, common_prefix_of, has_any_run

logger = logging.getLogger(__name__)

_WORTH_KEEPING = 32
"""Tokens that a conversation would have to compute again, had another one taken its state."""


@dataclass(frozen=True, slots=True)
class ParkingLimits:
    """How much may be parked."""

    memory_bytes: int = 256 * 2**20
    disk_bytes: int = 2 * 2**30
    """0 keeps nothing on disk."""


@dataclass(slots=True)
class _Entry:
    label: Label
    state: bytes | None
    """None when it is on disk only."""
    path: Path
    size: int
    is_spilling: bool = False
    """On its way to the disk; it doesn't count as memory any more."""


class ParkingLot:
    """The parked conversations of one model, the one used last at the end.

    NOTE: all methods belong to one thread; files are written on another, and the counts of
    entries and bytes may be read from any. Every change of the entries takes the lock.
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
                for entry in tuple(self._entries.values())
                if entry.state is not None and not entry.is_spilling
            )

    @property
    def disk_bytes(self) -> int:
        """Bytes of states that are on disk only."""
        with self._lock:
            entries = tuple(self._entries.values())
            return sum(entry.size for entry in entries if entry.state is None)

    def park(
        self,
        tokens: Sequence[int],
        state: bytes,
        *,
        is_whole: bool = False,
        is_shared: bool = False,
        variant: str = "",
    ) -> None:
        """Keeps the state, the newest; the oldest move to disk, and from there out.

        A whole one (see `Label`) that isn't shared takes the place of the same conversation's
        last but one: a line that is taken back still finds the last. NOTE: states of another
        `variant` are never found.
        """
        label = Label(as_tokens(tokens), is_whole, is_shared, variant)
        path = (self._folder or Path()) / f"{label.name}{SUFFIX}"
        with self._lock:
            self._entries[label.name] = _Entry(label, state, path, len(state))
            self._entries.move_to_end(label.name)
        if is_whole and not is_shared:
            for name in self._earlier(label)[:-1]:
                self._drop(name)
        self._shrink()

    def find(
        self, prompt: Sequence[int], more_than: int, *, variant: str = ""
    ) -> tuple[str, int] | None:
        """The entry that gives most of the prompt, and how many tokens of it.

        None when none gives more than `more_than`. Shared beginnings of the prompt count as used.
        """
        wanted = as_tokens(prompt)
        best: tuple[str, int] | None = None
        for name, entry in list(self._entries.items()):
            if entry.label.variant != variant:
                continue
            shared = common_prefix_of(entry.label.tokens, wanted)
            if entry.label.is_whole and shared < len(entry.label.tokens):
                continue
            if entry.label.is_shared:
                with self._lock:
                    self._entries.move_to_end(name)
            if shared > more_than:
                best, more_than = (name, shared), shared
        return best

    def longest_common(self, prompt: Sequence[int], *, variant: str = "") -> int:
        """How much of the prompt any entry begins with, whether it could be used or not."""
        wanted = as_tokens(prompt)
        labels = [entry.label for entry in self._entries.values() if entry.label.variant == variant]
        return max((common_prefix_of(label.tokens, wanted) for label in labels), default=0)

    def load(self, name: str, taken: int | None = None) -> bytes | None:
        """The state of an entry that `find` named; None when it is lost.

        The entry leaves the lot, for its conversation goes on elsewhere. It stays, in memory, when
        others may begin like it: when it is whole, or when only `taken` of its tokens are used.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        state = entry.state  # The writer may take it away at any moment.
        if state is None:
            state = read_state(entry.path, entry.label)
        self._drop(name)
        left = 0 if taken is None else len(entry.label.tokens) - taken
        if state is not None and (entry.label.is_whole or left >= _WORTH_KEEPING):
            with self._lock:
                self._entries[name] = _Entry(entry.label, state, entry.path, len(state))
            self._shrink()
        return state

    def erase(self, runs: Sequence[Tokens]) -> None:
        """Drops every entry in which one of the runs stands, or begins at its end.

        Their files are gone when this returns.
        """
        found = [
            (name, entry)
            for name, entry in self._entries.items()
            if has_any_run(entry.label.tokens, runs)
        ]
        for name, _ in found:
            self._drop(name)
        if any(entry.is_spilling for _, entry in found):
            # The writer deletes what nobody wants any more: wait for its turn.
            self._writer.submit(int).result()

    def close(self) -> None:
        """Moves what is in memory to disk, where there is one, and waits until it is written."""
        for entry in list(self._entries.values()):
            if entry.state is not None and self._folder is not None:
                self._writer.submit(self._spill, entry)
        self._writer.shutdown(wait=True)

    def _earlier(self, label: Label) -> list[str]:
        """The conversation's states before this one, the shortest first."""
        tokens = label.tokens
        sizes = {
            name: len(entry.label.tokens)
            for name, entry in self._entries.items()
            if entry.label.is_whole
            and not entry.label.is_shared
            and entry.label.variant == label.variant
            and len(entry.label.tokens) < len(tokens)
            and common_prefix_of(entry.label.tokens, tokens) == len(entry.label.tokens)
        }
        return sorted(sizes, key=lambda name: sizes[name])

    def _drop(self, name: str) -> None:
        with self._lock:
            entry = self._entries.pop(name)
        if self._folder is not None:
            discard(entry.path)

    def _shrink(self) -> None:
        excess = self.memory_bytes - self._limits.memory_bytes
        for name, entry in list(self._entries.items()):
            if excess <= 0:
                break
            if entry.state is None or entry.is_spilling:
                continue
            excess -= entry.size
            if self._folder is None or self._spilling_bytes() > self._limits.memory_bytes:
                with self._lock:
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
                self._drop(name)

    def _spill(self, entry: _Entry) -> None:
        state = entry.state
        if state is None:
            return
        try:
            write_parked(entry.path, entry.label, state)
        except OSError as error:
            logger.warning("a conversation couldn't be parked on disk: %s", error.strerror)
            with self._lock:
                self._entries.pop(entry.path.stem, None)
            return
        with self._lock:
            entry.state = None
            is_wanted = self._entries.get(entry.path.stem) is entry
        if not is_wanted:  # Loaded, erased or replaced while it was being written.
            discard(entry.path)

    def _index(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for unfinished in folder.glob(f"*{UNFINISHED}"):
            discard(unfinished)
        for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime):
            label = read_label(path)
            if label is None or label.name != path.stem:
                discard(path)
                continue
            self._entries[path.stem] = _Entry(label, None, path, path.stat().st_size)
        self._forget_oldest_files()
