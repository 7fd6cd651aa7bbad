"""What a measurement gives back, and the table it is shown in."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside its target; `at_most` says on which side of it is good."""

    name: str
    value: float
    unit: str
    target: float
    at_most: bool = True

    @property
    def reached(self) -> bool:
        return self.value <= self.target if self.at_most else self.value >= self.target

    def row(self) -> tuple[str, str, str, str]:
        bound = "<=" if self.at_most else ">="
        target = f"{bound} {self.target:g} {self.unit}"
        return self.name, f"{self.value:.2f} {self.unit}", target, "yes" if self.reached else "NO"


Target = tuple[str, str, float, bool]
"""A figure without its value: its name, its unit, its target, and whether that is the most."""


def printed(command: Sequence[str], targets: Mapping[str, Target]) -> list[Figure]:
    """What a program measures: lines of a key and a number, of which `targets` names each key.

    A key that isn't printed raises KeyError; a program that fails, CalledProcessError.
    """
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    measured = dict(line.split() for line in ran.stdout.splitlines())
    return [
        Figure(name, float(measured[key]), unit, target, at_most)
        for key, (name, unit, target, at_most) in targets.items()
    ]


HEADINGS = ("what", "measured", "target", "reached")


def as_table(figures: list[Figure]) -> Table:
    table = Table(*HEADINGS)
    for figure in figures:
        table.add_row(*figure.row(), style=None if figure.reached else "bold")
    return table


def as_markdown(figures: list[Figure]) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(figure.row() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
