"""CHARX: a ZIP with `card.json` at its root and assets in folders.

Nothing is ever extracted: entries are read into memory by name, after all of them were checked.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from npcgen.dialogue.cards.limits import (
    MAX_JSON_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    MIB,
)
from npcgen.errors import InvalidArgument

SIGNATURE = b"PK\x03\x04"
CARD_NAME = "card.json"
_END = b"PK\x05\x06"
_END_BYTES = 22
_END64_LOCATOR = b"PK\x06\x07"
_MAX_COMMENT_BYTES = 65_535
_SYMLINK = 0o120000
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


def read_card_json(charx: bytes, name: str) -> bytes:
    """The card's JSON. Raises InvalidArgument for an archive that is damaged or hostile."""
    with _opened(charx, name) as archive:
        return _content(archive, CARD_NAME, MAX_JSON_BYTES, name)


def asset_names(charx: bytes, name: str) -> tuple[str, ...]:
    """The paths of what the archive holds besides the card."""
    with _opened(charx, name) as archive:
        return tuple(each.filename for each in _assets(archive))


def with_card(charx: bytes | None, json: bytes, name: str) -> bytes:
    """An archive with this card, and the assets of `charx`. Same arguments, same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(CARD_NAME, _FIRST_DATE), json, zipfile.ZIP_DEFLATED)
        if charx is not None:
            with _opened(charx, name) as old:
                for each in _assets(old):
                    data = _content(old, each.filename, MAX_ZIP_BYTES, name)
                    archive.writestr(zipfile.ZipInfo(each.filename, _FIRST_DATE), data)
    return made.getvalue()


def _opened(charx: bytes, name: str) -> zipfile.ZipFile:
    """The archive, once every entry was looked at."""
    _check_directory(charx, name)
    try:
        archive = zipfile.ZipFile(BytesIO(charx))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise InvalidArgument.at(name, f"its archive is damaged: {error}") from error
    _check_entries(archive, name)
    return archive


def _check_directory(charx: bytes, name: str) -> None:
    """NOTE: before zipfile reads it, which takes a second for a million entries."""
    start = max(0, len(charx) - _MAX_COMMENT_BYTES - _END_BYTES)
    at = charx.rfind(_END, start, max(len(charx) - _END_BYTES + len(_END), 0))
    if at < 0:
        raise InvalidArgument.at(name, "its archive is cut short, or damaged")
    entries, directory_bytes = struct.unpack_from("<HI", charx, at + 10)
    if charx[max(at - 20, 0) : at].startswith(_END64_LOCATOR) or entries == 0xFFFF:
        raise InvalidArgument.at(name, "is a ZIP64 archive, which no card needs")
    if entries > MAX_ZIP_ENTRIES or directory_bytes > MAX_ZIP_DIRECTORY_BYTES:
        raise InvalidArgument.at(
            name, f"its archive has {entries} entries; at most {MAX_ZIP_ENTRIES} are taken"
        )


def _check_entries(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    seen: set[str] = set()
    for each in entries:
        if (wrong := _wrong_with(each)) or each.filename in seen:
            shown = ascii(each.filename[:80])
            raise InvalidArgument.at(name, f"its entry {shown} {wrong or 'is there twice'}")
        seen.add(each.filename)
    if len(entries) > MAX_ZIP_ENTRIES or sum(each.file_size for each in entries) > MAX_ZIP_BYTES:
        raise InvalidArgument.at(
            name,
            f"its archive unpacks to more than {MAX_ZIP_BYTES // MIB} MiB "
            f"or {MAX_ZIP_ENTRIES} entries",
        )


def _wrong_with(entry: zipfile.ZipInfo) -> str:
    """What is wrong with an entry; "" for nothing."""
    path = entry.orig_filename
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in parts or ":" in path or "\0" in path:
        return "would leave its folder"
    if entry.external_attr >> 16 & 0o170000 == _SYMLINK:
        return "is a link"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.file_size > MIB and entry.file_size > entry.compress_size * MAX_ZIP_RATIO:
        return f"unpacks to more than {MAX_ZIP_RATIO} times its size"
    return ""


def _assets(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for each in archive.infolist():
        if each.filename != CARD_NAME and not each.is_dir():
            yield each


def _content(archive: zipfile.ZipFile, entry: str, max_bytes: int, name: str) -> bytes:
    """What an entry holds; NOTE: counted while it is read, for what it says of its size may lie."""
    try:
        with archive.open(entry) as file:
            data = file.read(max_bytes + 1)
    except KeyError as error:
        raise InvalidArgument.at(name, f"its archive has no {entry} at its root") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
        struct.error,
    ) as error:
        raise InvalidArgument.at(name, f"{entry} in its archive is damaged: {error}") from error
    if len(data) > max_bytes:
        raise InvalidArgument.at(
            name, f"{entry} in its archive is larger than {max_bytes // MIB} MiB"
        )
    return data
