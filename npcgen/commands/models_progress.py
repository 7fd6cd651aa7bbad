"""How far a pull or an import is: a bar on a terminal, else a line where there is news."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from npcgen.engine.downloads.transfer import Watch
from npcgen.terminal import notes, plain


@contextmanager
def watched(doing: str) -> Iterator[Watch]:
    """`doing`: what is being done, for the beginning of a line."""
    console = notes()
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield _Shown(bar, bar.add_task(doing, total=None), doing)


class _Shown:
    def __init__(self, bar: Progress, task: TaskID, doing: str) -> None:
        self._bar = bar
        self._task = task
        self._doing = doing

    def begins(self, done: int, total: int) -> None:
        self._bar.reset(self._task, total=total or None, completed=done)
        if not self._bar.console.is_terminal:
            size = f"{total / 2**20:.1f} MiB" if total else "nobody says how much"
            self.says(f"{self._doing}: {size}")

    def receives(self, count: int) -> None:
        self._bar.advance(self._task, count)

    def says(self, text: str) -> None:
        self._bar.console.print(plain(text, style="dim"))

    def waits(self, pause_s: float) -> None:
        time.sleep(pause_s)
