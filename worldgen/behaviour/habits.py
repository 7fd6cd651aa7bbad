"""How days go and what comes before them, as data: routines, activities, reactions, and words.

worldgen/data/behaviour holds the bundled ones; a game brings its own files of the same form. They
are linted as they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.behaviour.templates import check_template
from worldgen.behaviour.vocabulary import Name, data_text
from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec

DAY = 24 * 60
Words = Annotated[tuple[str, ...], Field(max_length=200)]
Trees = Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=16)]
_ALWAYS_KNOWN = ("home", "work", "here")
Document = TypeVar("Document", bound=BaseModel)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HabitBlock(_Data):
    at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    """When they are there."""
    do: Name
    where: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Kinds of places; the first that there is."""
    vary: Annotated[int, Field(ge=0, le=120)] = 0
    """Minutes, sooner or later."""
    keep: bool = False
    """Whether ways that are too long may not crowd it out."""

    @property
    def minute(self) -> int:
        hours, minutes = self.at.split(":")
        return int(hours) * 60 + int(minutes)


class Habit(_Data):
    always: Words = ()
    """Facts about them that make it theirs, whatever their role."""
    roles: Words = ()
    facts: Words = ()
    """Facts that make it theirs, where no word of their role does."""
    otherwise: Annotated[bool, Field(alias="else")] = False
    day: Annotated[tuple[HabitBlock, ...], Field(min_length=1, max_length=48)]


class Trait(_Data):
    words: Words
    shift: Annotated[int, Field(ge=-180, le=180)] = 0
    """Minutes that the whole day moves."""
    instead: Mapping[Name, Name] = Field(default_factory=dict)
    """Kinds of places, and what is put for them."""
    without: Words = ()
    """Reactions that they don't have."""


class WorldFacts(_Data):
    """Which facts tell what; a world whose schema lacks one does without."""

    at: str = "at"
    alive: str = "alive"
    works: Words = ()
    """Facts of somebody and the place that they look after."""
    shut: Words = ()
    """Facts of a place where nobody goes for pleasure."""
    hostile: str = "hostile"
    keeps: Words = ()
    """Facts of somebody and the place where they are met."""


class _Routines(_Data):
    world: WorldFacts = Field(default_factory=WorldFacts)
    routines: Annotated[Mapping[Name, Habit], Field(min_length=1, max_length=200)]
    places: Mapping[Name, Words] = Field(default_factory=dict)
    personality: Mapping[Name, Trait] = Field(default_factory=dict)


class Activity(_Data):
    says: str
    trees: Trees


class _Activities(_Data):
    activities: Mapping[Name, Activity]


class PartRule(_Data):
    """Who has a part in a quest, besides those who give it and those it is about."""

    holds: str = ""
    """A fact about them, in the world."""
    knows: str = ""
    """A fact that starts with them, needed by a step."""


class Reaction(_Data):
    each: str = ""
    """A fact about them and somebody else: once for each."""
    part: str = ""
    when: str = ""
    """A fact about them that has to be so."""
    unless: str = ""
    trees: Trees


class _Reactions(_Data):
    parts: Mapping[Name, PartRule] = Field(default_factory=dict)
    reactions: Mapping[Name, Reaction] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Habits:
    """NOTE: linted by `read_habits`; whoever has one may trust it."""

    world: WorldFacts
    routines: Mapping[str, Habit]
    places: Mapping[str, Words]
    personality: Mapping[str, Trait]
    activities: Mapping[str, Activity]
    parts: Mapping[str, PartRule]
    reactions: Mapping[str, Reaction]

    def as_data(self) -> dict[str, Any]:
        """All of it, as JSON has it."""
        groups = (self.routines, self.personality, self.activities, self.parts, self.reactions)
        named = [{name: each.model_dump(mode="json") for name, each in g.items()} for g in groups]
        places = {kind: list(words) for kind, words in self.places.items()}
        return {"world": self.world.model_dump(mode="json"), "places": places, "others": named}


@cache
def bundled_habits() -> Habits:
    return read_habits(data_text("routines"), data_text("activities"), data_text("reactions"))


def read_habits(routines: str, activities: str, reactions: str) -> Habits:
    """Of three files of YAML or JSON. Raises InvalidSpec with the field."""
    days = _read(_Routines, routines, "routines")
    doing = _read(_Activities, activities, "activities").activities
    reacting = _read(_Reactions, reactions, "reactions")
    for name, activity in doing.items():
        for at, tree in enumerate(activity.trees):
            check_template(tree, frozenset({"place", "stops"}), f"activities.{name}.trees[{at}]")
    for name, reaction in reacting.reactions.items():
        bound = {"here"} | ({"who"} if reaction.each else set())
        bound |= {"quest"} if reaction.part else set()
        for at, tree in enumerate(reaction.trees):
            check_template(tree, frozenset(bound), f"reactions.{name}.trees[{at}]")
    for name, habit in days.routines.items():
        _check_day(habit, f"routines.{name}.day", doing, days.places)
    return Habits(
        days.world,
        days.routines,
        days.places,
        days.personality,
        doing,
        reacting.parts,
        reacting.reactions,
    )


def _read(kind: type[Document], text: str, name: str) -> Document:
    try:
        return kind.model_validate(read_mapping(text, name))
    except ValidationError as error:
        raise refusal(error, name) from None


def _check_day(
    habit: Habit, path: str, doing: Mapping[str, Activity], places: Mapping[str, Words]
) -> None:
    """NOTE: blocks keep their order however they vary."""
    for at, block in enumerate(habit.day):
        if block.do not in doing:
            raise InvalidSpec.at(
                f"{path}[{at}].do",
                f"there is no activity {block.do!r}; there are: {', '.join(doing)}",
            )
        for kind in block.where:
            if kind not in places and kind not in _ALWAYS_KNOWN:
                raise InvalidSpec.at(
                    f"{path}[{at}].where",
                    f"no words tell of {kind!r}; add them to places, or use: {', '.join(places)}",
                )
    gaps = [
        (after.minute - block.minute) % DAY - block.vary - after.vary
        for block, after in zip(habit.day, (*habit.day[1:], habit.day[0]), strict=True)
    ]
    turns = sum(
        after.minute <= block.minute
        for block, after in zip(habit.day, (*habit.day[1:], habit.day[0]), strict=True)
    )
    if len(habit.day) > 1 and (min(gaps) <= 0 or turns != 1):
        raise InvalidSpec.at(path, "blocks overlap, or aren't in order; set them further apart")
