"""A text as part of a link: compressed, in the letters that an address may have."""

import base64
import zlib

from worldgen.documents import MAX_CHARACTERS

# UTF-8 has up to four bytes for a character.
_MAX_BYTES = 4 * MAX_CHARACTERS


def packed(text: str) -> str:
    """NOTE: half a character, as a browser may send it, becomes a question mark."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def unpacked(text: str) -> str:
    """What `packed` was given. Raises ValueError where it is damaged, cut off, or far too long."""
    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(base64.urlsafe_b64decode(text.encode()), _MAX_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not inflating.eof:
        raise ValueError(f"it has no end within {_MAX_BYTES} bytes")
    return data.decode()
