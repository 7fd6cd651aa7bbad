"""The graph of who knows what: people on the left, what they know on the right. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from npcgen import LoreEntry, Persona
from npcgen.preview.pages.cast.lore_scope import Group, groups_of, is_in, knows

ROW_PX = 26
MOST_ROWS = 60
_SHAPES = {"person": "circle", "group": "diamond", "entry": "roundRect"}


@dataclass(frozen=True, slots=True)
class Node:
    """Something drawn; `key` is what it stands for."""

    kind: str
    key: str
    words: str


def chart(
    entries: Sequence[LoreEntry], people: Sequence[Persona], chosen: str
) -> tuple[dict[str, Any], list[Node]]:
    """The options of the chart, and its nodes in their order; `chosen` is a person to stress."""
    scoped = [each for each in entries if any(groups_of(each.scope))][:MOST_ROWS]
    groups = list(
        dict.fromkeys(
            group for each in scoped for group in groups_of(each.scope) if group.kind != "person"
        )
    )
    columns = [
        [Node("person", each.id, each.name) for each in people[:MOST_ROWS]],
        [Node("group", _key(group), group.words) for group in groups],
        [Node("entry", each.id, each.title) for each in scoped],
    ]
    rows = max(map(len, columns), default=0)
    nodes = [node for column in columns for node in column]
    links = [*_belonging(groups, people, chosen), *_known(scoped, people, chosen)]
    drawn = [
        _drawn(node, at, (place + 0.5) * rows / len(column), chosen)
        for at, column in enumerate(columns)
        for place, node in enumerate(column)
    ]
    return _options(drawn, links, rows), nodes


def height_px(options: dict[str, Any]) -> int:
    """Room for each row of the chart."""
    return max(160, int(options["yAxis"]["max"]) * ROW_PX)


def _belonging(
    groups: Iterable[Group], people: Sequence[Persona], chosen: str
) -> list[dict[str, Any]]:
    return [
        _link(f"person:{each.id}", f"group:{_key(group)}", stressed=each.id == chosen)
        for group in groups
        for each in people[:MOST_ROWS]
        if is_in(each, group)
    ]


def _known(
    entries: Iterable[LoreEntry], people: Sequence[Persona], chosen: str
) -> list[dict[str, Any]]:
    links = []
    reader = next((each for each in people if each.id == chosen), None)
    for entry in entries:
        known = reader is not None and knows(reader, entry)
        for group in groups_of(entry.scope):
            source = f"person:{group.name}" if group.kind == "person" else f"group:{_key(group)}"
            stressed = known and reader is not None and is_in(reader, group)
            links.append(_link(source, f"entry:{entry.id}", stressed=stressed))
    return links


def _key(group: Group) -> str:
    return f"{group.kind}:{group.name}"


def _link(source: str, target: str, *, stressed: bool) -> dict[str, Any]:
    style = {"color": "var(--accent)", "width": 2.5} if stressed else {"color": "var(--line)"}
    return {"source": source, "target": target, "lineStyle": style}


def _drawn(node: Node, column: int, row: float, chosen: str) -> dict[str, Any]:
    is_chosen = node.kind == "person" and node.key == chosen
    return {
        "id": f"{node.kind}:{node.key}",
        "name": node.words,
        "value": [column, row],
        "symbol": _SHAPES[node.kind],
        "symbolSize": 14 if is_chosen else 10,
        "itemStyle": {
            "color": "var(--accent)" if is_chosen else "var(--panel)",
            "borderColor": "var(--accent)" if node.kind == "person" else "var(--soft)",
            "borderWidth": 2,
        },
        "label": {
            "show": True,
            "position": ("left", "top", "right")[column],
            "color": "var(--ink)",
            "fontSize": 12,
            "fontWeight": "bold" if is_chosen else "normal",
            "width": 170,
            "overflow": "truncate",
        },
    }


def _options(nodes: list[dict[str, Any]], links: list[dict[str, Any]], rows: int) -> dict[str, Any]:
    return {
        "animation": False,
        "grid": {"left": 130, "right": 190, "top": 14, "bottom": 6},
        "xAxis": {"type": "value", "min": 0, "max": 2, "show": False},
        "yAxis": {"type": "value", "min": 0, "max": max(rows, 1), "show": False, "inverse": True},
        "series": [
            {
                "type": "graph",
                "coordinateSystem": "cartesian2d",
                "data": nodes,
                "links": links,
                "emphasis": {"disabled": True},
                "lineStyle": {"curveness": 0.0, "opacity": 1},
            }
        ],
    }
