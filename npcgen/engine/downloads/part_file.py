"""What is there of a file, beside its place, and a note that says what it is a part of.

Bytes are written as they come, so that whoever is killed meanwhile loses what was on its way and
no more. The note is written before the first of them.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

_PIECE_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Origin:
    """What the bytes were read from; two that are equal are parts of one file."""

    address: str
    """As it was asked for, before redirects and without its query."""
    etag: str = ""
    """A strong one of the server that sent them; empty when it gave none."""
    sha256: str = ""
    """Of the whole file, as the hub says; empty when it doesn't."""
    total: int = 0
    """Bytes of the whole file; 0 when nobody said."""


class PartFile:
    def __init__(self, place: Path) -> None:
        """`place`: where the whole file will be."""
        self.path = place.with_name(f"{place.name}.part")
        self._note = place.with_name(f"{place.name}.part.json")
        self._digest = hashlib.sha256()
        self._file: FileIO | None = None

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def origin(self) -> Origin | None:
        """What is there is a part of this; None when nothing is there, or nothing known of it."""
        if not self.size:
            return None
        try:
            noted = Origin(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        texts = (noted.address, noted.etag, noted.sha256)
        well_formed = all(isinstance(text, str) for text in texts) and type(noted.total) is int
        return noted if well_formed else None

    @property
    def sha256(self) -> str:
        """Of what was read by `go_on` and written since, in lower-case hex."""
        return self._digest.hexdigest()

    def begin(self, origin: Origin) -> None:
        """Starts from nothing. Raises OSError."""
        self.discard()
        self._note.write_text(json.dumps(asdict(origin)), encoding="utf-8")
        self._digest = hashlib.sha256()
        self._file = FileIO(self.path, "xb")

    def go_on(self, seen: Callable[[int], None]) -> None:
        """Reads what is there, telling how much, and is ready for more. Raises OSError."""
        self.close()
        self._digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                self._digest.update(piece)
                seen(len(piece))
        self._file = FileIO(self.path, "ab")

    def append(self, data: bytes) -> None:
        """Writes all of it. Raises OSError."""
        assert self._file is not None
        left = memoryview(data)
        while left:
            written = self._file.write(left) or 0
            self._digest.update(left[:written])
            left = left[written:]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def put(self, place: Path) -> None:
        """Makes it the file at `place`, on disk before it has the name. Raises OSError."""
        self.close()
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(self.path, place)
        self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Removes what is there. Raises OSError."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
