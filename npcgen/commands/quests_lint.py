"""`npcgen quests lint PATH`: what a designer would change in quests, hand-edited ones too."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from npcgen.commands.files import bytes_of
from npcgen.commands.quests_verbs import world_named
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import output, plain, print_json
from worldgen.errors import InvalidSpec
from worldgen.quests.export import from_json
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.survey import Remark, Survey
from worldgen.quests.verify import check
from worldgen.quests.world import World

_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def lint(path: Path, world_name: str, *, as_json: bool) -> bool:
    """Whether there is no error."""
    world = world_named(world_name)
    with told_as_ours():
        remarks = _remarks(world, path)
    if as_json:
        print_json({"remarks": [asdict(remark) for remark in remarks]})
    else:
        _show(remarks)
    return not any(remark.severity == "error" for remark in remarks)


def _remarks(world: World, path: Path) -> list[Remark]:
    files = _files(path)
    survey = Survey(world, QuestSpec(count=len(files)))
    for file in files:
        for quest in _quests(world, file):
            report = check(world, quest)
            if report.holds:
                survey.add(quest, str(file), undecided=report.undecided)
            else:
                survey.flawed(str(file), report.findings)
    return survey.remarks()


def _files(path: Path) -> list[Path]:
    """Raises InvalidArgument where there is none."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InvalidArgument.at("PATH", f"there is no .json in {path}; say where quests are")
    return files


def _quests(world: World, file: Path) -> Iterator[Quest]:
    """Those of this world; raises InvalidArgument for a file that has others."""
    try:
        quests = from_json(bytes_of(file, "PATH"))
    except InvalidSpec as error:
        raise InvalidArgument.at("PATH", f"{file} can't be read: {error}") from error
    for quest in quests:
        if quest.world != world.id:
            found = f"{file} has a quest of {quest.world!r}, not of {world.id!r}; say --world"
            raise InvalidArgument.at("PATH", found)
        yield quest


def _show(remarks: list[Remark]) -> None:
    for remark in remarks:
        where = remark.file or "all quests"
        output().print(
            plain(f"{remark.severity:<8}", style=_STYLES[remark.severity]),
            plain(f"{where}: {remark.what}"),
            sep="",
        )
        output().print(plain(f"        {remark.do}", style="dim"))
    if not remarks:
        output().print(plain("nothing to remark"))
