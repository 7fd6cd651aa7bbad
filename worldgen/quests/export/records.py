"""A quest as records and lists alone, without null or free keys: what all engines can read."""

from collections.abc import Iterable, Mapping
from typing import Any

from worldgen.quests.export.content import Content
from worldgen.quests.export.tables import lines_of
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.graph import Node
from worldgen.quests.quest import Line, Outcome, Repair, Reward, Step

Record = dict[str, Any]


def quest_record(content: Content) -> Record:
    quest = content.quest
    return {
        "id": quest.id,
        "world": quest.world,
        "seed": quest.seed,
        "version": quest.version,
        "giver": quest.giver,
        "motive": quest.motive,
        "title": content.script.title.key,
        "cites": texts(quest.cites),
        "goal": texts(quest.goal),
        "cast": [*quest.cast],
        "nodes": [_node(content, node) for node in content.graph.nodes.values()],
        "meanwhile": [*content.graph.meanwhile],
        "lines": [_line(content, line) for line, _ in lines_of(content)],
        "properties": [
            {"name": name, "value": value if isinstance(value, str) else repr(value)}
            for name, value in quest.properties.items()
        ],
    }


def texts(facts: Iterable[Fact | Literal]) -> list[str]:
    """`has(player, lantern)`, `not alive(wolf)`."""
    return [str(fact) for fact in facts]


def renamed(record: Any, name: Mapping[str, str]) -> Any:
    """With every field's name looked up, however deep."""
    if isinstance(record, dict):
        return {name[field]: renamed(value, name) for field, value in record.items()}
    return [renamed(each, name) for each in record] if isinstance(record, list) else record


def field_names(record: Any) -> list[str]:
    """Every field's name in it, once, however deep."""
    if isinstance(record, dict):
        deeper = (name for value in record.values() for name in field_names(value))
        return [*dict.fromkeys((*record, *deeper))]
    if isinstance(record, list):
        return [*dict.fromkeys(name for each in record for name in field_names(each))]
    return []


def _node(content: Content, node: Node) -> Record:
    """NOTE: every node has the same fields, as the rows of a table do."""
    step = node.part if isinstance(node.part, Step) else None
    outcome = node.part if isinstance(node.part, Outcome) else None
    repair = node.part if isinstance(node.part, Repair) else None
    either = outcome or repair
    reward = outcome.reward if outcome else Reward()
    choice = content.script.choices.get(node.id)
    return {
        "id": node.id,
        "kind": node.kind,
        "part": node.of,
        "choice": choice.key if choice else "",
        "lines": [line.key for line in content.script.said[node.id]],
        "next": [*node.next],
        "branches": [*node.branches],
        "action": step.action if step else "",
        "arguments": [*step.arguments] if step else [],
        "verb": step.verb if step else "",
        "optional": bool(step and (step.optional or node.kind == "extra")),
        "needs": texts(step.needs) if step else [],
        "does": texts(step.does if step else outcome.effects if outcome else ()),
        "when": texts(either.when) if either else [],
        "grants": texts(repair.grants) if repair else [],
        "giver": repair.giver if repair else "",
        "result": outcome.kind if outcome else repair.kind if repair else "",
        "money": float(reward.money),
        "items": [*reward.items],
        "experience": reward.experience,
    }


def _line(content: Content, line: Line) -> Record:
    name = content.speaker(line)
    return {
        "key": line.key,
        "role": line.role,
        "node": line.node,
        "speaker": line.speaker,
        "speaker_name": name,
        "text": line.text,
    }
