"""What a game tells the tracker, and what it is told."""

from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Literal
from worldgen.quests.tracker.states import QuestState
from worldgen.quests.world import World

_MAX_ID = 200
_MAX_LITERALS = 64
MAX_TIME = 2**53


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, whoever did it.

    All that one deed changed belongs in one event: so a theft is told from a sale.
    """

    id: str
    """The same event has the same id, however often it is told."""
    time: int
    """By the game's own count, 0..2^53: what happens later has more of it."""
    literals: tuple[Literal, ...] = ()
    """What is so from then on; of a single fact (`at`) the new one is enough."""
    quest: str = ""
    """The quest that it is about, which has to have been started; "" for the world's own."""
    refuses: bool = False
    """The player gives this quest up."""


@dataclass(frozen=True, slots=True)
class Updates:
    """What an event changed; nothing where it was known."""

    before: tuple[QuestState, ...] = ()
    """Of each quest that isn't what it was, in the order of `after`."""
    after: tuple[QuestState, ...] = ()
    effects: tuple[Literal, ...] = ()
    """What the game has to make so: grants of repairs and effects of outcomes that came of it."""
    settled: tuple[str, ...] = ()
    """Ids of events from before the last `settle`; they changed nothing."""

    def __bool__(self) -> bool:
        return bool(self.after)


def check_event(world: World, event: Event, path: str) -> None:
    """Raises InvalidSpec, for a field of `path`, where it can't be about this world."""
    if not 0 < len(event.id) <= _MAX_ID:
        raise InvalidSpec.at(f"{path}.id", f"it has 1..{_MAX_ID} characters, not {len(event.id)}")
    if not 0 <= event.time <= MAX_TIME:
        raise InvalidSpec.at(f"{path}.time", f"{event.time} is not in 0..2^53")
    if len(event.literals) > _MAX_LITERALS:
        told = f"{len(event.literals)} are too many; at most {_MAX_LITERALS}"
        raise InvalidSpec.at(f"{path}.literals", told)
    if event.refuses and not event.quest:
        raise InvalidSpec.at(f"{path}.quest", "say which quest is refused")
    for at, literal in enumerate(event.literals):
        _check_literal(world, literal, f"{path}.literals[{at}]")


def _check_literal(world: World, literal: Literal, path: str) -> None:
    name, of = literal.fact
    known = world.schema.facts.get(name)
    if known is None:
        raise InvalidSpec.at(path, f"there is no fact {name!r}")
    if len(known.of) != len(of):
        raise InvalidSpec.at(path, f"{name} is about {len(known.of)} things, not {len(of)}")
    for entity, wanted in zip(of, known.of, strict=True):
        if entity not in world.entities:
            raise InvalidSpec.at(path, f"there is no {entity!r} in this world")
        kind = world.entities[entity].type
        if kind != wanted and not world.schema.is_a(kind, wanted):
            raise InvalidSpec.at(path, f"{entity} is a {kind}; {name} wants a {wanted} there")
