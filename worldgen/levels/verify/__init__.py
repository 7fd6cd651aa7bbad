"""Checks a level against its proof, and shares no code with what made either.

It reads docs/concepts/levels.md, and knows no generator and no solver: the level may come from
anybody. Slow and plain where that is clearer.
"""

from collections.abc import Callable

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.report import Finding, Report, Verdict
from worldgen.levels.verify import access, cells, land, patterns
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, Work
from worldgen.levels.verify.replay import is_played, solvable
from worldgen.levels.verify.ways import Ways
from worldgen.levels.verify.well_formed import well_formed

__all__ = ["Finding", "Report", "broken_promises", "check", "well_formed"]

MAX_OBLIGATIONS = 100_000

CHECKS: dict[str, Callable[[Board, Arguments], Verdict]] = {
    "border": cells.border,
    "connected": cells.connected,
    "copies_at_most": patterns.copies_at_most,
    "count": cells.count,
    "cycles": land.cycles,
    "fixed": cells.fixed,
    "neighbours_allowed": patterns.neighbours_allowed,
    "pattern": patterns.pattern,
    "rivers_run_downhill": land.rivers_run_downhill,
    "roads_join": land.roads_join,
    "samples_only": patterns.samples_only,
    "symmetry": patterns.symmetry,
}
WAY_CHECKS: dict[str, Callable[[Ways, Arguments], Verdict]] = {
    "all_reachable": access.all_reachable,
    "entities_reachable": access.entities_reachable,
    "lock_holds": access.lock_holds,
    "path_length": access.path_length,
    "reach": access.reach,
}
"""With `CHECKS` every obligation but `solvable`, which is about the moves."""


def broken_promises(level: Level, proof: Proof) -> tuple[str, ...]:
    """What doesn't hold: the constraints of the spec, or the obligations that none states."""
    return check(level, proof).broken


def check(level: Level, proof: Proof, work: int = 10_000_000_000) -> Report:
    """A sentence for everything that has to hold, whether it does or not.

    Raises InvalidSpec for a proof that asks for more than `work`: about as many nanoseconds.
    """
    flaws = well_formed(level)
    if flaws:
        return Report(tuple(Finding("well_formed", "", False, flaw) for flaw in flaws))
    _refuse_too_many(proof)
    judge = _Judge(level, proof, Work(work))
    findings = [judge.finding(promise) for promise in proof.obligations]
    if judge.asks_for_moves() and all(finding.name != "solvable" for finding in findings):
        findings.append(judge.finding(Obligation("solvable")))
    return Report(tuple(findings))


class _Judge:
    def __init__(self, level: Level, proof: Proof, work: Work) -> None:
        self._board = Board(level, work)
        self._ways = Ways(self._board)
        self._moves = proof.moves

    def asks_for_moves(self) -> bool:
        return bool(self._moves) or is_played(self._board)

    def finding(self, promise: Obligation) -> Finding:
        try:
            verdict = self._verdict(promise.name, Arguments(promise.arguments))
        except BadArgument as error:
            verdict = Verdict(False, f"{promise.name} can't be checked: {error}")
        return Finding(promise.name, promise.stated_by, *verdict)

    def _verdict(self, name: str, arguments: Arguments) -> Verdict:
        self._board.work.spend(20_000, "a proof of that many obligations")
        if name == "solvable":
            return solvable(self._board, self._moves)
        if name in CHECKS:
            return CHECKS[name](self._board, arguments)
        if name in WAY_CHECKS:
            return WAY_CHECKS[name](self._ways, arguments)
        known = ", ".join(sorted([*CHECKS, *WAY_CHECKS, "solvable"]))
        raise BadArgument(f"there is no such obligation; there are: {known}")


def _refuse_too_many(proof: Proof) -> None:
    if len(proof.obligations) > MAX_OBLIGATIONS:
        raise InvalidSpec.at(
            "proof.obligations",
            f"{len(proof.obligations)} are too many; at most {MAX_OBLIGATIONS} are checked",
        )
