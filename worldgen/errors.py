"""Every error worldgen raises on purpose.

WorldgenError
├── InvalidSpec      a spec, or a file, that can't be right; names the field and the way out
├── Unsatisfiable    a spec that no level can fulfil; names the constraints that clash
├── NobodyAsks       a world with nobody who could give a quest as asked for; names why
├── OutOfReach       a goal that nothing in its world brings about; names the facts that are missing
├── UnknownQuest     a quest that was never started here
├── OutOfTime        the deadline is over before a level was proven
└── ProofFailed      a level that its own proof doesn't carry: a bug of ours, or a changed level
"""

from dataclasses import dataclass


@dataclass(eq=False)
class WorldgenError(Exception):
    """An error whose text says what happened, with which value, and what to do."""

    message: str

    def __post_init__(self) -> None:
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class InvalidSpec(WorldgenError):
    """`field` is the path as the caller wrote it: `fixed[2].x`."""

    field: str = ""

    @classmethod
    def at(cls, field: str, description: str) -> "InvalidSpec":
        return cls(f"{field}: {description}", field)


@dataclass(eq=False)
class Unsatisfiable(WorldgenError):
    """`clashes` are constraints as the spec names them; without any one of them it might work."""

    clashes: tuple[str, ...] = ()


@dataclass(eq=False)
class NobodyAsks(WorldgenError):
    """`reasons` are why each way to a quest came to nothing, the commonest first."""

    reasons: tuple[str, ...] = ()


@dataclass(eq=False)
class OutOfReach(WorldgenError):
    """`missing` are literals as text; empty where the search was given up."""

    missing: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownQuest(WorldgenError):
    """`quest` is the id that was named."""

    quest: str = ""

    @classmethod
    def of(cls, quest: str) -> "UnknownQuest":
        return cls(f"no quest {quest[:80]!r} was started; start it first, or see to its id", quest)


@dataclass(eq=False)
class OutOfTime(WorldgenError):
    """`phase` is what was being done."""

    phase: str = ""


@dataclass(eq=False)
class ProofFailed(WorldgenError):
    """`broken` are the obligations, or the move, that don't hold."""

    broken: tuple[str, ...] = ()
