"""Cards in, personas kept; personas out, cards written. What the service and the CLI call."""

from dataclasses import dataclass

from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.from_card import Converted, persona_of
from npcgen.dialogue.cards.lorebook import Lorebook
from npcgen.dialogue.cards.read import CardFile, parse_card
from npcgen.dialogue.cards.to_card import card_of
from npcgen.dialogue.cards.write import Format, write_card
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import InvalidArgument, NpcgenError


@dataclass(frozen=True, slots=True)
class ImportedCard:
    """A persona as kept, and what to know about the card it came from."""

    persona: Persona
    spec: str
    lore_entries: int
    warnings: tuple[str, ...]


class CardLibrary:
    """A persona store and the cards that its personas came from."""

    def __init__(self, personas: PersonaStore, cards: CardFolder) -> None:
        self._personas = personas
        self._cards = cards
        self._worlds = personas.worlds

    def import_card(
        self, content: bytes, name: str, *, persona_id: str = "", trust_prompts: bool = False
    ) -> ImportedCard:
        """Makes a persona of a card and keeps both; the same card again changes nothing.

        `name` is what errors call the card. Raises InvalidArgument, AlreadyExists for an id that
        a different persona has, FailedPrecondition when it can't be written.
        """
        file = parse_card(content, name)
        converted = self._in_known_world(
            persona_of(file.card, persona_id=persona_id, trust_prompts=trust_prompts)
        )
        persona = converted.persona
        is_new = self._personas.find(persona.id) is None
        self._personas.create(persona)
        self._keep(persona.id, file, is_new)
        return imported_card(file, converted)

    def export_card(self, persona_id: str, format: Format, image: bytes | None = None) -> bytes:
        """The persona as a card file. Raises NotFound, InvalidArgument for a bad image."""
        persona = self._personas.get(persona_id)
        original = self._cards.get(persona_id)
        card = card_of(persona, original.card if original else None)
        return write_card(card, format, original=original, image=image)

    def persona(self, persona_id: str) -> Persona:
        """Raises NotFound."""
        return self._personas.get(persona_id)

    def lorebook(self, persona_id: str) -> Lorebook | None:
        """The lorebook that a persona's card brought along; None for none."""
        original = self._cards.get(persona_id)
        return original.card.book if original else None

    def forget(self, persona_id: str) -> None:
        """Deletes the card of a persona that is gone."""
        self._cards.remove(persona_id)

    def _in_known_world(self, converted: Converted) -> Converted:
        try:
            self._worlds.check(converted.persona)
        except InvalidArgument:
            world = converted.persona.world
            warning = f"its world '{world}' isn't known here; the persona lives in none"
            persona = converted.persona.model_copy(update={"world": ""})
            return Converted(persona, converted.book, (*converted.warnings, warning))
        return converted

    def _keep(self, persona_id: str, file: CardFile, is_new: bool) -> None:
        """NOTE: a persona whose card can't be kept is taken back, or it would lose what is left."""
        if self._personas.is_bundled(persona_id):
            return
        try:
            self._cards.keep(persona_id, file)
        except NpcgenError:
            if is_new:
                self._personas.delete(persona_id)
            raise


def imported_card(file: CardFile, converted: Converted) -> ImportedCard:
    """What to say of a card that was read and converted."""
    entries = len(converted.book.entries) if converted.book else 0
    warnings = (*file.warnings, *converted.warnings)
    return ImportedCard(converted.persona, file.card.spec, entries, warnings)
