"""Replays a proof's moves."""

from worldgen.levels.level import Cell, Entity, Level
from worldgen.levels.report import Verdict
from worldgen.levels.verify.board import Board, Work, said, spot_of
from worldgen.levels.verify.platform import Jumper
from worldgen.levels.verify.walking import Illegal, Pusher, Walker


def is_played(board: Board) -> bool:
    """Whether the level is one to be finished."""
    pushed = board.level.movement.kind == "push" and board.first("crate") is not None
    return board.first("spawn") is not None and (board.first("exit") is not None or pushed)


def solvable(board: Board, moves: tuple[str, ...]) -> Verdict:
    """Whether the moves, replayed by the rules of play, finish the level."""
    spawn = board.first("spawn")
    if spawn is None:
        return Verdict(False, "there is no spawn, so nobody begins")
    if not moves:
        return Verdict(False, "the proof has no moves")
    board.work.spend(len(moves) * 2000, "replaying the moves")
    try:
        player = _player(board, spawn)
    except Illegal as illegal:
        return Verdict(False, f"the spawn is where nobody can be: {illegal}")
    for at, move in enumerate(moves):
        if not isinstance(move, str):
            return Verdict(False, f"move {at} is no text")
        here = said(player.at)
        try:
            player.move(move)
        except Illegal as illegal:
            return Verdict(False, f"move {at} ({move}) at {here}: {illegal}")
    unfinished = _why_unfinished(board, player)
    if unfinished:
        return Verdict(False, unfinished)
    return Verdict(True, f"{len(moves)} moves lead from the spawn to the end at {said(player.at)}")


def way_of(level: Level, moves: tuple[str, ...]) -> tuple[Cell, ...]:
    """The cells that the moves pass, the spawn's first; up to the first one that isn't allowed."""
    board = Board(level, Work(len(moves)))
    spawn = board.first("spawn")
    if spawn is None:
        return ()
    cells = [spawn.cell]
    try:
        player = _player(board, spawn)
        for move in moves:
            player.move(move)
            x, y, floor = player.at
            cells.append(Cell(x, y, floor))
    except Illegal:
        return tuple(cells)
    return tuple(cells)


def _player(board: Board, spawn: Entity) -> Walker | Jumper:
    match board.level.movement.kind:
        case "platform":
            return Jumper(board, spot_of(spawn))
        case "push":
            return Pusher(board, spawn)
        case _:
            return Walker(board, spawn)


def _why_unfinished(board: Board, player: Walker | Jumper) -> str:
    """What is still to be done; empty when nothing is."""
    if isinstance(player, Pusher):
        bare = [spot for spot in board.entities("target") if spot not in player.crates]
        if bare:
            return f"the moves leave no crate on the target at {said(bare[0])}"
    finish = board.first("exit")
    if finish is None:
        return "" if isinstance(player, Pusher) and player.crates else "there is no exit"
    if player.at != spot_of(finish):
        return f"the moves end at {said(player.at)}, not at the exit {said(spot_of(finish))}"
    return ""
