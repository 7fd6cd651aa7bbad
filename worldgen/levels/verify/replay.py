"""Replays a proof's moves."""

from worldgen.levels.level import Entity
from worldgen.levels.proof import Proof
from worldgen.levels.verify.board import Board, said, spot_of
from worldgen.levels.verify.report import Verdict
from worldgen.levels.verify.walking import Illegal, Walker

MAX_MOVES = 10_000_000


def asks_for_moves(board: Board, proof: Proof) -> bool:
    """Whether the level is one to be finished."""
    if proof.moves or any(promise.name == "solvable" for promise in proof.obligations):
        return True
    pushed = board.level.movement.kind == "push" and board.first("crate") is not None
    return board.first("spawn") is not None and (board.first("exit") is not None or pushed)


def solvable(board: Board, moves: tuple[str, ...]) -> Verdict:
    """Whether the moves, replayed by the rules of play, finish the level."""
    spawn = board.first("spawn")
    if spawn is None:
        return Verdict(False, "there is no spawn, so nobody begins")
    if not moves:
        return Verdict(False, "the proof has no moves")
    if len(moves) > MAX_MOVES:
        return Verdict(False, f"{len(moves)} moves are more than the {MAX_MOVES} that are replayed")
    try:
        walker = Walker(board, spawn)
    except Illegal as illegal:
        return Verdict(False, f"the spawn is where nobody can be: {illegal}")
    for at, move in enumerate(moves):
        here = said(walker.at)
        try:
            walker.move(move)
        except Illegal as illegal:
            return Verdict(False, f"move {at} ({move}) at {here}: {illegal}")
    return _finished(board, walker, spawn, len(moves))


def _finished(board: Board, walker: Walker, spawn: Entity, moves: int) -> Verdict:
    finish = board.first("exit")
    if finish is None:
        return Verdict(False, "there is no exit")
    if walker.at != spot_of(finish):
        there = said(spot_of(finish))
        return Verdict(False, f"the moves end at {said(walker.at)}, not at the exit {there}")
    return Verdict(
        True, f"{moves} moves lead from {said(spot_of(spawn))} to the exit {said(walker.at)}"
    )
