"""Cards: protobuf <-> domain."""

from npcgen.dialogue.cards.library import ImportedCard
from npcgen.dialogue.cards.write import Format
from npcgen.errors import InvalidArgument
from npcgen.service.convert import persona_to
from npcgen.v1 import persona_pb2 as pb

_FORMATS: dict[int, Format] = {
    pb.CARD_FORMAT_UNSPECIFIED: "v3-json",
    pb.CARD_FORMAT_V2_JSON: "v2-json",
    pb.CARD_FORMAT_V3_JSON: "v3-json",
    pb.CARD_FORMAT_PNG: "png",
    pb.CARD_FORMAT_CHARX: "charx",
}


def card_format_from(value: int) -> Format:
    """Raises InvalidArgument for a number that names no format."""
    if value not in _FORMATS:
        raise InvalidArgument.at("format", f"is {value}; choose 0 to {max(_FORMATS)}")
    return _FORMATS[value]


def imported_card_to(card: ImportedCard) -> pb.ImportCardResponse:
    return pb.ImportCardResponse(
        persona=persona_to(card.persona),
        spec=card.spec,
        lore_entries=card.lore_entries,
        warnings=card.warnings,
    )
