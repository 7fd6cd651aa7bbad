"""Requests that are too large for one message, in parts, until all of them are there.

In memory, for as long as a client sends them: who stops halfway is forgotten.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from npcgen.errors import FailedPrecondition, InvalidArgument, Overloaded

MAX_ID_CHARS = 64
MOST = 16
MAX_BYTES = 256 * 1024 * 1024
"""Of all of them together."""
IDLE_S = 60.0


@dataclass(slots=True)
class _Upload:
    parts: dict[int, bytes] = field(default_factory=dict)
    touched_at: float = 0.0

    @property
    def size(self) -> int:
        return sum(map(len, self.parts.values()))


class Uploads:
    """Belongs to one event loop."""

    def __init__(
        self,
        most: int = MOST,
        max_bytes: int = MAX_BYTES,
        now: Callable[[], float] | None = None,
        *,
        what: str = "export",
    ) -> None:
        """`now`: seconds, by any clock that doesn't go back. `what` is sent, for errors."""
        self._what = what
        self._most, self._max_bytes = most, max_bytes
        self._now = now or asyncio.get_running_loop().time
        self._uploads: dict[str, _Upload] = {}

    def keep(self, upload_id: str, part: int, data: bytes) -> None:
        """Keeps a part, in the place of the one with its number.

        Raises InvalidArgument for an id that is none, and Overloaded.
        """
        if not 1 <= len(upload_id) <= MAX_ID_CHARS:
            found = f"it has {len(upload_id)} characters; send 1..{MAX_ID_CHARS}"
            raise InvalidArgument.at(f"{self._what}_id", found)
        self._forget_idle()
        self._check_room(upload_id, part, len(data))
        upload = self._uploads.setdefault(upload_id, _Upload())
        upload.parts[part] = data
        upload.touched_at = self._now()

    def take(self, upload_id: str, part: int, data: bytes) -> Sequence[bytes]:
        """All parts in order, this last one included; they aren't kept any more.

        Raises as `keep`, and FailedPrecondition where parts are missing; then they are.
        """
        self.keep(upload_id, part, data)
        parts = self._uploads[upload_id].parts
        missing = [at for at in range(part + 1) if at not in parts]
        if missing:
            raise FailedPrecondition(
                f"part {missing[0]} of {self._what} {upload_id!r} isn't here, or was sent more "
                f"than {IDLE_S:.0f} s before the next; send it, then the last one again",
                reason=f"{self._what.upper()}_PARTS_MISSING",
            )
        del self._uploads[upload_id]
        return [parts[at] for at in range(part + 1)]

    def _check_room(self, upload_id: str, part: int, size: int) -> None:
        used = sum(upload.size for upload in self._uploads.values())
        former = (
            self._uploads[upload_id].parts.get(part, b"") if upload_id in self._uploads else b""
        )
        is_new = upload_id not in self._uploads
        if (is_new and len(self._uploads) >= self._most) or (
            used - len(former) + size > self._max_bytes
        ):
            raise Overloaded(
                f"{self._what}s of other clients take {used} bytes, {len(self._uploads)} of them; "
                "try again when they are done, or send less at once",
                reason=f"TOO_MANY_{self._what.upper()}S",
                retry_after_s=IDLE_S,
            )

    def _forget_idle(self) -> None:
        past = self._now() - IDLE_S
        for name, upload in list(self._uploads.items()):
            if upload.touched_at < past:
                del self._uploads[name]
