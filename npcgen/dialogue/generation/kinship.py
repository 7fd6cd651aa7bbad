"""Whom a new persona is something to, why, and what that asks of its age and its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from npcgen.dialogue.generation.catalogue import Lives
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.generation.streams import Stream
from npcgen.dialogue.generation.wish import Wish, WishedRelation
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.relation import Relation, RelationKind

ADULT, OLDEST = 18, 90
_GENERATION = 16
"""Years between parents and children, at least."""
_SIBLINGS = 15
"""Years between siblings, at most."""
INVERSE: Mapping[RelationKind, RelationKind] = MappingProxyType(
    {
        "sibling": "sibling",
        "parent": "child",
        "child": "parent",
        "cousin": "cousin",
        "spouse": "spouse",
        "friend": "friend",
        "rival": "rival",
        "comrade": "comrade",
        "neighbour": "neighbour",
        "debtor": "creditor",
        "creditor": "debtor",
        "apprentice": "master",
        "master": "apprentice",
    }
)
_DRAWN: tuple[RelationKind, ...] = ("friend", "rival", "neighbour", "debtor", "creditor", "comrade")
_SAME_NAME = ("sibling", "parent", "child")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation of the new persona, with whom it is to."""

    target: Persona
    kind: RelationKind
    why: str

    @property
    def relation(self) -> Relation:
        return Relation(persona_id=self.target.id, kind=self.kind, why=self.why)

    @property
    def known(self) -> str:
        """How the persona knows of it."""
        return f"{self.kind.capitalize()} of {self.target.name}: {self.why}."

    @property
    def shares_name(self) -> bool:
        return self.kind in _SAME_NAME


def draw_ties(
    stream: Stream, wish: Wish, setting: Setting, lives: Lives
) -> tuple[tuple[Tie, ...], tuple[str, ...]]:
    """The relations, the wished ones first; and the words of those that can't be."""
    wished = wish.relations or _drawn(stream, setting)
    ties: list[Tie] = []
    refused: list[str] = []
    for each in wished:
        free = [one for one in setting.people if one not in [tie.target for tie in ties]]
        fitting = [one for one in free if _can_be(each.kind, one, setting, ties)]
        if each.target is not None:
            fitting = [one for one in fitting if one == each.target]
        if fitting:
            ties.append(
                Tie(stream.pick(fitting), each.kind, stream.pick(lives.relations[each.kind]))
            )
        else:
            refused += each.words
    return tuple(ties), tuple(refused)


def ages_of(ties: Sequence[Tie]) -> tuple[int, int]:
    """The youngest and the oldest that these relations allow; none, where the first is higher."""
    low, high = ADULT, OLDEST
    for tie in ties:
        age = tie.target.appearance.age_years
        if not age:
            continue
        if tie.kind == "sibling":
            low, high = max(low, age - _SIBLINGS), min(high, age + _SIBLINGS)
        elif tie.kind == "child":
            high = min(high, age - _GENERATION)
        elif tie.kind == "parent":
            low = max(low, age + _GENERATION)
    return low, high


def _drawn(stream: Stream, setting: Setting) -> tuple[WishedRelation, ...]:
    count = min(stream.between(1, 2), len(setting.people))
    return tuple(WishedRelation(kind) for kind in stream.sample(_DRAWN, count))


def _can_be(kind: RelationKind, target: Persona, setting: Setting, ties: Sequence[Tie]) -> bool:
    low, high = ages_of([*ties, Tie(target, kind, "")])
    if low > high:
        return False
    if kind == "spouse":
        return not any(tie.kind == "spouse" for tie in ties) and not _is_married(target, setting)
    return True


def _is_married(person: Persona, setting: Setting) -> bool:
    own = any(each.kind == "spouse" for each in person.relations)
    others = (each for one in setting.people for each in one.relations)
    return own or any(each.kind == "spouse" and each.persona_id == person.id for each in others)
