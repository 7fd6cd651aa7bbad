"""`npcgen quests --out DIR`: a folder of quests, a file each, and a report with pictures.

Can be stopped at any moment, and goes on where it was: a quest whose file is there, of the same
world and spec, is checked and passed over. The files are the same for any number of processes.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from itertools import islice

from npcgen.commands.files import write_whole
from npcgen.commands.quests_options import Saving
from npcgen.commands.quests_progress import Advance, progress_of
from npcgen.commands.quests_report import Run, summary, told
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.quests.sharing import Task, part_of, shared
from npcgen.terminal import notes, output, plain, print_json
from worldgen.quests.export import FORMATS, export
from worldgen.quests.folder import QuestFolder
from worldgen.quests.generate import WHOLE, Report
from worldgen.quests.making import Made
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World

_QUESTS_EACH = 8
"""A process takes as long to start as these take."""
_TOGETHER = 500
"""Quests that are in memory at once, and in one file, where a format has all of them in one."""
_REASONS = 3


def make_all(world: World, spec: QuestSpec, saving: Saving, *, as_json: bool) -> int:
    """Makes those that aren't there, and reports; 0, or 1 when some don't hold."""
    _check(saving)
    workers = min(saving.workers, max(1, spec.count // _QUESTS_EACH))
    run = Run(spec.count)
    with _refused(), told_as_ours():
        folder = QuestFolder(saving.folder, world, spec)
        task = Task(world, folder.tries, folder.files, saving.sweeps)
        with _stopped(folder, spec), progress_of(spec.count) as advance:
            asyncio.run(_fill(folder, task, workers, run, advance))
        _write_others(world, folder, saving)
        report = folder.report()
    run.finish(folder)
    if as_json:
        print_json(told(run))
    else:
        output().print(plain(summary(run)))
        notes().print(plain(f"wrote {report}"))
    return 1 if run.broken or run.stuck else 0


async def _fill(folder: QuestFolder, task: Task, workers: int, run: Run, advance: Advance) -> None:
    source = shared(task, workers) if workers > 1 else _alone(task)
    async with aclosing(source) as parts:
        async for part in parts:
            if isinstance(part, Report):
                reasons = part.refused.most_common(_REASONS)
                folder.survey.why_few = tuple(f"{why} ({times})" for why, times in reasons)
                break
            fate = folder.add(part)
            run.count(fate)
            advance(fate)
            if folder.is_full:
                break


async def _alone(task: Task) -> AsyncGenerator[Made | Report, None]:
    """As `shared`, in this process."""
    parts = part_of(task, WHOLE)
    while True:
        try:
            part = next(parts)
        except StopIteration as end:
            report: Report = end.value
            yield report
            return
        yield part.preview
        # NOTE: Ctrl-C is heard here.
        await asyncio.sleep(0)


def _check(saving: Saving) -> None:
    for name in saving.formats:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise InvalidArgument.at("--format", f"there is no {name!r}; there are: {known}")
    if saving.folder.exists() and not saving.folder.is_dir():
        raise InvalidArgument.at("--out", f"{saving.folder} is a file; say a folder")
    if not 1 <= saving.workers <= 256:
        raise InvalidArgument.at("--workers", f"{saving.workers} isn't 1..256")


def _write_others(world: World, folder: QuestFolder, saving: Saving) -> None:
    """The other formats, a folder each."""
    quests, number = folder.quests(), 1
    while saving.formats and (some := list(islice(quests, _TOGETHER))):
        stem = world.id if number == 1 else f"{world.id}-{number}"
        for name in saving.formats:
            if name == "json":
                continue
            for file, data in export(some, world, name, stem=stem).items():
                write_whole(saving.folder / name / file, data)
        number += 1


@contextmanager
def _refused() -> Iterator[None]:
    """Raises what a disk refuses as an InvalidArgument."""
    try:
        yield
    except OSError as error:
        where = error.filename or "the folder"
        raise InvalidArgument.at("--out", f"can't write {where}: {error.strerror}") from error


@contextmanager
def _stopped(folder: QuestFolder, spec: QuestSpec) -> Iterator[None]:
    """Says after Ctrl-C what is there."""
    try:
        yield
    except KeyboardInterrupt:
        found = f"stopped; {folder.kept} of {spec.count} quests are there"
        notes().print(plain(f"{found}, and the same command goes on from there"))
        raise
