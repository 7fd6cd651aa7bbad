"""Files as messages carry them: in parts."""

from collections.abc import Iterator

CHUNK_BYTES = 256 * 1024


def parts(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """The parts of a file, at most 256 KiB each, and whether it ends with one; an empty file is one
    empty part."""
    for offset in range(0, max(1, len(data)), CHUNK_BYTES):
        yield data[offset : offset + CHUNK_BYTES], offset + CHUNK_BYTES >= len(data)
