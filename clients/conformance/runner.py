"""Every transcript through one driver, in lanes: one for each server."""

import asyncio
import fnmatch
import tempfile
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from clients.conformance.compare import Values
from clients.conformance.driver import Driver, DriverBroken
from clients.conformance.hosts import Hosts
from clients.conformance.play import Stage
from clients.conformance.transcript import Transcript, read_all
from clients.conformance.verdict import faults_of


@dataclass(frozen=True, slots=True)
class Result:
    """How one transcript went."""

    name: str
    faults: tuple[str, ...] = ()
    skipped: str = ""
    seconds: float = 0.0

    def line(self) -> str:
        """For people."""
        if self.skipped:
            return f"skip {self.name}: {self.skipped}"
        if self.faults:
            return "\n     ".join((f"FAIL {self.name}", *self.faults))
        return f"ok   {self.name} ({self.seconds:.1f} s)"


async def run(
    command: Sequence[str], *, only: str = "*", may_skip: Iterable[str] = ()
) -> AsyncGenerator[Result, None]:
    """The result of each transcript whose name fits `only`, as it ends.

    `command` starts the driver; those in `may_skip` may be skipped by it.
    """
    chosen = [each for each in read_all() if fnmatch.fnmatch(each.name, only)]
    allowed = frozenset(may_skip)
    async with stage(command, chosen) as played_on:
        results: asyncio.Queue[Result | None] = asyncio.Queue()
        lanes = asyncio.create_task(_beside(chosen, played_on, allowed, results))
        try:
            while (result := await results.get()) is not None:
                yield result
            await lanes
            for transcript in (each for each in chosen if each.alone):
                yield await result_of(transcript, played_on, allowed)
        finally:
            lanes.cancel()
            await asyncio.gather(lanes, return_exceptions=True)


@asynccontextmanager
async def stage(command: Sequence[str], transcripts: Sequence[Transcript]) -> AsyncIterator[Stage]:
    """A running driver, and every server that they need."""
    names = sorted({each.server for each in transcripts})
    with tempfile.TemporaryDirectory(prefix="npcgen-conformance-") as folder:
        async with Hosts(Path(folder), names) as hosts:
            driver = Driver(command)
            await driver.start()
            try:
                yield Stage(driver, hosts)
            finally:
                await driver.quit()


async def result_of(transcript: Transcript, on: Stage, may_skip: frozenset[str]) -> Result:
    """How it went, whatever the driver does."""
    values: Values = {}
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        played = await on.play(transcript, values)
    except (DriverBroken, RuntimeError, OSError, TimeoutError) as error:
        return Result(transcript.name, (f"{type(error).__name__}: {error}",))
    faults: list[str] = []
    for number, (call, outcome) in enumerate(played, 1):
        if outcome.skip and transcript.name in may_skip:
            return Result(transcript.name, skipped=outcome.skip)
        told = [f"skipped: {outcome.skip}"] if outcome.skip else faults_of(call, outcome, values)
        faults += [f"call {number}: {fault}" for fault in told]
    return Result(transcript.name, tuple(faults), seconds=clock() - began)


async def _beside(
    transcripts: Sequence[Transcript],
    on: Stage,
    may_skip: frozenset[str],
    results: asyncio.Queue[Result | None],
) -> None:
    """Plays all that needn't be alone, those of one server after each other; None ends it."""

    async def lane(transcripts: Sequence[Transcript]) -> None:
        for transcript in transcripts:
            results.put_nowait(await result_of(transcript, on, may_skip))

    try:
        async with asyncio.TaskGroup() as lanes:
            for each in _lanes(each for each in transcripts if not each.alone):
                lanes.create_task(lane(each))
    finally:
        results.put_nowait(None)


def _lanes(transcripts: Iterable[Transcript]) -> list[list[Transcript]]:
    by_server: dict[str, list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        by_server[transcript.server].append(transcript)
    return list(by_server.values())
