"""What is wrong with a quest, for people and for programs."""

from dataclasses import dataclass

STUCK, UNDECIDED = "stuck", "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    name: str
    """What should hold: `needs`, `goal`, `needless`, `alike`, `rewards`, `words`, `stuck`, ..."""
    at: str
    """Where: `branches[0].steps[2]`."""
    sentence: str
    """For a designer: "has(player, lantern) isn't so when it is needed"."""

    def __str__(self) -> str:
        return f"{self.at}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is wrong, in the quest's order; nothing where all is well."""

    findings: tuple[Finding, ...]
    undecided: tuple[Finding, ...] = ()
    """What may be wrong: it was looked into, as far as the bounds go, and not decided."""

    @property
    def holds(self) -> bool:
        """NOTE: it is proved only where nothing is undecided either."""
        return not self.findings

    @property
    def proved(self) -> bool:
        return not self.findings and not self.undecided

    @property
    def broken(self) -> tuple[str, ...]:
        """Names of what doesn't hold, each once."""
        return tuple(dict.fromkeys(finding.name for finding in self.findings))
