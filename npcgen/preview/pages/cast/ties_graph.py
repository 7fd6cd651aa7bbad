"""The graph of ties: people in a ring, the player in its middle. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from npcgen import Persona
from npcgen.preview.pages.cast.feelings import Felt

PLAYER = "player"
MOST_PEOPLE = 40


def chart(
    people: Sequence[Persona], felt: Mapping[str, Felt], player: str, chosen: str
) -> dict[str, Any]:
    """The options of the chart; `felt` is by persona, `player` empty for none."""
    ring = people[:MOST_PEOPLE]
    nodes = [_person(each, at, len(ring), chosen) for at, each in enumerate(ring)]
    if player:
        nodes.append(_node(PLAYER, player, (0.0, 0.0), "roundRect", "var(--info)"))
    known = {each.id for each in ring}
    ties = [
        _tie(each.id, relation.persona_id, relation.kind)
        for each in ring
        for relation in each.relations
        if relation.persona_id in known
    ]
    feelings = [
        _feeling(each.id, felt[each.id])
        for each in ring
        if player and each.id in felt and not felt[each.id].is_nothing
    ]
    return _options(nodes, [*ties, *feelings])


def _person(persona: Persona, at: int, count: int, chosen: str) -> dict[str, Any]:
    angle = 2 * math.pi * at / max(count, 1) - math.pi / 2
    place = (math.cos(angle), math.sin(angle))
    colour = "var(--accent)" if persona.id == chosen else "var(--panel)"
    return _node(persona.id, persona.name, place, "circle", colour)


def _node(
    key: str, words: str, place: tuple[float, float], symbol: str, colour: str
) -> dict[str, Any]:
    return {
        "id": key,
        "name": words,
        "value": list(place),
        "symbol": symbol,
        "symbolSize": 16,
        "itemStyle": {"color": colour, "borderColor": "var(--accent)", "borderWidth": 2},
        "label": {
            "show": True,
            "position": "bottom" if place[1] >= 0 else "top",
            "color": "var(--ink)",
            "fontSize": 12,
            "width": 130,
            "overflow": "truncate",
        },
    }


def _tie(source: str, target: str, kind: str) -> dict[str, Any]:
    return _link(source, target, kind, {"color": "var(--soft)", "type": "dashed"})


def _feeling(source: str, felt: Felt) -> dict[str, Any]:
    axis, value = next(iter(felt.said.items()), (felt.emotion.label, felt.emotion.intensity))
    colour = "var(--good)" if felt.is_warm else "var(--bad)"
    style = {"color": colour, "width": 1.5 + 4 * abs(value)}
    return _link(source, PLAYER, f"{axis} {value:+.2f}", style)


def _link(source: str, target: str, words: str, style: dict[str, Any]) -> dict[str, Any]:
    label = {"show": True, "formatter": words, "color": "var(--ink)", "fontSize": 11}
    curved = style | {"curveness": 0.12, "opacity": 1}
    return {"source": source, "target": target, "label": label, "lineStyle": curved}


def _options(nodes: list[dict[str, Any]], links: list[dict[str, Any]]) -> dict[str, Any]:
    axis = {"type": "value", "min": -1.15, "max": 1.15, "show": False}
    return {
        "animation": False,
        "grid": {"left": 70, "right": 70, "top": 24, "bottom": 24},
        "xAxis": axis,
        "yAxis": axis | {"inverse": True},
        "series": [
            {
                "type": "graph",
                "coordinateSystem": "cartesian2d",
                "data": nodes,
                "links": links,
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 8,
                "emphasis": {"disabled": True},
            }
        ],
    }
