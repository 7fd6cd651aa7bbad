"""What is wrong with a behaviour, found in its JSON by code that shares nothing with what makes it.

Every reference is declared and every id is there; the tree is one, finite, with leaves that can be
reached; and each minute of the day has exactly one block, in the routine and in the tree.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DAY = 1440
_MOST_NODES = 10_000
_ARITY = {"inverter": 1, "repeat": 1, "cooldown": 1, "timeout": 1, "condition": 0, "action": 0}


@dataclass(frozen=True, slots=True)
class Known:
    """What a document may speak of."""

    places: Collection[str]
    characters: Collection[str]
    quests: Collection[str] = ()


def problems(
    document: Mapping[str, Any], vocabulary: Mapping[str, Any], known: Known
) -> tuple[str, ...]:
    """Sentences; none where all is well. `vocabulary` is the game's, as its file says it."""
    nodes = {node["id"]: node for node in document["nodes"]}
    shape = tuple(_shape(document, nodes))
    if shape:
        return shape
    return (
        *_references(document, vocabulary, known),
        *_parallels(nodes, vocabulary),
        *_unreachable(document["root"], nodes, vocabulary),
        *_day(document, nodes, vocabulary, known),
    )


def _shape(document: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterator[str]:
    """One tree: each node once, each but the root with one parent, all below the root."""
    if not 0 < len(document["nodes"]) <= _MOST_NODES:
        yield f"{len(document['nodes'])} nodes; there have to be 1..{_MOST_NODES}"
        return
    if len(nodes) < len(document["nodes"]):
        yield "an id is given to two nodes"
    if document["root"] not in nodes:
        yield f"the root {document['root']} isn't among the nodes"
        return
    parents = Counter(child for node in nodes.values() for child in node.get("children", ()))
    for child, count in parents.items():
        if child not in nodes:
            yield f"{child} is a child, and isn't among the nodes"
        if count > 1 or child == document["root"]:
            yield f"{child} has {count} parents, or is the root: it is no tree"
    for name, node in nodes.items():
        wanted, given = _ARITY.get(node["type"]), len(node.get("children", ()))
        if (wanted is not None and given != wanted) or (wanted is None and not given):
            yield f"{name} is a {node['type']} with {given} children"
    reached, left = set(), [document["root"]]
    while left:
        at = left.pop()
        if at in nodes and at not in reached:
            reached.add(at)
            left.extend(nodes[at].get("children", ()))
    for name in nodes:
        if name not in reached:
            yield f"{name} isn't below the root"


def _references(
    document: Mapping[str, Any], vocabulary: Mapping[str, Any], known: Known
) -> Iterator[str]:
    for part in document["parts"]:
        if part["quest"] not in known.quests:
            yield f"there is no quest {part['quest']!r} to be a {part['part']} in"
    for leaf in document["nodes"]:
        if leaf["type"] not in ("action", "condition"):
            continue
        group = leaf["type"] + "s"
        declared = vocabulary.get(group, {}).get(leaf["name"])
        if declared is None or leaf["name"] not in document[group]:
            yield f"{leaf['id']}: nobody declared the {leaf['type']} {leaf['name']}"
            continue
        parameters = declared.get("parameters", {})
        if set(parameters) != set(leaf["arguments"]):
            yield f"{leaf['id']}: {leaf['name']} takes {sorted(parameters)}"
            continue
        for name, kind in parameters.items():
            if not _fits(leaf["arguments"][name], kind, known):
                yield f"{leaf['id']}: {leaf['arguments'][name]!r} is no {kind} that there is"
        key = declared.get("reads")
        if key is not None and key not in document["blackboard"]:
            yield f"{leaf['id']}: the blackboard has no {key}"


def _fits(value: Any, kind: str, known: Known) -> bool:
    if kind == "minute":
        return type(value) is int and 0 <= value < _DAY
    if not isinstance(value, str):
        return False
    there = {"place": known.places, "character": known.characters, "quest": known.quests}
    return value in there[kind] if kind in there else kind == "text"


def _parallels(nodes: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Iterator[str]:
    for node in nodes.values():
        if node["type"] == "parallel":
            for child in node["children"][:-1]:
                if _can(child, nodes, vocabulary)[1]:
                    yield f"{child} can fail, and isn't the last child of the parallel {node['id']}"


def _unreachable(
    root: str, nodes: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> Iterator[str]:
    """Children after one that never lets them have their turn."""
    for node in nodes.values():
        if node["type"] not in ("sequence", "selector"):
            continue
        for at, child in enumerate(node["children"][:-1]):
            succeeds, fails = _can(child, nodes, vocabulary)
            if not (succeeds if node["type"] == "sequence" else fails):
                yield f"{node['children'][at + 1]} is never reached: {child} doesn't let it"


def _can(name: str, nodes: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether it may ever succeed, and whether it may ever fail."""
    node = nodes[name]
    below = [_can(child, nodes, vocabulary) for child in node.get("children", ())]
    match node["type"]:
        case "condition":
            return True, not _is_whole_day(node, vocabulary)
        case "action":
            declared = vocabulary.get("actions", {}).get(node["name"], {})
            return True, declared.get("fails", True)
        case "sequence" | "parallel":
            return all(can[0] for can in below), any(can[1] for can in below)
        case "selector":
            return any(can[0] for can in below), all(can[1] for can in below)
        case "inverter":
            return below[0][1], below[0][0]
        case "repeat":
            return below[0]
        case _:
            return below[0][0], True


def _day(
    document: Mapping[str, Any],
    nodes: Mapping[str, Any],
    vocabulary: Mapping[str, Any],
    known: Known,
) -> Iterator[str]:
    routine = [(block["starts"], block["until"]) for block in document["routine"]]
    found = [_window(nodes[child], nodes, vocabulary) for child in _blocks(document, nodes)]
    guards = [window for window in found if window is not None]
    if len(guards) < len(found):
        yield "a block of the tree doesn't begin with a condition about the time of day"
    elif sorted(guards) != sorted(routine):
        yield "the blocks of the tree aren't those of the routine"
    for name, windows in (("routine", routine), ("tree", guards)):
        for minute in range(_DAY):
            active = sum(_within(minute, *window) for window in windows)
            if active != 1:
                clock = f"{minute // 60:02}:{minute % 60:02}"
                yield f"at {clock} {active} blocks of the {name} are active, not one"
                break
    for block in document["routine"]:
        way, length = block["travel_minutes"], (block["until"] - block["starts"]) % _DAY or _DAY
        if block["place"] not in known.places:
            yield f"the block at {block['starts']} is at {block['place']!r}, which isn't there"
        if way is not None and way >= length:
            yield f"the block at {block['starts']} has {length} minutes, and its way {way}"


def _blocks(document: Mapping[str, Any], nodes: Mapping[str, Any]) -> list[str]:
    """The routine is the last thing that the root tries."""
    routine: list[str] = nodes[nodes[document["root"]]["children"][-1]].get("children", [])
    return routine


def _window(
    block: Mapping[str, Any], nodes: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> tuple[int, int] | None:
    first = nodes[block["children"][0]] if block["type"] == "sequence" else block
    if first["type"] != "condition":
        return None
    declared = vocabulary["conditions"][first["name"]]
    names = list(declared.get("parameters", {}))
    if [declared["parameters"][name] for name in names] != ["minute", "minute"]:
        return None
    return first["arguments"][names[0]], first["arguments"][names[1]]


def _is_whole_day(condition: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> bool:
    declared = vocabulary.get("conditions", {}).get(condition["name"], {})
    values = list(condition["arguments"].values())
    return declared.get("test") == "within" and len(values) == 2 and values[0] == values[1]


def _within(minute: int, starts: int, until: int) -> bool:
    if starts < until:
        return starts <= minute < until
    return minute >= starts or minute < until
