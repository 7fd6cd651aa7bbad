"""What a tracker is told at once, as bytes: a save and the lots since are the same state again."""

from dataclasses import field

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.tracker.events import Event
from worldgen.quests.tracker.telling import Start


@dataclass(frozen=True)
class Lot:
    """Nothing that was known before."""

    offers: list[Quest] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    settled: int = 0
    plans: dict[str, Branch | None] = field(default_factory=dict)
    """Those that were made for it: another version may plan otherwise."""

    def __bool__(self) -> bool:
        return bool(self.offers or self.starts or self.events or self.settled)


_ADAPTER = TypeAdapter(Lot)


def written_lot(lot: Lot) -> bytes:
    return _ADAPTER.dump_json(lot, exclude_defaults=True)


def read_lot(data: bytes) -> Lot:
    """Raises InvalidSpec for `lot`."""
    try:
        return _ADAPTER.validate_json(data)
    except ValidationError as error:
        raise InvalidSpec.at("lot", f"it can't be read: {error.errors()[0]['msg']}") from None
