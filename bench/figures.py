"""What a measurement gives back, and the table it is shown in."""

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


HEADINGS = ("what", "measured", "target", "reached")


def as_table(figures: list[Figure]) -> Table:
    table = Table(*HEADINGS)
    for figure in figures:
        table.add_row(*figure.row(), style=None if figure.reached else "bold")
    return table


def as_markdown(figures: list[Figure]) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(figure.row() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
