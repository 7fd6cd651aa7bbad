"""The text chunks of a PNG or APNG, where cards are carried; the picture itself isn't decoded.

Source: PNG 3rd edition, w3.org/TR/png-3. A card is base64 of UTF-8 JSON under the keyword `chara`
(V1, V2) or `ccv3` (V3), in tEXt, and in the wild in zTXt and iTXt.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from npcgen.dialogue.cards.limits import MAX_CHUNK_BYTES, MAX_CHUNKS, MIB
from npcgen.errors import InvalidArgument

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = ("ccv3", "chara")
"""Where a card may be, the one that wins first."""
ASSET_PREFIX = "chara-ext-asset_:"
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")
_MAX_KEYWORD_BYTES = 79


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk; `start` and `end` are where it stands in the file, length and checksum included."""

    kind: bytes
    data: memoryview
    start: int
    end: int
    intact: bool
    """Whether its checksum is right. Only looked at for text."""

    @property
    def keyword(self) -> str:
        """Of a text chunk; "" for others."""
        if self.kind not in _TEXT_KINDS:
            return ""
        head = bytes(self.data[: max(_MAX_KEYWORD_BYTES + 1, 300)])
        return head.partition(b"\0")[0].decode("latin-1")


def chunks(png: bytes, name: str) -> Iterator[Chunk]:
    """Every chunk up to IEND; raises InvalidArgument for a file that is damaged or cut short."""
    if not png.startswith(SIGNATURE):
        raise InvalidArgument.at(name, "is no PNG")
    view, at = memoryview(png), len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        if at + 12 > len(png):
            break
        length, kind = struct.unpack_from(">I4s", png, at)
        end = at + 12 + length
        if end > len(png):
            break
        data = view[at + 8 : end - 4]
        if kind in _TEXT_KINDS and length > MAX_CHUNK_BYTES:
            raise InvalidArgument.at(
                name, f"has a text chunk of more than {MAX_CHUNK_BYTES // MIB} MiB"
            )
        yield Chunk(kind, data, at, end, kind not in _TEXT_KINDS or _is_intact(png, at, end))
        if kind == b"IEND":
            return
        at = end
    else:
        raise InvalidArgument.at(name, f"has more than {MAX_CHUNKS} chunks")
    raise InvalidArgument.at(name, f"is cut short: its PNG ends at byte {at}, before IEND")


def texts(png: bytes, name: str) -> tuple[dict[str, bytes], list[str]]:
    """The packed texts of the card keywords, and what is odd about them.

    Of several under one keyword the first one counts. Raises InvalidArgument.
    """
    found: dict[str, bytes] = {}
    warnings: list[str] = []
    assets = 0
    for chunk in chunks(png, name):
        assets += chunk.keyword.startswith(ASSET_PREFIX)
        keyword = chunk.keyword.lower()
        if keyword not in KEYWORDS:
            continue
        if keyword in found:
            warnings.append(f"the picture has a second '{keyword}' card, which isn't read")
            continue
        if not chunk.intact:
            warnings.append(f"the checksum of its '{keyword}' card is wrong; it may be damaged")
        found[keyword] = _unpacked(chunk, name)
    if assets:
        warnings.append(f"the picture carries {assets} assets of an old kind; kept, not used")
    return found, warnings


def card_json(text: bytes, name: str) -> bytes:
    """The JSON that a card's text holds; raises InvalidArgument for text that isn't base64."""
    packed = b"".join(text.split())
    if packed.startswith(b"{"):
        return text
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidArgument.at(name, f"its card is not base64: {error}") from error


def with_cards(png: bytes, cards: Mapping[str, bytes], name: str) -> bytes:
    """The picture with these cards (keyword -> JSON), and no others; the rest byte for byte."""
    parts = [SIGNATURE]
    for chunk in chunks(png, name):
        if chunk.kind == b"IEND":
            parts += [_text_chunk(keyword, json) for keyword, json in cards.items()]
        if chunk.keyword.lower() not in KEYWORDS:
            parts.append(png[chunk.start : chunk.end])
    return b"".join(parts)


def chunk_bytes(kind: bytes, data: bytes) -> bytes:
    """A chunk as it stands in a file."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def _text_chunk(keyword: str, json: bytes) -> bytes:
    return chunk_bytes(b"tEXt", keyword.encode() + b"\0" + base64.b64encode(json))


def _is_intact(png: bytes, start: int, end: int) -> bool:
    (stated,) = struct.unpack_from(">I", png, end - 4)
    return bool(zlib.crc32(memoryview(png)[start + 4 : end - 4]) == stated)


def _unpacked(chunk: Chunk, name: str) -> bytes:
    """The text of a chunk, inflated where it is packed."""
    rest = bytes(chunk.data).partition(b"\0")[2]
    if chunk.kind == b"tEXt":
        return rest
    if chunk.kind == b"zTXt":
        return _inflated(rest[1:], name)
    is_packed, rest = rest[:1] == b"\x01", rest[2:]
    text = rest.partition(b"\0")[2].partition(b"\0")[2]
    return _inflated(text, name) if is_packed else text


def _inflated(packed: bytes, name: str) -> bytes:
    """NOTE: bounded while it inflates, so that a bomb costs no more than a card."""
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(packed, MAX_CHUNK_BYTES + 1)
    except zlib.error as error:
        raise InvalidArgument.at(name, f"a packed text in it is damaged: {error}") from error
    if len(data) > MAX_CHUNK_BYTES:
        raise InvalidArgument.at(
            name, f"a text in it unpacks to more than {MAX_CHUNK_BYTES // MIB} MiB"
        )
    if not inflater.eof:
        raise InvalidArgument.at(name, "a packed text in it is cut short")
    return data
