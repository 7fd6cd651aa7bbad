"""What is written to files: quests, their graphs, their words and the names of their world."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property

from worldgen.errors import InvalidSpec
from worldgen.quests.export.sayings import one_line
from worldgen.quests.export.script import Script, script_of
from worldgen.quests.facts import Fact
from worldgen.quests.graph import Graph, graph_of
from worldgen.quests.quest import Line, Quest, Step
from worldgen.quests.world import World

NARRATOR = "narrator"
_STEM = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f]{1,100}")
_QUEST = re.compile(r"[A-Za-z0-9_-]{1,80}")
_KEY = re.compile(r"[A-Za-z0-9_]{1,80}")


@dataclass(frozen=True, eq=False)
class Content:
    quest: Quest
    world: World

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.quest)

    @cached_property
    def script(self) -> Script:
        return script_of(self.quest, self.graph, self.world)

    def speaker(self, line: Line) -> str:
        """The name of who says it; "" for the narrator."""
        return one_line(self.world.called(line.speaker)) if line.speaker else ""

    def spoken(self, line: Line) -> str:
        """On one line, after the speaker's name."""
        name = self.speaker(line)
        return f"{name}: {one_line(line.text)}" if name else one_line(line.text)


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """All that goes into one call's files."""

    quests: tuple[Content, ...]
    world: World
    stem: str


def collection(quests: Sequence[Quest], world: World, stem: str) -> Collection:
    """Raises InvalidSpec for quests of another world, and for what no file can hold."""
    if not _STEM.fullmatch(stem):
        raise InvalidSpec.at("stem", f"{stem!r:.60} is no name of a file; use letters")
    seen: set[str] = set()
    keys: set[str] = set()
    for at, quest in enumerate(quests):
        _check(quest, world, keys, f"quests[{at}]")
        if quest.id.lower() in seen:
            raise InvalidSpec.at(f"quests[{at}].id", f"there are two of {quest.id!r}; leave one")
        seen.add(quest.id.lower())
    return Collection(tuple(Content(quest, world) for quest in quests), world, stem)


def steps_of(quest: Quest) -> Iterator[tuple[str, Step]]:
    """Every step, after its path."""
    for at, branch in enumerate(quest.branches):
        for number, step in enumerate(branch.steps):
            yield f"branches[{at}].steps[{number}]", step
    for at, extra in enumerate(quest.extras):
        for number, step in enumerate(extra.steps):
            yield f"extras[{at}].steps[{number}]", step


def _check(quest: Quest, world: World, keys: set[str], path: str) -> None:
    if not _QUEST.fullmatch(quest.id):
        raise InvalidSpec.at(f"{path}.id", f"{quest.id!r:.90} isn't of letters, digits, _ and -")
    if quest.world != world.id:
        raise InvalidSpec.at(f"{path}.world", f"it is of {quest.world!r}, not of {world.id!r}")
    for text in _texts(quest):
        if not _is_unicode(text):
            raise InvalidSpec.at(path, f"{text!r:.60} has half a surrogate pair; mend the text")
    _check_names([quest.giver, *quest.cast], world, path)
    for place, step in steps_of(quest):
        _check_step(step, world, f"{path}.{place}")
    for fact in _facts(quest):
        _check_names(fact.of, world, f"{path}: {fact}")
    _check_lines(quest, world, keys, path)


def _check_step(step: Step, world: World, path: str) -> None:
    action = world.schema.actions.get(step.action)
    if action is None:
        raise InvalidSpec.at(path, f"there is no action {step.action!r} in this world")
    if len(action.parameters) != len(step.arguments):
        count = f"{len(action.parameters)} things, not {len(step.arguments)}"
        raise InvalidSpec.at(path, f"{step.action} is about {count}")
    _check_names(step.arguments, world, path)


def _check_lines(quest: Quest, world: World, keys: set[str], path: str) -> None:
    for at, line in enumerate(quest.lines):
        here = f"{path}.lines[{at}]"
        if not _KEY.fullmatch(line.key):
            raise InvalidSpec.at(f"{here}.key", f"{line.key!r:.60} isn't of letters, digits, _")
        if line.key in keys:
            raise InvalidSpec.at(f"{here}.key", f"{line.key!r} is another line's; keys are unique")
        keys.add(line.key)
        _check_names([line.speaker] if line.speaker else [], world, here)


def _check_names(names: Iterable[str], world: World, path: str) -> None:
    for name in names:
        if name not in world.entities:
            raise InvalidSpec.at(path, f"there is no {name!r} in this world")


def _texts(part: object) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from (*_texts(name), *_texts(value))
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


def _facts(part: object) -> Iterator[Fact]:
    """Every fact in it, however deep."""
    if isinstance(part, Fact):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _facts(getattr(part, field.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _facts(each)


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
