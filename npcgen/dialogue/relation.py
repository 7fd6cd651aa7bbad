"""What one persona is to another: its sister, its debtor, its rival. Data only."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

RelationKind = Literal[
    "sibling",
    "parent",
    "child",
    "cousin",
    "spouse",
    "friend",
    "rival",
    "comrade",
    "neighbour",
    "debtor",
    "creditor",
    "apprentice",
    "master",
]
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)


class Relation(BaseModel):
    """What a persona is to another one. "debtor": it owes the other something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    persona_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    kind: RelationKind
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """Why, or since when: "lent him money for a roof"."""
