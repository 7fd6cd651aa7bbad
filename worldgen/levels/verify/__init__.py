"""Checks a level against its proof, and shares no code with what made either.

It reads docs/concepts/levels.md, and knows no generator and no solver: the level may come from
anybody. Slow and plain where that is clearer.
"""

from collections.abc import Callable

from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.verify import cells
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board
from worldgen.levels.verify.replay import asks_for_moves, solvable
from worldgen.levels.verify.report import Finding, Report, Verdict

CHECKS: dict[str, Callable[[Board, Arguments], Verdict]] = {
    "count": cells.count,
    "border": cells.border,
    "fixed": cells.fixed,
}
"""Every obligation but `solvable`, which is about the moves."""


def broken_promises(level: Level, proof: Proof) -> tuple[str, ...]:
    """What doesn't hold: the constraints of the spec, or the obligations that none states."""
    return check(level, proof).broken


def check(level: Level, proof: Proof) -> Report:
    """A sentence for everything that has to hold, whether it does or not."""
    board = Board(level)
    findings = [_checked(board, proof, promise) for promise in proof.obligations]
    if asks_for_moves(board, proof) and all(finding.name != "solvable" for finding in findings):
        findings.append(Finding("solvable", "", *solvable(board, proof.moves)))
    return Report(tuple(findings))


def _checked(board: Board, proof: Proof, promise: Obligation) -> Finding:
    return Finding(promise.name, promise.stated_by, *_verdict(board, proof, promise))


def _verdict(board: Board, proof: Proof, promise: Obligation) -> Verdict:
    if promise.name == "solvable":
        return solvable(board, proof.moves)
    if promise.name not in CHECKS:
        known = ", ".join(sorted([*CHECKS, "solvable"]))
        return Verdict(False, f"there is no obligation {promise.name!r}; there are: {known}")
    try:
        return CHECKS[promise.name](board, Arguments(promise.arguments))
    except BadArgument as error:
        return Verdict(False, f"{promise.name} can't be checked: {error}")
