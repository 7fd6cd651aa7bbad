"""What the commands of `npcgen quests` do."""

import json
from pathlib import Path
from typing import Any

from npcgen.commands.files import bytes_of, text_of
from npcgen.commands.quests_bulk import make_all
from npcgen.commands.quests_options import MAX_DEADLINE_MS, Asked, Saving
from npcgen.commands.quests_shown import show, show_reports
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_columns, print_json, progress
from worldgen.documents import read_mapping
from worldgen.quests import verify
from worldgen.quests.asked import Asked as AskedFor
from worldgen.quests.asked import spec_of
from worldgen.quests.export import export, from_json
from worldgen.quests.jobs import worlds as bundled
from worldgen.quests.making import make as make_quests
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World
from worldgen.quests.worlds import is_id, world_in


def make(asked: Asked, formats: tuple[str, ...], *, sweeps: bool, as_json: bool) -> bool:
    """Whether each of them holds; those that don't are left out."""
    if formats or sweeps:
        option = "--format" if formats else "--sweep"
        raise InvalidArgument.at(option, "there are no files; say where with --out")
    world, spec = _wanted(asked)
    with progress(notes(), "making quests"), told_as_ours():
        made = list(make_quests(world, spec))
    for each in made:
        if each.flaws:
            found = f"quest {each.quest.id} is left out, a bug of ours: {each.flaws[0]}"
            notes().print(plain(found, style="red"))
    quests = [each.quest for each in made if not each.flaws]
    if as_json:
        with told_as_ours():
            [document] = export(quests, world, "json").values()
        print_json(json.loads(document))
    else:
        for quest in quests:
            show(world, quest)
    return len(quests) == len(made)


def make_many(asked: Asked, saving: Saving, *, as_json: bool) -> int:
    """The process's exit code."""
    world, spec = _wanted(asked)
    return make_all(world, spec, saving, as_json=as_json)


def check(file: Path, world_name: str, *, sweeps: bool, as_json: bool) -> bool:
    """Whether nothing is found that is wrong; what isn't decided is told, and counts as neither."""
    world = world_named(world_name)
    with told_as_ours():
        quests = from_json(bytes_of(file, "FILE"))
    rules = verify.Rules(world)
    found = {quest.id: verify.judge(world, quest, rules, sweeps=sweeps) for quest in quests}
    holds = all(report.holds for report in found.values())
    if as_json:
        told = {
            quest: [
                {"name": it.name, "at": it.at, "message": it.sentence}
                for it in (*report.findings, *report.undecided)
            ]
            for quest, report in found.items()
        }
        print_json({"valid": holds, "quests": told})
    else:
        show_reports(found)
    return holds


def worlds(*, as_json: bool) -> None:
    every = bundled()
    if as_json:
        print_json(
            {it.id: {"name": it.name, "entities": it.entities, "facts": it.facts} for it in every}
        )
        return
    rows = [(it.id, it.name, f"{it.entities} entities, {it.facts} facts") for it in every]
    print_columns(output(), rows)


def _wanted(asked: Asked) -> tuple[World, QuestSpec]:
    """Options win over the file, and that over the prompt. Raises InvalidArgument."""
    written = text_of(asked.spec_file, "--spec") if asked.spec_file else ""
    world = world_named(asked.world)
    with told_as_ours():
        fields = read_mapping(written, "--spec") if written.strip() else {}
        fields |= _economy(asked)
        given = {"deadline_ms": MAX_DEADLINE_MS, **fields, **asked.fields()}
        spec, unused = spec_of(AskedFor(given=given, prompt=asked.prompt), world)
    if unused:
        notes().print(plain(f"not used: {', '.join(unused)}", style="dim"))
    return world, spec


def _economy(asked: Asked) -> dict[str, Any]:
    if asked.economy_file is None:
        return {}
    written = text_of(asked.economy_file, "--economy")
    return {"economy": read_mapping(written, "--economy") if written.strip() else {}}


def world_named(name: str) -> World:
    with told_as_ours():
        return world_in(name if is_id(name) else text_of(Path(name), "--world"))
