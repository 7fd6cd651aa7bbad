"""`npcgen quests --out DIR`: a folder of quests, a file each, and how different they are.

Can be stopped at any moment, and goes on where it was: a quest whose file is there, of the same
world and spec, is checked and passed over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from npcgen.commands.files import write_whole
from npcgen.commands.quests_options import Saving
from npcgen.commands.quests_report import Run, markdown, summary, told
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_json
from worldgen.errors import WorldgenError
from worldgen.quests.canonical import content_sha256
from worldgen.quests.export import FORMATS, export, from_json
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.repeats import Repeats
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Counted
from worldgen.quests.verify import sweep
from worldgen.quests.world import World

REPORT = "report.md"


def make_all(world: World, spec: QuestSpec, saving: Saving, *, as_json: bool) -> int:
    """Makes those that aren't there, and reports; 0, or 1 when some don't hold."""
    _check(saving)
    saving.folder.mkdir(parents=True, exist_ok=True)
    for left in saving.folder.rglob(".*.part"):
        left.unlink(missing_ok=True)
    run = Run(spec.count)
    counted, quests = Counted(), []
    for quest in _kept(world, spec, saving, run):
        counted.add(quest)
        if saving.formats:
            quests.append(quest)
    run.tally = counted.tally()
    _write_others(world, quests, saving)
    write_whole(saving.folder / REPORT, markdown(world, spec, run).encode())
    if as_json:
        print_json(told(run))
    else:
        output().print(plain(summary(run)))
        notes().print(plain(f"wrote {saving.folder / REPORT}"))
    return 1 if run.broken or run.stuck else 0


def _check(saving: Saving) -> None:
    for name in saving.formats:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise InvalidArgument.at("--format", f"there is no {name!r}; there are: {known}")
    if saving.folder.exists() and not saving.folder.is_dir():
        raise InvalidArgument.at("--out", f"{saving.folder} is a file; say a folder")


def _kept(world: World, spec: QuestSpec, saving: Saving, run: Run) -> Iterator[Quest]:
    """Each quest that has its file, once it has."""
    repeats = Repeats()

    def known(quest_id: str) -> Quest | None:
        return _read(_file(world, saving, spec.seed, quest_id))

    with _bar(spec.count) as advance, told_as_ours():
        for made in make(world, spec, known):
            advance()
            if made.flaws:
                run.broken[made.quest.id] = str(made.flaws[0])
            elif repeats.is_new(made.quest):
                _keep(world, made.quest, saving, run)
                yield made.quest
            else:
                run.repeated += 1


def _keep(world: World, quest: Quest, saving: Saving, run: Run) -> None:
    """Writes its file, unless that is there."""
    path = _file(world, saving, quest.seed, quest.id)
    if saving.sweeps and (lost := sweep(world, quest).findings):
        run.stuck[quest.id] = str(lost[0])
    if _read(path) == quest:
        run.there += 1
        return
    [data] = export([quest], world, "json", stem=path.stem).values()
    write_whole(path, data)
    run.made += 1


def _file(world: World, saving: Saving, seed: int, quest_id: str) -> Path:
    return saving.folder / f"{world.id}-{seed}-{quest_id}.json"


def _read(path: Path) -> Quest | None:
    """The quest that an earlier run wrote, unless its file was changed."""
    try:
        [quest] = from_json(path.read_bytes())
    except (OSError, WorldgenError, ValueError):
        return None
    source = quest.provenance
    return quest if source and source.content_sha256 == content_sha256(quest) else None


def _write_others(world: World, quests: list[Quest], saving: Saving) -> None:
    """The other formats, a folder each."""
    for name in saving.formats if quests else ():
        if name == "json":
            continue
        with told_as_ours():
            files = export(quests, world, name, stem=world.id)
        for file, data in files.items():
            write_whole(saving.folder / name / file, data)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    console = notes()
    columns = (TextColumn("quests"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
