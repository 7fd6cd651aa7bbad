"""Obligations about rivers, roads and how rooms hang together."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from worldgen.levels.report import Verdict
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, Mask, cell_of, first_of, said, spot_of

WATER = ("water", "deep_water")
ROADS = ("road", "street", "bridge", "plaza", "settlement")
_EIGHT = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


def cycles(board: Board, arguments: Arguments) -> Verdict:
    low = arguments.number("low")
    parts_of_it = len(board.level.rooms) + len(board.level.links)
    board.work.spend(200_000 + parts_of_it * 1000, "counting cycles")
    rooms = {room.id: at for at, room in enumerate(board.level.rooms)}
    links = [(rooms[link.a], rooms[link.b]) for link in board.level.links if link.a != link.b]
    ends = np.array(links, np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (len(rooms), len(rooms)))
    parts = connected_components(graph, directed=False)[0] if rooms else 0
    number = len(links) - len(rooms) + int(parts)
    return Verdict(number >= low, f"there are {number} independent cycles of rooms, {low} at least")


def rivers_run_downhill(board: Board, arguments: Arguments) -> Verdict:
    heights = board.level.heights
    if heights is None:
        raise BadArgument("the level has no heights")
    river = board.holding("river")
    board.work.spend(
        200_000 + board.cells * 30 + np.count_nonzero(river).item() * 3000, "following rivers"
    )
    water = board.holding(*WATER) | (heights < board.level.sea_level)
    stuck = river.copy()
    for floor in range(board.level.floors):
        stuck[floor] &= ~_drains(river[floor], water[floor], heights)
    if stuck.any():
        where = said(first_of(stuck))
        return Verdict(False, f"the river at {where} has no way down to water or the map's edge")
    return Verdict(True, "all rivers run downhill to water or the map's edge")


def _drains(
    river: NDArray[np.bool_], water: NDArray[np.bool_], heights: NDArray[np.uint16]
) -> NDArray[np.bool_]:
    """The cells, of one floor, from which one gets over river to water or the edge, never up.

    Searched upstream: from a sink that is joined to the edge and to all water.
    """
    height, width = river.shape
    ids = np.arange(height * width).reshape(height, width)
    sink = height * width
    edge = np.ones_like(river)
    edge[1:-1, 1:-1] = False
    down, up = [np.full_like(ids[edge | water], sink)], [ids[edge | water]]
    for dx, dy in _EIGHT:
        here = np.s_[max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)]
        there = np.s_[max(dy, 0) : height - max(-dy, 0), max(dx, 0) : width - max(-dx, 0)]
        runs = river[here] & (river | water)[there] & (heights[here] >= heights[there])
        up.append(ids[here][runs])
        down.append(ids[there][runs])
    ends = np.concatenate(down), np.concatenate(up)
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), (sink + 1, sink + 1))
    drains = np.zeros(sink + 1, np.bool_)
    drains[breadth_first_order(graph.tocsr(), sink, return_predecessors=False)] = True
    return drains[:-1].reshape(height, width)


def roads_join(board: Board, arguments: Arguments) -> Verdict:
    kinds = arguments.texts("kinds")
    board.work.spend(200_000 + board.cells * 60, "following roads")
    entities = board.all_of(kinds)
    board.work.spend(len(entities) * 3000, "following roads")
    roads = board.holding(*ROADS)
    for entity in entities:
        roads[cell_of(spot_of(entity))] = True
    lands = _regions(~board.holding(*WATER), diagonal=True)
    networks = _regions(roads, diagonal=board.level.movement.kind == "walk8")
    first: dict[int, str] = {}
    joined: dict[int, int] = {}
    for entity in entities:
        land, network = (int(each[cell_of(spot_of(entity))]) for each in (lands, networks))
        if land and joined.setdefault(land, network) != network:
            return Verdict(False, f"no road joins {first[land]} and {entity.id}, on one landmass")
        first.setdefault(land, entity.id)
    return Verdict(True, f"roads join all {len(entities)} of {', '.join(kinds)} on each landmass")


def _regions(mask: Mask, diagonal: bool) -> NDArray[np.int32]:
    """Labels from 1 on; floors aren't joined."""
    structure = np.zeros((3, 3, 3), np.bool_)
    structure[1] = ndimage.generate_binary_structure(2, 2 if diagonal else 1)
    labels: NDArray[np.int32] = ndimage.label(mask, structure)[0]
    return labels
