"""The way through: the rooms it passes, what opens what, and how hard it gets."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from nicegui import ui

from npcgen.preview.pages.levels.desk import Made
from npcgen.preview.pages.levels.parts import heading, place_button
from worldgen.levels.level import Cell, Entity, Level, Room


class WayPanel:
    """Made where it shall stand. `go` shows a cell, `walk` walks the proof's moves."""

    def __init__(self, go: Callable[[Cell], object], walk: Callable[[Made], object]) -> None:
        self._go, self._walk = go, walk
        self._box = ui.element("div")
        with self._box:
            ui.label("Make a level to see the way through it.").classes("room-soft")

    def show(self, made: Made) -> None:
        level, moves = made.generated.level, made.generated.proof.moves
        self._box.clear()
        with self._box:
            self._add_moves(made, len(moves))
            heading("How hard it gets")
            _curve(level, made.spec.difficulty)
            if level.critical_path:
                heading("Rooms on the way")
                self._add_rooms(level)
            heading("Keys and locks")
            self._add_locks(level)

    def _add_moves(self, made: Made, count: int) -> None:
        if not count:
            ui.label("Nobody has to get anywhere here: there is no start, or no end.")
            return
        ui.label(f"It can be finished in {count:,} moves.").classes("levels-good")
        ui.button("Walk it", icon="directions_walk", on_click=lambda: self._walk(made)).props(
            "outline dense no-caps"
        )

    def _add_rooms(self, level: Level) -> None:
        by_id = {room.id: room for room in level.rooms}
        with ui.element("ol").classes("levels-list"):
            for name in level.critical_path:
                room = by_id[name]
                with ui.element("li"):
                    place_button(_name_of(room), _middle_of(room), self._go)
                    ui.label(f"{room.difficulty:.2f}").classes("room-soft")

    def _add_locks(self, level: Level) -> None:
        keys = level.of_kind("key")
        if not keys:
            ui.label("None.").classes("room-soft")
            return
        with ui.element("ul").classes("levels-list"):
            for key in keys:
                name = str(key.properties.get("key", ""))
                locks = [it for it in level.of_kind("lock") if it.properties.get("key", "") == name]
                with ui.element("li"):
                    place_button(f"Key {name}".strip(), key.cell, self._go)
                    ui.label("opens").classes("room-soft")
                    for lock in locks:
                        place_button(_place_of(level, lock), lock.cell, self._go)
                    if not locks:
                        ui.label("nothing")


def _curve(level: Level, asked: tuple[float, ...]) -> None:
    """What was asked for as a line, and each room of the way as a point."""
    made = level.difficulty
    if not made:
        ui.label("No rooms lie on the way, so there is no curve.").classes("room-soft")
        return
    count = len(made)
    wanted = np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(asked)), asked)
    said = f"From {made[0]:.2f} to {made[-1]:.2f}; the hardest room has {max(made):.2f}."
    colours = {"asked": "#8a94a6", "made": "#c98a1b"}
    ui.echart(
        {
            "animation": False,
            "grid": {"left": 34, "right": 10, "top": 30, "bottom": 24},
            "legend": {"top": 0, "textStyle": {"color": "#8a94a6"}, "data": ["Asked for", "Made"]},
            "xAxis": {"type": "category", "data": list(level.critical_path)},
            "yAxis": {"type": "value", "min": 0, "max": 1, "interval": 0.5},
            "tooltip": {"trigger": "axis"},
            "series": [
                {
                    "name": "Asked for",
                    "type": "line",
                    "symbol": "none",
                    "lineStyle": {"type": "dashed"},
                    "color": colours["asked"],
                    "data": [round(float(each), 3) for each in wanted],
                },
                {
                    "name": "Made",
                    "type": "line",
                    "symbol": "diamond",
                    "symbolSize": 7,
                    "color": colours["made"],
                    "data": [round(each, 3) for each in made],
                },
            ],
        }
    ).classes("levels-chart").props(f'role=img aria-label="{said}"')
    ui.label(said).classes("room-soft")
    if any(later < before for before, later in pairwise(made)):
        ui.label("It eases off in between.").classes("room-soft")


def _name_of(room: Room) -> str:
    return room.name or f"{room.id}, {room.kind}"


def _middle_of(room: Room) -> Cell:
    return Cell(room.x + room.width // 2, room.y + room.height // 2, room.floor)


def _place_of(level: Level, entity: Entity) -> str:
    """Where a lock is: the room it stands in, or its own name."""
    area = int(level.areas[entity.floor, entity.y, entity.x]) if level.areas is not None else 0
    return f"{entity.id} in {level.rooms[area - 1].id}" if area else entity.id
