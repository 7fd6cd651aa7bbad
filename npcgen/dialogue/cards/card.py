"""Character Card V1, V2 and V3: the document as it came, and a typed view of it.

The document is what is written again, so a key that we don't know is never lost. Specs: V1 and V2
github.com/malfoyslastname/character-card-spec-v2, V3 github.com/kwaroran/character-card-spec-v3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.cards.json_text import Document
from npcgen.dialogue.cards.lenient import LenientModel, Number, Object, Passages, Text, Texts
from npcgen.dialogue.cards.lorebook import Lorebook, read_book
from npcgen.errors import InvalidArgument

Version = Literal[1, 2, 3]
SPECS: Mapping[Version, str] = {1: "chara_card_v1", 2: "chara_card_v2", 3: "chara_card_v3"}
_V1_TEXTS = ("description", "personality", "scenario", "first_mes", "mes_example")


def _objects(value: Any) -> Any:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


class Asset(LenientModel):
    """A picture, sound or other file of a V3 card. NOTE: its URI is never fetched."""

    type: Text = ""
    uri: Text = ""
    name: Text = ""
    ext: Text = ""


class CardData(LenientModel):
    """What a card says, whichever version it is; "" and () where it says nothing."""

    name: Text = ""
    description: Text = ""
    personality: Text = ""
    scenario: Text = ""
    first_mes: Text = ""
    mes_example: Text = ""
    creator_notes: Text = ""
    """For people; never part of a prompt."""
    system_prompt: Text = ""
    post_history_instructions: Text = ""
    alternate_greetings: Passages = ()
    tags: Texts = ()
    creator: Text = ""
    character_version: Text = ""
    extensions: Object = Field(default_factory=dict)
    assets: Annotated[tuple[Asset, ...], BeforeValidator(_objects)] = ()
    nickname: Text = ""
    creator_notes_multilingual: Object = Field(default_factory=dict)
    source: Passages = ()
    group_only_greetings: Passages = ()
    creation_date: Number = None
    """Unix seconds; 0 for undisclosed."""
    modification_date: Number = None

    @property
    def spoken_name(self) -> str:
        """What {{char}} stands for."""
        return self.nickname or self.name


@dataclass(frozen=True)
class Card:
    """A card: `document` is the JSON object as it came, and is never changed."""

    document: Document
    version: Version
    warnings: tuple[str, ...] = ()

    @property
    def body(self) -> Document:
        """The object that has the fields: `data`, or the whole document of a V1 card."""
        body: Document = self.document if self.version == 1 else self.document["data"]
        return body

    @property
    def spec(self) -> str:
        """Its specification, as "chara_card_v2 2.0"."""
        stated = _text_of(self.document.get("spec_version"))[:20]
        return f"{SPECS[self.version]} {stated or f'{self.version}.0'}"

    @cached_property
    def data(self) -> CardData:
        """Raises InvalidArgument for a field that can't be read; `read_card` has checked it."""
        try:
            return CardData.model_validate(self.body)
        except ValidationError as error:
            raise explain(error, CardData, "card" if self.version == 1 else "data") from error

    @cached_property
    def book(self) -> Lorebook | None:
        """The lorebook inside; None where there is none. Raises as `data`."""
        return read_book(self.body.get("character_book"), "data.character_book")


def read_card(document: Document, name: str) -> Card:
    """The card; raises InvalidArgument at `name` for an object that is none, or can't be read."""
    warnings: list[str] = []
    card = Card(document, _version(document, name, warnings))
    if not card.data.name.strip():
        raise InvalidArgument.at(name, "the card has no name")
    if card.book is not None:
        warnings += card.book.warnings
    return Card(document, card.version, tuple(warnings))


def _version(document: Document, name: str, warnings: list[str]) -> Version:
    spec, data = _text_of(document.get("spec")), document.get("data")
    if spec == "lorebook_v3" or (spec == "" and isinstance(document.get("entries"), dict | list)):
        raise InvalidArgument.at(name, "is a lorebook, not a card")
    if isinstance(data, dict):
        return _wrapped_version(document, spec, warnings)
    if spec:
        raise InvalidArgument.at(name, f"its spec is '{spec[:40]}', but it has no data object")
    if "name" in document and any(key in document for key in _V1_TEXTS):
        return 1
    raise InvalidArgument.at(name, "is no character card: neither a spec and data, nor V1's fields")


def _wrapped_version(document: Document, spec: str, warnings: list[str]) -> Version:
    if spec not in (SPECS[2], SPECS[3]):
        warnings.append(f"its spec is '{spec[:40]}'; read as the nearest that is known")
    try:
        number = float(document.get("spec_version") or 0)
    except (TypeError, ValueError, OverflowError):
        number = 0.0
    if spec != SPECS[2] and (spec == SPECS[3] or number >= 3):
        if number >= 3.1:
            warnings.append(f"it is of version {number:g}, newer than 3.0; what is new is kept")
        return 3
    return 2


def _text_of(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
