"""The folder that imported cards are kept in, beside the personas: a file a card, as it came."""

from pathlib import Path

from npcgen.dialogue.cards.read import CardFile, Container, parse_card, read_bytes
from npcgen.dialogue.persona_folder import write_whole
from npcgen.errors import FailedPrecondition

_ENDINGS: tuple[Container, ...] = ("json", "png", "charx")


class CardFolder:
    """Cards by the id of the persona they made. NOTE: an id is checked before it gets here."""

    def __init__(self, folder: Path) -> None:
        """`folder` need not exist."""
        self._folder = folder

    def get(self, persona_id: str) -> CardFile | None:
        """The card; None where the persona came from none. Raises as `read_card_file`."""
        found = (path for path in self._paths(persona_id) if path.is_file())
        path = next(found, None)
        # NOTE: an error may reach a client, so it names no path of this machine.
        return None if path is None else parse_card(read_bytes(path), f"cards/{path.name}")

    def keep(self, persona_id: str, card: CardFile) -> None:
        """Keeps the file whole, in place of another. Raises FailedPrecondition."""
        path = self._folder / f"{persona_id}.{card.container}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, card.content)
            for other in self._paths(persona_id):
                if other != path:
                    other.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def remove(self, persona_id: str) -> None:
        """Deletes the card, where there is one. Raises FailedPrecondition."""
        try:
            for path in self._paths(persona_id):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _paths(self, persona_id: str) -> list[Path]:
        return [self._folder / f"{persona_id}.{ending}" for ending in _ENDINGS]

    def _unwritable(self, error: OSError) -> FailedPrecondition:
        return FailedPrecondition(
            f"can't write in {self._folder}: {error.strerror}; "
            "see to it, or choose another folder with --data-dir",
            reason="DATA_FOLDER_UNWRITABLE",
        )
