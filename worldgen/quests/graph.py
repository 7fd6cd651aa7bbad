"""A quest as a graph: ways that begin alike run together until they part (a trie of their steps).

It knows the parts of a quest and how they follow each other; not their words, and no file format.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step, stable_id

NodeKind = OneOf["offer", "accepted", "step", "extra", "repair", "outcome"]
OFFER = "offer"
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is an identifier in every format: letters, digits and `_`."""

    id: str
    kind: NodeKind
    part: Step | Outcome | Repair | None = None
    """What is done, or comes of it; None for the offer and its acceptance."""
    branches: tuple[str, ...] = ()
    """The branches, or the extra, that pass here."""
    next: tuple[str, ...] = ()
    """What may follow, in the quest's order; empty: the end, or back to where one was."""

    @property
    def of(self) -> str:
        """The id of its part, which lines name as their node; "" without one."""
        return self.part.id if self.part else ""


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: Mapping[str, Node]
    """In reading order, the offer first."""
    meanwhile: tuple[str, ...]
    """What may happen at any time once the quest is accepted: extras, repairs, failures."""

    def open(self) -> Iterator[Node]:
        """The nodes after which the quest still goes on: where something may happen meanwhile."""
        return (node for node in self.nodes.values() if node.kind in ("accepted", "step"))

    def leads_on(self, node: Node) -> str:
        """What follows by itself: an ending, or the rest of an extra; "" where one chooses."""
        only = self.nodes[node.next[0]] if len(node.next) == 1 else None
        follows = only and (node.kind == "extra" or only.kind in ("outcome", "extra"))
        return only.id if only and follows else ""

    def returns(self, node: Node) -> bool:
        """Whether one goes on from there where one was before."""
        return node.kind in ("extra", "repair") and not node.next

    def endings(self) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.kind == "outcome")


def graph_of(quest: Quest) -> Graph:
    """Its graph; a step that may be left out has a way around it."""
    making = _Making()
    making.add(Node(OFFER, "offer", next=(ACCEPTED, _name("outcome", quest.refusal))))
    making.add(Node(ACCEPTED, "accepted"))
    for branch in quest.branches:
        making.branch(branch, [extra for extra in quest.extras if _is_kept(extra, branch)])
    making.add(Node(_name("outcome", quest.refusal), "outcome", quest.refusal))
    meanwhile = [
        *(node for extra in quest.extras for node in _chain(extra)),
        *(Node(_name("repair", repair), "repair", repair) for repair in quest.repairs),
        *(Node(_name("outcome", failure), "outcome", failure) for failure in quest.failures),
    ]
    for node in meanwhile:
        making.add(node)
    after = {name for node in meanwhile for name in node.next}
    begun = _once(node.id for node in meanwhile if node.id not in after)
    return Graph(making.with_ways_around(), begun)


class _Making:
    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}

    def add(self, node: Node) -> None:
        self._nodes.setdefault(node.id, node)

    def branch(self, branch: Branch, kept: Iterable[Branch]) -> None:
        """`kept`: extras that it leaves as they are; they are told before its ending."""
        at = ACCEPTED
        self._pass(at, branch)
        for step in branch.steps:
            name = f"step_{stable_id(at, step.id)}"
            if name in self._nodes and self._nodes[name].part != step:
                name = f"step_{stable_id(at, step.id, branch.id)}"
            self.add(Node(name, "step", step))
            self._link(at, name)
            self._pass(name, branch)
            at = name
        for extra in kept:
            name = f"extra_{stable_id(extra.id, branch.id)}"
            self.add(Node(name, "extra", extra.outcome))
            self._link(at, name)
            self._pass(name, branch)
            at = name
        ending = _name("outcome", branch.outcome)
        self.add(Node(ending, "outcome", branch.outcome))
        self._link(at, ending)
        self._pass(ending, branch)

    def with_ways_around(self) -> Mapping[str, Node]:
        """NOTE: what follows a step stands after it, so going backwards sees it finished."""
        whole = dict(self._nodes)
        for node in reversed(self._nodes.values()):
            whole[node.id] = replace(node, next=_once(_around(node, whole)))
        return whole

    def _link(self, at: str, to: str) -> None:
        node = self._nodes[at]
        self._nodes[at] = replace(node, next=_once((*node.next, to)))

    def _pass(self, at: str, branch: Branch) -> None:
        node = self._nodes[at]
        self._nodes[at] = replace(node, branches=_once((*node.branches, branch.id)))


def _around(node: Node, whole: Mapping[str, Node]) -> Iterator[str]:
    for name in node.next:
        yield name
        after = whole[name]
        if after.kind == "step" and isinstance(after.part, Step) and after.part.optional:
            yield from after.next


def _is_kept(extra: Branch, branch: Branch) -> bool:
    """Whether it is one without steps, and no step of the branch ends it."""
    ended = {Literal(done.fact, not done.holds) for step in branch.steps for done in step.does}
    return not extra.steps and not ended & {*extra.outcome.when}


def _chain(extra: Branch) -> list[Node]:
    """Its steps, one after the other, and what comes of them."""
    if not extra.steps:
        return []
    names = [f"extra_{stable_id(extra.id, step.id)}" for step in extra.steps]
    names.append(_name("extra", extra.outcome))
    parts: tuple[Step | Outcome, ...] = (*extra.steps, extra.outcome)
    return [
        Node(name, "extra", part, (extra.id,), tuple(names[at + 1 : at + 2]))
        for at, (name, part) in enumerate(zip(names, parts, strict=True))
    ]


def _name(kind: str, part: Step | Outcome | Repair) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9_]{1,60}", part.id)
    return f"{kind}_{part.id if plain else stable_id(part.id)}"


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
