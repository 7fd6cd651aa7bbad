"""A card -> a file, in the container that is asked for. Pure: bytes, not paths."""

from typing import Literal

from npcgen.dialogue.cards import charx, png
from npcgen.dialogue.cards.card import Card
from npcgen.dialogue.cards.json_text import written
from npcgen.dialogue.cards.portrait import portrait
from npcgen.dialogue.cards.read import CardFile
from npcgen.dialogue.cards.versions import as_version, back_fill

Format = Literal["v2-json", "v3-json", "png", "charx"]
FORMATS: tuple[Format, ...] = ("v2-json", "v3-json", "png", "charx")
ENDINGS: dict[Format, str] = {
    "v2-json": ".json",
    "v3-json": ".json",
    "png": ".png",
    "charx": ".charx",
}


def write_card(
    card: Card,
    format: Format,
    *,
    original: CardFile | None = None,
    image: bytes | None = None,
) -> bytes:
    """The file.

    A picture carries the card in its own version: V3 with a V2 beside it for older readers. It is
    `image`, else that of `original`, else one that is drawn. An archive has the assets of
    `original`. Raises InvalidArgument for an image that is no whole PNG.
    """
    match format:
        case "v2-json":
            return written(as_version(card, 2))
        case "v3-json":
            return written(as_version(card, 3))
        case "png":
            return _png(card, image or _image_of(original) or portrait(card.data.name))
        case "charx":
            archive = original.content if original and original.container == "charx" else None
            return charx.with_card(archive, written(as_version(card, 3)), "card")


def _png(card: Card, image: bytes) -> bytes:
    if card.version == 3:
        cards = {"ccv3": written(card.document), "chara": written(back_fill(card))}
    else:
        cards = {"chara": written(card.document)}
    return png.with_cards(image, cards, "image")


def _image_of(original: CardFile | None) -> bytes | None:
    return original.content if original and original.container == "png" else None
