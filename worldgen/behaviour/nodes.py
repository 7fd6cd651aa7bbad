"""The nodes of a behaviour tree, and what a tick of each means, in every engine alike.

A tick goes down from the root; each node answers success, failure or running. A node that ran in
the last tick and isn't reached in this one is aborted, and starts anew when it is reached again.
After Colledanchise & Ögren, Behavior Trees in Robotics and AI (2018).
"""

from typing import Annotated
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field

NodeId = Annotated[str, Field(pattern=r"^n[0-9]+$")]
Label = Annotated[str, Field(max_length=200)]
Argument = int | str


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: NodeId
    label: Label = ""
    """For people."""


class Composite(_Node):
    """sequence: ticks children in order until one doesn't succeed, and answers as the last one.
    selector: the same, until one doesn't fail."""

    type: OneOf["sequence", "selector"]
    reactive: bool = False
    """Whether each tick starts at the first child; else at the one that runs."""
    children: Annotated[tuple[NodeId, ...], Field(min_length=1)]


class Parallel(_Node):
    """Ticks, in order, all children that haven't succeeded yet; succeeds when all have, fails with
    the first that fails. NOTE: only the last can fail: engines differ in what they tick after."""

    type: OneOf["parallel"] = "parallel"
    children: Annotated[tuple[NodeId, ...], Field(min_length=1)]


class Inverter(_Node):
    """Fails where its child succeeds, and the other way round."""

    type: OneOf["inverter"] = "inverter"
    children: Annotated[tuple[NodeId], Field()]


class Repeat(_Node):
    """Succeeds after so many successes of its child, at most one a tick; fails when it does."""

    type: OneOf["repeat"] = "repeat"
    times: Annotated[int, Field(ge=1, le=1000)]
    children: Annotated[tuple[NodeId], Field()]


class Timed(_Node):
    """cooldown: fails for so long after a success of its child, which isn't ticked then.
    timeout: aborts its child and fails, where it still runs that long after its first tick."""

    type: OneOf["cooldown", "timeout"]
    seconds: Annotated[int, Field(ge=1, le=86_400)]
    """Of the clock that the game ticks by, not of its calendar."""
    children: Annotated[tuple[NodeId], Field()]


class Leaf(_Node):
    """A condition answers success or failure at once; an action may run."""

    type: OneOf["condition", "action"]
    name: str
    """As declared."""
    arguments: dict[str, Argument] = Field(default_factory=dict)
    """By parameter: an id, a minute of the day, or text."""


Node = Annotated[
    Composite | Parallel | Inverter | Repeat | Timed | Leaf, Field(discriminator="type")
]


def children_of(node: Node) -> tuple[str, ...]:
    return () if isinstance(node, Leaf) else node.children
