"""Who may know an entry of lore: in words, and which people that is. Pure.

NOTE: only what a person is decides here; what goes on in the game (quests, time, where they are
now) is said in words, and asked of the server by testing a line.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from npcgen import LoreEntry, Persona, Scope


class Group(NamedTuple):
    """What a scope asks of a person: to be somebody, or to be of something."""

    kind: str
    """person, role, faction or place."""
    name: str

    @property
    def words(self) -> str:
        return {
            "role": f"role: {self.name}",
            "faction": f"of {self.name}",
            "place": f"at {self.name}",
        }.get(self.kind, self.name)


def groups_of(scope: Scope) -> Iterator[Group]:
    """Everything that it names."""
    yield from (Group("person", each) for each in scope.personas)
    yield from (Group("role", each) for each in scope.roles)
    yield from (Group("faction", each) for each in scope.factions)
    yield from (Group("place", each) for each in scope.places)


def is_in(persona: Persona, group: Group) -> bool:
    match group.kind:
        case "person":
            return persona.id == group.name
        case "role":
            return _plain(persona.role) == group.name
        case "faction":
            return group.name in map(_plain, persona.factions)
        case _:
            return _plain(persona.place) == group.name


def knows(persona: Persona, entry: LoreEntry) -> bool:
    """Whether nothing that the person is keeps the entry away: of each kind asked for, one fits."""
    groups = list(groups_of(entry.scope))
    kinds = {group.kind for group in groups}
    met = {group.kind for group in groups if is_in(persona, group)}
    return entry.enabled and kinds == met


def scope_in_words(entry: LoreEntry, people: Sequence[Persona]) -> str:
    """Who knows it, and from when on."""
    if not entry.enabled:
        return "Nobody: it is switched off"
    scope = entry.scope
    named = list(groups_of(scope))
    knowing = [each.name for each in people if knows(each, entry)]
    parts = [_knowing(knowing) if named else "Everybody"]
    if any(group.kind != "person" for group in named):
        parts.append(f"({', '.join(group.words for group in named)})")
    if scope.quests:
        quests = (f"“{each.quest}” reaches stage {each.stage}" for each in scope.quests)
        parts.append(f"once {' or '.join(quests)}")
    if scope.since is not None:
        parts.append(f"from time {scope.since:g} on")
    if scope.until is not None:
        parts.append(f"before time {scope.until:g}")
    return " ".join(parts)


def _knowing(names: Sequence[str]) -> str:
    if not names:
        return "Nobody here"
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
