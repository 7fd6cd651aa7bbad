"""A day: which routine is whose, and its blocks, with the ways between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worldgen.behaviour.document import Block
from worldgen.behaviour.habits import DAY, Habit, HabitBlock, Habits, Trait
from worldgen.behaviour.persona import Persona, words_of
from worldgen.behaviour.places import Minutes, Places, travel_minutes
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.quests.world import World
from worldgen.rng import Stream

_LEAST_STAY = 10
"""Minutes; for less nobody sets out."""


@dataclass(frozen=True, slots=True)
class _Stop:
    arrives: int
    activity: str
    place: str
    keep: bool


def habit_of(character: str, persona: Persona, world: World, habits: Habits) -> str:
    """The name of the routine that is theirs. Raises InvalidSpec where none is."""
    facts = {fact.name for fact in world.facts if fact.of and fact.of[0] == character}
    role = words_of(persona.role)
    found = (
        [name for name, habit in habits.routines.items() if facts & set(habit.always)]
        + _of_role(role, habits.routines)
        + [name for name, habit in habits.routines.items() if facts & set(habit.facts)]
        + [name for name, habit in habits.routines.items() if habit.otherwise]
    )
    if not found:
        raise InvalidSpec.at(
            "role", f"no routine is for {persona.role!r}; add its words to one, or one with `else`"
        )
    return found[0]


def traits_of(persona: Persona, habits: Habits) -> list[Trait]:
    said = set(persona.personality)
    return [trait for trait in habits.personality.values() if said & set(trait.words)]


def blocks_of(
    habit: Habit, traits: Sequence[Trait], places: Places, minutes: Minutes, stream: Stream
) -> tuple[Block, ...]:
    """One at each minute of the day, in order. Raises Unsatisfiable where ways are too long."""
    instead: dict[str, str] = {}
    for trait in traits:
        instead |= trait.instead
    shift = sum(trait.shift for trait in traits)
    stops = [_stop(block, at, shift, instead, places, stream) for at, block in enumerate(habit.day)]
    return _with_ways(_that_fit(_joined(stops), minutes), minutes)


def _of_role(role: Sequence[str], routines: Mapping[str, Habit]) -> list[str]:
    """Later words weigh more: a forge guard is a guard."""
    return [
        name for word in reversed(role) for name, habit in routines.items() if word in habit.roles
    ]


def _stop(
    block: HabitBlock,
    at: int,
    shift: int,
    instead: Mapping[str, str],
    places: Places,
    stream: Stream,
) -> _Stop:
    varied = stream.named("block", at).between(-block.vary, block.vary)
    # NOTE: to five minutes, as people keep time; rounding down keeps blocks in order.
    arrives = (block.minute + shift + varied) // 5 * 5 % DAY
    kinds = [instead.get(kind, kind) for kind in block.where]
    return _Stop(arrives, block.do, places.of_kinds(kinds), block.keep)


def _joined(stops: Sequence[_Stop]) -> list[_Stop]:
    """Without those that go on with what was done before, or that begin with it."""
    joined: list[_Stop] = []
    for at, stop in enumerate(stops):
        before = stops[at - 1]
        goes_on = (before.activity, before.place) == (stop.activity, stop.place)
        if before is stop or not (goes_on or before.arrives == stop.arrives):
            joined.append(stop)
    return joined or [stops[0]]


def _that_fit(stops: list[_Stop], minutes: Minutes) -> list[_Stop]:
    """Drops what may be dropped, until each stay is long enough for its way."""
    while True:
        at = _tight(stops, minutes)
        if at is None:
            return stops
        before, stop = stops[at - 1], stops[at]
        if stop.keep and before.keep:
            raise Unsatisfiable(
                f"from {before.place} to {stop.place} it takes "
                f"{travel_minutes(minutes, before.place, stop.place)} minutes, and between "
                f"`{before.activity}` and `{stop.activity}` there are "
                f"{(stop.arrives - before.arrives) % DAY}; give a home that is nearer",
                (before.place, stop.place),
            )
        del stops[at if not stop.keep else at - 1]
        stops = _joined(stops)


def _tight(stops: Sequence[_Stop], minutes: Minutes) -> int | None:
    """The first whose way doesn't fit in before it."""
    for at, stop in enumerate(stops):
        before = stops[at - 1]
        way = travel_minutes(minutes, before.place, stop.place) or 0
        if before is not stop and (stop.arrives - before.arrives) % DAY < way + _LEAST_STAY:
            return at
    return None


def _with_ways(stops: Sequence[_Stop], minutes: Minutes) -> tuple[Block, ...]:
    if len(stops) == 1:
        [only] = stops
        return (
            Block(starts=0, until=0, activity=only.activity, place=only.place, travel_minutes=0),
        )
    ways = [
        travel_minutes(minutes, stops[at - 1].place, stop.place) for at, stop in enumerate(stops)
    ]
    starts = [(stop.arrives - (way or 0)) % DAY for stop, way in zip(stops, ways, strict=True)]
    blocks = [
        Block(
            starts=starts[at],
            until=starts[(at + 1) % len(stops)],
            activity=stop.activity,
            place=stop.place,
            travel_minutes=ways[at],
        )
        for at, stop in enumerate(stops)
    ]
    return tuple(sorted(blocks, key=lambda block: block.starts))
