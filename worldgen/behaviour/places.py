"""Where somebody works, lives and passes time: places of the world, by what is known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worldgen.behaviour.habits import Habits, Words, WorldFacts
from worldgen.behaviour.persona import Persona, words_of
from worldgen.documents import read_mapping
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact
from worldgen.quests.world import World
from worldgen.rng import Stream

Minutes = Mapping[tuple[str, str], int]
"""Travel times; one way is enough where both are alike. Others aren't known."""
_STOPS = 3
_STROLL_MINUTES = 30
"""Nobody goes further on a round, or to pass the time where there is something nearer."""


@dataclass(frozen=True, slots=True)
class Places:
    """NOTE: all of it is in the world."""

    here: str
    """Where the world has them."""
    home: str
    work: str
    others: Mapping[str, str]
    """One for each kind that there is a safe one of."""
    stops: tuple[str, ...]
    """Of a round, in its order, work first."""

    def of_kinds(self, kinds: Sequence[str]) -> str:
        """The first that there is, else home."""
        known = {**self.others, "home": self.home, "work": self.work, "here": self.here}
        return next((known[kind] for kind in kinds if kind in known), self.home)


def places_of(
    character: str,
    persona: Persona,
    world: World,
    habits: Habits,
    minutes: Minutes,
    stream: Stream,
) -> Places:
    """Their places. Raises InvalidSpec where nobody says where they are, or for an unknown home."""
    facts = habits.world
    here = _here(character, world, facts)
    home = _named(persona.home, world)
    if persona.home and not home:
        raise InvalidSpec.at(
            "home", f"there is no place {persona.home!r} in {world.name}; name one of its places"
        )
    safe = _safe(character, world, facts)
    looked_after = [
        fact.of[1]
        for name in facts.works
        for fact in world.sorted_facts()
        if fact.name == name and fact.of[0] == character and fact.of[1] in safe
    ]
    work = _named(persona.place, world) or next(iter(looked_after), here)
    others: dict[str, str] = {}
    for kind, tells in habits.places.items():
        fitting = [place for place in safe if _tells(place, tells, world)]
        if fitting:
            near = _near(work, fitting, minutes)
            others[kind] = stream.named("place", kind).pick(near or fitting)
    rest = [place for place in safe if place != work and place not in looked_after]
    rest = _near(work, rest, minutes)
    stops = (work, *(place for place in looked_after if place != work))
    drawn = stream.named("stops").sample(rest, max(0, _STOPS - len(stops)))
    return Places(here, home or here, work, others, (*stops, *drawn))


def travel_minutes(minutes: Minutes, start: str, end: str) -> int | None:
    """0 where they are the same; None where nobody said."""
    if start == end:
        return 0
    return minutes.get((start, end), minutes.get((end, start)))


def check_minutes(minutes: Minutes, world: World) -> None:
    """Raises InvalidSpec for places that aren't there, and times that can't be."""
    places = set(world.of_type("place"))
    for (start, end), time in minutes.items():
        for place in (start, end):
            if place not in places:
                raise InvalidSpec.at("minutes", f"there is no place {place!r} in {world.name}")
        if not 0 <= time < 24 * 60:
            raise InvalidSpec.at(
                "minutes", f"from {start} to {end} it can't take {time} minutes; give 0..1439"
            )


def read_minutes(text: str) -> Minutes:
    """Travel times as YAML or JSON: `reading_room lantern_inn: 10`. Raises InvalidSpec."""
    minutes: dict[tuple[str, str], int] = {}
    for ends, time in read_mapping(text, "minutes").items():
        places = str(ends).split()
        if len(places) != 2 or type(time) is not int:
            told = f"{ends}: {time} is no way; write two places and minutes, `mill green: 10`"
            raise InvalidSpec.at("minutes", told)
        minutes[places[0], places[1]] = time
    return minutes


def _here(character: str, world: World, facts: WorldFacts) -> str:
    for fact in world.sorted_facts():
        if fact.name == facts.at and fact.of[0] == character:
            return fact.of[1]
    raise InvalidSpec.at(
        "character", f"nobody says where {character} is; add `{facts.at} {character} ...`"
    )


def _named(text: str, world: World) -> str:
    """The place of that id or name, or else the first that the text names: "the forge" of "the
    forge by the square"; "" where there is none."""
    said = _bare(text)
    found = [
        (at, -len(name), place)
        for place in world.of_type("place")
        for name in (_bare(place), _bare(world.called(place)))
        for at in range(len(said))
        if name and said[at : at + len(name)] == name
    ]
    return min(found)[2] if found else ""


def _bare(text: str) -> list[str]:
    words = words_of(text.replace("_", " "))
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


def _safe(character: str, world: World, facts: WorldFacts) -> list[str]:
    """Places where nothing waits for them, in the world's order."""
    bad = {fact.of[0] for fact in world.facts if fact.name in facts.shut}
    for fact in world.facts:
        keeper = fact.of[0] if fact.name in facts.keeps else character
        if keeper != character and Fact(facts.hostile, (keeper,)) in world.facts:
            bad.add(fact.of[1])
    return [place for place in world.of_type("place") if place not in bad]


def _tells(place: str, words: Words, world: World) -> bool:
    said = {*words_of(place.replace("_", " ")), *words_of(world.called(place))}
    return any(word in said for word in words)


def _near(start: str, places: Sequence[str], minutes: Minutes) -> list[str]:
    """Those that aren't known to be far."""
    return [
        place for place in places if (travel_minutes(minutes, start, place) or 0) <= _STROLL_MINUTES
    ]
