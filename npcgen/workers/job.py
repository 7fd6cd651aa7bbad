"""What a worker is asked for, and what it says. All of it is pickled, between our own processes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """A generator function of a module, or a plain one, and what it is called with."""

    module: str
    function: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Stepped:
    """The newest of what the job yielded since the last one of these."""

    step: Any


@dataclass(frozen=True, slots=True)
class CompilingStep:
    """A step of any job: what it needs is being compiled, or what the child compiled before."""

    phase: str = "compiling inner loops for this processor, once"
    fraction: float = 0.0
    preview: None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What the job returned."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """What it raised, with a trace without texts."""

    error: BaseException
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was told to stop, and did."""


Answer = Stepped | Done | Failed | Stopped
STOP = None
"""What is sent in place of a job, to stop the one that runs."""
