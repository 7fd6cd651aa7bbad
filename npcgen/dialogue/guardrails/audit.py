"""The log of what was caught and what players reported: JSON lines, in files of bounded size.

Text carries no mark of where it came from, so this log does: which model, seed and persona version
said it, when, and a hash that finds it again. The text is kept only where a setting asks for it.
A thread writes; no reply ever waits for a disk, and a disk that fails costs entries, not replies.
"""

import hashlib
import hmac
import json
import logging
import os
import queue
import secrets
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from npcgen.dialogue.persona import Persona

logger = logging.getLogger(__name__)

MAX_FILE_BYTES = 4 * 1024 * 1024
KEPT_FILES = 8
_MAX_WAITING = 4096
_FILE = "audit.jsonl"
_SALT = "salt"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A finding, or a report. Texts are the player's and the NPC's own; see `AuditLog`."""

    kind: str
    """finding or report."""
    conversation_id: str
    turn_id: str
    persona_id: str
    persona_version: str
    """See `version_of`."""
    model: str
    seed: int
    tier: str
    text: str = ""
    """What it is about. Written as a hash, and as itself only where the log keeps texts."""
    rule: str = ""
    category: str = ""
    action: str = ""
    reason: str = ""
    """Of a report: unsafe, untrue, out_of_character, repetition, other."""
    comment: str = ""
    """Of a report: the player's own words to the game's makers."""


class AuditLog:
    """An append-only log in a folder; the oldest file goes when there are KEPT_FILES."""

    def __init__(
        self, folder: Path, *, keeps_text: bool = False, max_file_bytes: int = MAX_FILE_BYTES
    ) -> None:
        """Writes nothing, and makes no folder, before the first entry."""
        self._folder = folder
        self._keeps_text = keeps_text
        self._max_file_bytes = max_file_bytes
        self._waiting: queue.Queue[tuple[datetime, AuditEntry] | None] = queue.Queue(_MAX_WAITING)
        self._thread: threading.Thread | None = None
        self._salt = b""
        self._said_it_fails = False
        self.lost = 0
        """Entries that could not be written."""

    def record(self, entry: AuditEntry) -> None:
        """Takes the entry; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._write_all, name="npcgen-audit", daemon=True
            )
            self._thread.start()
        try:
            self._waiting.put_nowait((datetime.now(UTC), entry))
        except queue.Full:
            self._lose(f"more than {_MAX_WAITING} entries wait")

    def close(self) -> None:
        """Returns when everything that was taken is written."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _write_all(self) -> None:
        while (item := self._waiting.get()) is not None:
            try:
                self._write(*item)
            except OSError as error:
                self._lose(error.strerror or type(error).__name__)

    def _write(self, at: datetime, entry: AuditEntry) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._salt = self._salt or _salt_in(self._folder)
        fields = {key: value for key, value in asdict(entry).items() if value != ""}
        text = fields.pop("text", "")
        fields["text_hash"] = hmac.new(self._salt, text.encode(), hashlib.sha256).hexdigest()
        if self._keeps_text:
            fields["text"] = text
        line = json.dumps({"at": at.isoformat(timespec="milliseconds"), **fields})
        path = self._folder / _FILE
        data = line.encode() + b"\n"
        if path.exists() and path.stat().st_size + len(data) > self._max_file_bytes:
            _rotate(path)
        with path.open("ab") as file:
            file.write(data)

    def _lose(self, why: str) -> None:
        self.lost += 1
        if not self._said_it_fails:
            self._said_it_fails = True
            logger.error("the audit log in %s loses entries: %s; see to it", self._folder, why)


def version_of(persona: Persona) -> str:
    """16 hexadecimal digits that change whenever the persona does."""
    return hashlib.sha256(persona.model_dump_json().encode()).hexdigest()[:16]


def _rotate(path: Path) -> None:
    """audit.jsonl becomes audit.1.jsonl, that audit.2.jsonl, and the last one goes."""
    names = [path, *(path.with_name(f"audit.{n}.jsonl") for n in range(1, KEPT_FILES))]
    names[-1].unlink(missing_ok=True)
    for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
        if newer.exists():
            newer.replace(older)


def _salt_in(folder: Path) -> bytes:
    """This folder's salt: the same text has the same hash here, and nowhere else."""
    path = folder / _SALT
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return path.read_bytes()
