"""That lines are finished, belong to something, and name nobody who doesn't exist.

Names are told by their capitals: a capital that no sentence, quotation or exclamation asks for
begins a name, which has to be that of an entity, or a part of one.
"""

import re
from collections.abc import Collection, Iterator

from worldgen.quests.quest import Line, Quest
from worldgen.quests.verify.names import outcomes_of, steps_of
from worldgen.quests.verify.report import Finding
from worldgen.quests.world import World

_UNFILLED = re.compile(r"[{}<>\[\]|]|\$\w")
_RAW_ID = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BEGINS = re.compile(r"[.!?…:;\n\"“”(—\u2018\u2013]")
_POSSESSIVE = re.compile(r"['’]s?$")
_ALWAYS_CAPITAL = {"i", "i'm", "i'll", "i've", "i'd"}


def words(world: World, quest: Quest, known: Collection[str] = ()) -> Iterator[Finding]:
    """What is wrong with the lines; `known` are names that may be said besides the entities'."""
    named = [name for name in (*_names_of(world), *known) if name]
    allowed, odd = _parts(named), _odd(named)
    nodes = {"", *(step.id for _, step in steps_of(quest)), *(b.id for b in quest.branches)}
    nodes |= {extra.id for extra in quest.extras}
    nodes |= {outcome.id for _, outcome in outcomes_of(quest)}
    nodes |= {repair.id for repair in quest.repairs}
    for line in quest.lines:
        path = f"lines[{line.key}]"
        if line.node not in nodes:
            yield Finding("nodes", path, f"nothing in the quest has the id {line.node!r}")
        if line.speaker and line.speaker not in world.entities:
            yield Finding("names", path, f"there is no {line.speaker!r} who could say this")
        yield from _text(line, path, allowed, odd)


def _names_of(world: World) -> Iterator[str]:
    yield world.name
    for entity, given in world.entities.items():
        yield world.called(entity)
        yield given.short
    schema = world.schema
    actions = (action.schema.says for action in schema.actions.values())
    for says in (*actions, *(fact.says for fact in schema.facts.values())):
        yield from (" ".join(run) for run in _names_in(says))
        # NOTE: elsewhere in a sentence, what it begins with is part of the name.
        yield from (" ".join(run) for run in _names_in(f"so {says}") if len(run) > 1)


def _text(
    line: Line, path: str, allowed: set[tuple[str, ...]], odd: re.Pattern[str]
) -> Iterator[Finding]:
    if not line.text.strip():
        yield Finding("words", path, "it has no words")
    bare = odd.sub("", line.text)
    if found := _UNFILLED.search(bare):
        yield Finding("words", path, f"{found.group()!r} is left of a template")
    if found := _RAW_ID.search(bare):
        yield Finding("words", path, f"{found.group()!r} is an id, not a name")
    for name in _names_in(line.text):
        if tuple(word.lower() for word in name) not in allowed:
            yield Finding("words", path, f"there is no {' '.join(name)!r} in this world")


def _names_in(text: str) -> Iterator[list[str]]:
    """Runs of capitals. One that begins a sentence counts only with another beside it."""
    run: list[str] = []
    begins, end = False, 0
    for found in _WORD.finditer(text):
        word, between = found.group(), text[end : found.start()]
        capital = word[0].isupper() and word.lower().replace("’", "'") not in _ALWAYS_CAPITAL
        if run and (between.strip() or not capital):
            yield from _told(run, begins)
            run = []
        if capital and not run:
            begins = end == 0 or bool(_BEGINS.search(between))
        if capital:
            run.append(_POSSESSIVE.sub("", word))
        end = found.end()
    yield from _told(run, begins)


def _told(run: list[str], begins: bool) -> Iterator[list[str]]:
    """NOTE: what begins a sentence may be its first word, before the name or part of it."""
    if run and not begins:
        yield run
    elif len(run) > 1:
        yield run[1:]


def _odd(names: list[str]) -> re.Pattern[str]:
    """Matches words of names that look like what is left of a template, or like ids."""
    words = {word for name in names for word in name.split()}
    odd = [word for word in words if _UNFILLED.search(word) or _RAW_ID.search(word)]
    longest = sorted(odd, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)", re.IGNORECASE)


def _parts(names: list[str]) -> set[tuple[str, ...]]:
    """Every run of words within a name, in lower case."""
    parts: set[tuple[str, ...]] = set()
    for name in names:
        split = [_POSSESSIVE.sub("", word).lower() for word in _WORD.findall(name)]
        for first in range(len(split)):
            parts |= {tuple(split[first:last]) for last in range(first + 1, len(split) + 1)}
    return parts
