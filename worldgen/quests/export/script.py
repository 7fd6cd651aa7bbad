"""Who says what at which node of a quest's graph; the schema's words where the quest has none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from worldgen.quests.export.sayings import action_text, filled, literals_text, one_line, words
from worldgen.quests.graph import ACCEPTED, OFFER, Graph, Node
from worldgen.quests.quest import Line, Outcome, Quest, Repair, Step, stable_id
from worldgen.quests.world import World

CHOICE = "choice"
"""The role of the texts that a player chooses between."""
_OBJECTIVES = ("objective", "journal")
"""Roles that say what is to be done, the best first."""
_PLACES = {"offer": OFFER, "accept": ACCEPTED, "journal": ACCEPTED}
_AGREE, _DECLINE = "agree", "decline"
"""Roles of what the player says to the offer."""
_AT_ENDINGS = {"refuse": "refusal", "thanks": "success", "lament": "failure"}
"""By the roles of the quest's own lines: the kind of ending that they belong to."""


@dataclass(frozen=True, slots=True)
class Script:
    title: Line
    said: Mapping[str, tuple[Line, ...]]
    """By node of the graph, at least one line each."""
    choices: Mapping[str, Line]
    """By node: what a player chooses who goes there."""
    meanwhile: Line
    back: Line
    apart: tuple[Line, ...]
    """What is said at no fixed place: summary, rumours, reminders; and what is blank."""

    def in_reading_order(self) -> Iterator[tuple[str, Line]]:
        """Every line once, after the id of its node; "" for what has none."""
        seen: set[str] = set()
        for node, line in self._as_read():
            if line.key not in seen:
                seen.add(line.key)
                yield node, line

    def _as_read(self) -> Iterator[tuple[str, Line]]:
        yield "", self.title
        yield from (("", line) for line in self.apart)
        for node, lines in self.said.items():
            if node in self.choices:
                yield node, self.choices[node]
            yield from ((node, line) for line in lines)
        yield from (("", line) for line in (self.meanwhile, self.back))


def script_of(quest: Quest, graph: Graph, world: World) -> Script:
    writing = _Writing(quest, world)
    said, choices, placed = {}, {}, set[str]()
    for node in graph.nodes.values():
        own = writing.own(node)
        if node.kind != "offer":
            begins = node.kind == "extra" and node.id in graph.meanwhile
            choices[node.id] = choice = writing.extra(node) if begins else writing.choice(node, own)
            if node.kind != "extra":
                own = [line for line in own if line is not choice] or own
        said[node.id] = tuple(own) or (writing.instead(node),)
        placed |= {line.key for line in said[node.id]}
    placed |= {line.key for line in choices.values()}
    title = writing.title()
    apart = (line for line in quest.lines if line.key not in placed and line.key != title.key)
    return Script(
        title,
        said,
        choices,
        writing.line(CHOICE, "meanwhile", words().meanwhile),
        writing.line(CHOICE, "back", words().back),
        tuple(apart),
    )


class _Writing:
    def __init__(self, quest: Quest, world: World) -> None:
        self._quest, self._world = quest, world
        self._by_node: dict[str, list[Line]] = {}
        for line in filter(lambda line: one_line(line.text), quest.lines):
            self._by_node.setdefault(line.node, []).append(line)

    def line(self, role: str, node: str, text: str) -> Line:
        return Line(stable_id(self._quest.id, node, role, ""), role, node, "", text)

    def title(self) -> Line:
        own = _first(self._by_node.get("", []), "title")
        return own or self.line("title", "", self._goal().capitalize())

    def own(self, node: Node) -> list[Line]:
        """The lines of the node; else, of the quest's own, those that belong there."""
        if node.of and node.of in self._by_node:
            return self._by_node[node.of]
        general = self._by_node.get("", [])
        if isinstance(node.part, Outcome):
            kind = node.part.kind
            return [line for line in general if _AT_ENDINGS.get(line.role) == kind]
        own = [line for line in general if _PLACES.get(line.role) == node.id]
        return [*own, *self._of_extras(node)]

    def extra(self, node: Node) -> Line:
        """How a player begins what may be done besides."""
        (extra,) = (each for each in self._quest.extras if each.id in node.branches)
        own = _first(self._by_node.get(extra.id, []), *_OBJECTIVES)
        what = literals_text(self._world, extra.outcome.when)
        return own or self.line(CHOICE, extra.id, filled(words().besides, {"what": what}))

    def _of_extras(self, node: Node) -> Iterator[Line]:
        """What is said of all of them at once: how they are asked for, and what is to be kept."""
        for extra in self._quest.extras:
            for line in self._by_node.get(extra.id, []):
                if node.kind == "offer" and line.speaker:
                    yield line
                if node.kind == "accepted" and not line.speaker and not extra.steps:
                    yield line

    def choice(self, node: Node, own: list[Line]) -> Line:
        """How a player comes to a node: its objective, or what happens there."""
        general = self._by_node.get("", [])
        chosen = None
        if node.kind == "accepted":
            chosen = _first(general, _AGREE)
        elif node.kind != "outcome":
            chosen = _first(own, *_OBJECTIVES)
        elif isinstance(node.part, Outcome) and node.part.kind == "refusal":
            chosen = _first(general, _DECLINE)
        return chosen or self.line(CHOICE, node.of or node.kind, self._choice_text(node))

    def instead(self, node: Node) -> Line:
        """The line of a node that has none."""
        return self.line("narration", node.of or node.kind, self._narration(node))

    def _choice_text(self, node: Node) -> str:
        match node.part:
            case Step():
                return action_text(self._world, node.part)
            case Outcome(kind="refusal"):
                return words().refuse
            case Outcome(kind="failure") | Repair() if node.part.when:
                what = literals_text(self._world, node.part.when)
                return filled(words().happens, {"what": what})
            case None:
                return words().accept
        return words().finish

    def _narration(self, node: Node) -> str:
        match node.part:
            case Step():
                return action_text(self._world, node.part) + "."
            case Outcome():
                return str(getattr(words(), node.part.kind))
            case Repair():
                what = literals_text(self._world, node.part.grants or node.part.when)
                return filled(words().repair, {"what": what})
        if node.kind == "accepted":
            return words().accepted
        who = self._world.called(self._quest.giver)
        return filled(words().asked, {"who": who, "what": self._goal()})

    def _goal(self) -> str:
        return literals_text(self._world, self._quest.goal) or self._quest.id


def _first(lines: Iterable[Line], *roles: str) -> Line | None:
    """The first line of the first role that there is one of."""
    lines = [*lines]
    return next((line for role in roles for line in lines if line.role == role), None)
