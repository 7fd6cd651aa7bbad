"""How far a folder of quests is, how fast it fills, and how long the rest takes."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from npcgen.terminal import notes, plain
from worldgen.quests.folder import Fate

Advance = Callable[[Fate], None]
_LATELY = 100
"""Quests that the pace is taken from."""
_LINE_S = 10.0
"""Seconds from line to line where there is no terminal."""


class Pace:
    """Of new quests alone: those that were there take no time that says anything of the rest."""

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds."""
        self.kept = 0
        self._total, self._now = total, now
        self._at = now()
        self._lately: deque[tuple[float, bool]] = deque(maxlen=_LATELY)

    def add(self, fate: Fate) -> None:
        at = self._now()
        keeps = fate in ("made", "there")
        self.kept += keeps
        if fate != "there":
            self._lately.append((at - self._at, keeps))
        self._at = at

    @property
    def per_s(self) -> float:
        """0 before there is a new one."""
        seconds = sum(took for took, _ in self._lately)
        return sum(keeps for _, keeps in self._lately) / seconds if seconds > 0 else 0.0

    def __str__(self) -> str:
        """Example: "12.5 a second, 0:31 left"; "" before it is known."""
        if not self.per_s:
            return ""
        minutes, seconds = divmod(round((self._total - self.kept) / self.per_s), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return f"{self.per_s:.1f} a second, {clock} left"


@contextmanager
def progress_of(total: int) -> Iterator[Advance]:
    """What takes the fate of each quest: a bar on a terminal, else a line now and then."""
    pace = Pace(total)
    if notes().is_terminal:
        with _bar(total, pace) as advance:
            yield advance
    else:
        yield _lines(total, pace)


@contextmanager
def _bar(total: int, pace: Pace) -> Iterator[Advance]:
    columns = (
        TextColumn("quests"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=notes()) as bar:
        task = bar.add_task("", total=total, pace="")

        def advance(fate: Fate) -> None:
            pace.add(fate)
            bar.update(task, completed=pace.kept, pace=str(pace))

        yield advance


def _lines(total: int, pace: Pace) -> Advance:
    told = time.monotonic()

    def advance(fate: Fate) -> None:
        nonlocal told
        pace.add(fate)
        if time.monotonic() - told >= _LINE_S:
            told = time.monotonic()
            notes().print(plain(f"{pace.kept} of {total} quests, {pace}".rstrip(", ")))

    return advance
