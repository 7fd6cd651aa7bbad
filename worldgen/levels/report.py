"""What a check says, for people and for programs."""

from dataclasses import dataclass
from typing import NamedTuple


class Verdict(NamedTuple):
    """Whether something holds, and a sentence that says what was found."""

    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise of a level, and whether it is kept."""

    name: str
    """Of the obligation; `well_formed` for a level that can't be read as one."""
    stated_by: str
    """The constraint that asks for it; empty when the generator promised it by itself."""
    holds: bool
    sentence: str
    """For a designer: "the way from start to key takes 7 moves, not 9"."""


@dataclass(frozen=True, slots=True)
class Report:
    """A finding for each obligation, in the proof's order, and for what always has to hold."""

    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return all(finding.holds for finding in self.findings)

    @property
    def broken(self) -> tuple[str, ...]:
        """Constraints, or obligations that no constraint states, that don't hold; each once."""
        names = (f.stated_by or f.name for f in self.findings if not f.holds)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, of which level."""

    report: Report
    content_sha256: str
