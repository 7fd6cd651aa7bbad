"""Obligations about where one gets, and how far it is."""

import numpy as np
from scipy import ndimage

from worldgen.levels.report import Verdict
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, Mask, Spot, cell_of, first_of, said, spot_of
from worldgen.levels.verify.cells import in_range
from worldgen.levels.verify.ways import Ways

BESIDE = ndimage.generate_binary_structure(3, 1)
BESIDE[0] = BESIDE[2] = False
"""A cell and its four neighbours on the floor."""


def path_length(ways: Ways, arguments: Arguments) -> Verdict:
    start, end = arguments.text("from"), arguments.text("to")
    low, high = arguments.number("low"), arguments.number("high")
    locks = arguments.text("locks")
    if locks not in ("open", "closed"):
        raise BadArgument(f"locks are open or closed, not {locks!r:.40}")
    keys = ways.board.every_key if locks == "open" else frozenset()
    length = ways.length(_place(ways.board, start), _place(ways.board, end), keys)
    if length is None:
        return Verdict(False, f"there is no way from {start} to {end} with locks {locks}")
    return in_range(f"the way from {start} to {end} takes {length} moves", length, low, high)


def reach(ways: Ways, arguments: Arguments) -> Verdict:
    start, end = arguments.text("from"), arguments.text("to")
    keys, possible = arguments.texts("keys"), arguments.flag("possible", default=True)
    reached = ways.reached(_place(ways.board, start), frozenset(keys))
    found = bool(reached[cell_of(_place(ways.board, end))])
    held = f"with {' and '.join(keys)}" if keys else "without a key"
    sentence = f"{held} there is {'a' if found else 'no'} way from {start} to {end}"
    return Verdict(found == possible, sentence)


def lock_holds(ways: Ways, arguments: Arguments) -> Verdict:
    name = arguments.text("lock")
    lock = ways.board.entity(name)
    if lock is None or lock.kind != "lock":
        raise BadArgument(f"there is no lock {name!r:.40}")
    spawn, key = _first(ways.board, "spawn"), str(lock.properties.get("key", ""))
    keys = ways.board.every_key
    without, with_it = ways.reached(spawn, keys - {key}), ways.reached(spawn, keys)
    if arguments.flag("guards_exit", default=False):
        return _guards_exit(ways.board, name, key, without, with_it)
    if _lies_behind(ways.board, spot_of(lock), key, with_it & ~without):
        return Verdict(True, f"what lies behind {name} isn't reached without key {key!r}")
    return Verdict(False, f"{name} keeps nobody out: past it key {key!r} leads to nothing new")


def _guards_exit(board: Board, name: str, key: str, without: Mask, with_it: Mask) -> Verdict:
    end = cell_of(_first(board, "exit"))
    if without[end]:
        return Verdict(False, f"the exit is reached without key {key!r}, past {name}")
    if not with_it[end]:
        return Verdict(False, f"the exit isn't reached, with key {key!r} or without")
    return Verdict(True, f"the exit isn't reached without key {key!r}")


def _lies_behind(board: Board, lock: Spot, key: str, opened: Mask) -> bool:
    """Whether the key opens more, from this lock on, than locks of its own kind."""
    board.work.spend(200_000 + board.cells * 20, "looking behind locks")
    labels, _ = ndimage.label(opened, BESIDE)
    behind = (labels == labels[cell_of(lock)]) & opened[cell_of(lock)]
    for spot, keys in board.locks.items():
        if key in keys:
            behind[cell_of(spot)] = False
    by_stairs = board.stairs.get(lock, lock)
    return bool(behind.any()) or (by_stairs != lock and bool(opened[cell_of(by_stairs)]))


def all_reachable(ways: Ways, arguments: Arguments) -> Verdict:
    missed = ways.standing & ~_explored(ways)
    if not missed.any():
        return Verdict(True, "every cell that can be stood in is reached")
    number, first = int(np.count_nonzero(missed)), said(first_of(missed))
    return Verdict(False, f"{number} cells can be stood in and aren't reached, {first} first")


def entities_reachable(ways: Ways, arguments: Arguments) -> Verdict:
    kinds = arguments.texts("kinds")
    near = ndimage.binary_dilation(_explored(ways), BESIDE)
    entities = ways.board.all_of(kinds)
    ways.board.work.spend(len(entities) * 2000, "looking for entities")
    for entity in entities:
        if not near[cell_of(spot_of(entity))]:
            return Verdict(False, f"{entity.id} at {said(spot_of(entity))} isn't reached")
    return Verdict(True, f"all {len(entities)} of {', '.join(kinds)} are reached")


def _explored(ways: Ways) -> Mask:
    spawn = _first(ways.board, "spawn")
    return ways.reached(spawn, ways.board.every_key, secrets=True)


def _first(board: Board, kind: str) -> Spot:
    entity = board.first(kind)
    if entity is None:
        raise BadArgument(f"the level has no {kind}")
    return spot_of(entity)


def _place(board: Board, name: str) -> Spot:
    spot = board.place(name)
    if spot is None:
        raise BadArgument(f"there is no {name!r:.40} in the level, be it an entity or a tile")
    return spot
