"""What the commands of `npcgen level` do."""

from pathlib import Path
from typing import Any

from npcgen.commands.level_asked import box_of, wanted
from npcgen.commands.level_bulk import Bulk
from npcgen.commands.level_bulk import make_many as make_all
from npcgen.commands.level_files import read_level, write_level
from npcgen.commands.level_options import Asked, Saving
from npcgen.commands.level_shown import as_dict, show, show_report, watched
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_columns, print_json
from worldgen.levels.generate import generation
from worldgen.levels.generated import Generated
from worldgen.levels.jobs import checked
from worldgen.levels.kind import KindInfo
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec


def make(asked: Asked, saving: Saving, *, json: bool) -> None:
    saving.check()
    _tell(watched(generation(_wanted(asked))), saving, json=json)


def make_many(asked: Asked, saving: Saving, number: int, workers: int, *, json: bool) -> int:
    """The process's exit code."""
    if saving.out is None:
        raise InvalidArgument.at("--out", "say which folder the levels go to")
    bulk = Bulk(_wanted(asked), number, saving.out, saving.format, workers)
    return make_all(bulk, as_json=json)


def redo(
    file: Path,
    box: str,
    floor: int,
    seed: int,
    spec_file: Path | None,
    saving: Saving,
    *,
    json: bool,
) -> None:
    saving.check()
    region = Region(*box_of(box), floor)
    level, _ = read_level(file)
    spec = wanted(Asked(kind=level.kind, spec_file=spec_file)).spec if spec_file else None
    _tell(watched(regeneration(level, region, seed, spec)), saving, json=json)


def check(file: Path, *, json: bool) -> bool:
    """Whether all of it holds."""
    level, proof = read_level(file)
    with told_as_ours():
        found = checked(level, proof)
    if json:
        findings = [
            {"name": f.name, "stated_by": f.stated_by, "holds": f.holds, "message": f.sentence}
            for f in found.report.findings
        ]
        sha256 = found.content_sha256
        print_json({"valid": found.report.holds, "content_sha256": sha256, "findings": findings})
    else:
        show_report(found.report)
    return found.report.holds


def kinds(*, json: bool) -> None:
    every = kind_infos()
    if json:
        print_json({name: _told(info) for name, info in every.items()})
        return
    for name, info in every.items():
        output().print(plain(f"{name}: {info.description}", style="bold"))
        sides = f"{info.min_side}..{info.max_side} cells a side, 1..{info.max_floors} floors"
        rows = [("  size", sides), ("  themes", ", ".join(filter(None, info.themes)) or "-")]
        rows += [(f"  --count {count}", it.description) for count, it in info.counts.items()]
        rows += [
            (f"  --option {each}", f"{it.description} [{it.default}]")
            for each, it in info.options.items()
        ]
        print_columns(output(), rows)


def _wanted(asked: Asked) -> LevelSpec:
    found = wanted(asked)
    if found.unused_words:
        notes().print(plain(f"not used: {', '.join(found.unused_words)}", style="dim"))
    return found.spec


def _told(info: KindInfo) -> dict[str, Any]:
    return {
        "description": info.description,
        "version": info.version,
        "sides": [info.min_side, info.max_side],
        "max_floors": info.max_floors,
        "themes": [theme for theme in info.themes if theme],
        "counts": {count: it.description for count, it in info.counts.items()},
        "options": {
            each: {"description": it.description, "default": it.default}
            for each, it in info.options.items()
        },
    }


def _tell(made: Generated, saving: Saving, *, json: bool) -> None:
    written = write_level(made, saving) if saving.out else []
    if json:
        print_json({**as_dict(made), "files": [str(path) for path in written]})
        return
    show(made)
    for path in written:
        notes().print(plain(f"wrote {path}"))
