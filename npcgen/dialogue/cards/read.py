"""A file -> a card or a lorebook. What kind of file it is, its content says, never its name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from npcgen.dialogue.cards import charx, png
from npcgen.dialogue.cards.card import Card, read_card
from npcgen.dialogue.cards.json_text import parse_document
from npcgen.dialogue.cards.limits import MAX_FILE_BYTES, MIB
from npcgen.dialogue.cards.lorebook import Lorebook, read_lorebook
from npcgen.errors import InvalidArgument, NotFound

Container = Literal["json", "png", "charx"]


@dataclass(frozen=True)
class CardFile:
    """A card in its container; `content` is the whole file, so that nothing of it is lost."""

    card: Card
    container: Container
    content: bytes
    warnings: tuple[str, ...] = ()


def read_card_file(path: Path) -> CardFile:
    """Raises NotFound when there is no such file, InvalidArgument for one that won't do."""
    return parse_card(read_bytes(path), str(path))


def parse_card(content: bytes, name: str) -> CardFile:
    """The card that `content` is or carries; raises InvalidArgument at `name`."""
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(name)
    container = _container(content, name)
    warnings: list[str] = []
    if container == "png":
        json, warnings = _png_card(content, name)
    else:
        json = charx.read_card_json(content, name) if container == "charx" else content
    card = read_card(parse_document(json, name), name)
    return CardFile(card, container, content, (*warnings, *card.warnings))


def read_lorebook_file(path: Path) -> Lorebook:
    """The lorebook of a file of its own: V3, or world info. Raises as `read_card_file`."""
    return parse_lorebook(read_bytes(path), str(path))


def parse_lorebook(content: bytes, name: str) -> Lorebook:
    """Raises InvalidArgument at `name`."""
    return read_lorebook(parse_document(content, name), name)


def _png_card(content: bytes, name: str) -> tuple[bytes, list[str]]:
    texts, warnings = png.texts(content, name)
    for keyword in png.KEYWORDS:
        if keyword in texts:
            return png.card_json(texts[keyword], name), warnings
    raise InvalidArgument.at(name, "is a picture without a card")


def _container(content: bytes, name: str) -> Container:
    if content.startswith(png.SIGNATURE):
        return "png"
    if content.startswith(charx.SIGNATURE):
        return "charx"
    if content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return "json"
    raise InvalidArgument.at(
        name, "is no card: neither JSON, nor a PNG picture, nor a CHARX archive"
    )


def read_bytes(path: Path) -> bytes:
    """The file, unless it is larger than a card may be. Raises as `read_card_file`.

    NOTE: opening a pipe would wait for its writer.
    """
    try:
        if not path.is_dir() and path.exists() and not path.is_file():
            raise InvalidArgument.at(str(path), "is a pipe or a device; name a regular file")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _too_large(str(path))
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}; check the path", reason="NO_FILE") from error


def _too_large(name: str) -> InvalidArgument:
    return InvalidArgument.at(
        name, f"larger than {MAX_FILE_BYTES // MIB} MiB; is this a character card?"
    )
