"""How `npcgen level` shows levels: progress as they are made, a map in colours, a summary."""

from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain
from worldgen.levels.generated import Generated
from worldgen.levels.level import Cell, Level
from worldgen.levels.report import Report
from worldgen.levels.steps import Step
from worldgen.levels.text import ENTITY_GLYPHS, OTHER, WAY, glyphs, topmost
from worldgen.levels.verify.replay import way_of

_WIDEST = 240
"""Columns: wider maps aren't printed."""


def watched(steps: Generator[Step, None, Generated]) -> Generated:
    """What the steps end with, their progress on stderr. Raises their errors as ours."""
    console = notes()
    with _bar(console) as bar, told_as_ours():
        task = bar.add_task("", total=1.0)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                made: Generated = end.value
                return made
            bar.update(task, completed=step.fraction, description=step.phase)


def show(made: Generated) -> None:
    """The map with its way, what the glyphs mean, why it can be finished, and its hash."""
    level = made.level
    way = way_of(level, made.proof.moves)
    console = output()
    for floor in range(level.floors):
        if level.floors > 1:
            console.print(plain(f"floor {floor}", style="dim"))
        print_map(console, level, floor, way)
    print_legend(console, level)
    console.print(plain(summary(made)))
    console.print(plain(f"seed {level.seed}  sha256 {made.provenance.content_sha256}", style="dim"))


def print_map(console: Console, level: Level, floor: int, way: Iterable[Cell]) -> None:
    """One floor, without the empty rows around it."""
    if level.width > max(console.width, _WIDEST):
        size = f"{level.width}x{level.height}"
        console.print(plain(f"{size} cells are too wide to print; write a picture: --out MAP.png"))
        return
    rows = list(glyphs(level, floor, way))
    drawn = [at for at, row in enumerate(rows) if any(g.character.strip() for g in row)]
    for row in rows[min(drawn, default=0) : max(drawn, default=-1) + 1]:
        line = Text(no_wrap=True, overflow="ignore")
        for glyph in row:
            style = f"bold {glyph.colour}" if glyph.on_way else glyph.colour
            line.append(plain(glyph.character).plain or " ", style=style)
        line.rstrip()
        console.print(line)


def print_legend(console: Console, level: Level) -> None:
    """What each glyph of the map means; entities first, for they are drawn over tiles."""
    kinds = Counter(entity.kind for entity in level.entities)
    shown = [f"{ENTITY_GLYPHS.get(kind, OTHER)} {kind.replace('_', ' ')}" for kind in kinds]
    counts = Counter(topmost(level).reshape(-1).tolist())
    tiles = [level.tiles[index] for index, _ in counts.most_common() if index]
    shown += [f"{tile.glyph} {tile.name.replace('_', ' ')}" for tile in tiles if tile.glyph.strip()]
    console.print(plain("  ".join([*shown, f"{WAY} the way"]), style="dim"))


def summary(made: Generated) -> str:
    """Example: "dungeon 48x32: 112 moves, 2 keys, 9 rooms, 7 obligations; checked"."""
    level, proof = made.level, made.proof
    parts = [_many(len(proof.moves), "move")] if proof.moves else []
    parts += [_many(len(level.of_kind("key")), "key")] if level.of_kind("key") else []
    parts += [_many(len(level.rooms), "room")] if level.rooms else []
    parts += [_many(len(proof.obligations), "obligation")] if proof.obligations else []
    floors = f", {_many(level.floors, 'floor')}" if level.floors > 1 else ""
    size = f"{level.kind} {level.width}x{level.height}{floors}"
    return f"{size}: {', '.join(parts) or 'nothing to finish'}; checked"


def show_report(report: Report) -> None:
    """A line for each thing that was checked."""
    for finding in report.findings:
        mark, style = ("ok  ", "green") if finding.holds else ("FAIL", "bold red")
        name = f"{finding.name} ({finding.stated_by})" if finding.stated_by else finding.name
        output().print(plain(mark, style=style), plain(f" {name}: {finding.sentence}"), sep="")


def as_dict(made: Generated) -> dict[str, Any]:
    """For scripts: all but the cells, which `--out FILE.json` writes."""
    level, proof, source = made.level, made.proof, made.provenance
    return {
        "kind": level.kind,
        "width": level.width,
        "height": level.height,
        "floors": level.floors,
        "seed": level.seed,
        "generator": source.generator,
        "generator_version": source.version,
        "content_sha256": source.content_sha256,
        "spec_sha256": source.spec_sha256,
        "spec": made.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "moves": list(proof.moves),
        "obligations": [[each.name, each.stated_by] for each in proof.obligations],
        "rooms": len(level.rooms),
        "critical_path": list(level.critical_path),
        "entities": Counter(entity.kind for entity in level.entities),
    }


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
