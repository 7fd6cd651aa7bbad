"""Files on their way to a client that may be slow: the worker that made them is free meanwhile."""

import asyncio
import errno
from collections.abc import AsyncGenerator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from npcgen.errors import Overloaded
from worldgen.textures.making.told import Part

IN_MEMORY_BYTES = 16 * 1024 * 1024
"""More than that goes to a file without a name, which ends with the process."""


class Spool:
    """Takes parts in, then gives them out, once."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](IN_MEMORY_BYTES)
        self._parts: list[tuple[str, int, bool]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    async def put(self, part: Part) -> None:
        """Raises Overloaded where the server's disk is full."""
        self._parts.append((part.file, len(part.data), part.last))
        try:
            await asyncio.to_thread(self._write, part.data)
        except OSError as error:
            reason = errno.errorcode.get(error.errno or 0, "an error")
            raise Overloaded(
                f"the server can't keep the files until they are sent ({reason}); ask for a "
                "smaller texture, or give its temporary folder more space",
                reason="NO_SPACE",
            ) from error

    async def parts(self) -> AsyncGenerator[Part, None]:
        """In the order they came."""
        await asyncio.to_thread(self._file.seek, 0)
        for file, size, last in self._parts:
            yield Part(file, await asyncio.to_thread(self._file.read, size), last)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        # NOTE: or a full disk would be noticed only as the files are read.
        self._file.flush()
