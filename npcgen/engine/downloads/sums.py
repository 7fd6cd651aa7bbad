"""The SHA-256 of each file that was pulled here first, by its source: what comes later must be it.

A small JSON file beside the models, for whoever wants to look. A source is told apart by what it
is called, not by the mirror that it came from.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from npcgen.errors import DataLoss

FILE = "sums.json"
_WAIT_S = 10.0


class Sums:
    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = FileLock(folder / f".{FILE}.lock", timeout=_WAIT_S)

    def known(self, source: str) -> str:
        """Lower-case hex; empty for a source that nothing was pulled from. Raises DataLoss."""
        entry = self._read().get(source)
        return str(entry["sha256"]) if entry else ""

    def record(self, source: str, sha256: str) -> None:
        """Whatever was there of this source is forgotten. Raises DataLoss, OSError."""
        with self._lock:
            entries = self._read()
            today = datetime.now(UTC).date().isoformat()
            entries[source] = {"sha256": sha256, "pulled": today}
            written = self._path.with_name(f".{FILE}.tmp")
            written.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
            os.replace(written, self._path)

    def _read(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            entries = None
        if isinstance(entries, dict) and all(map(_is_entry, entries.values())):
            return entries
        raise DataLoss(
            f"{self._path} is damaged: the sums of earlier pulls can't be read; remove it, and the "
            "next pull begins it anew",
            reason="SUMS_DAMAGED",
        )


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("sha256"), str)
