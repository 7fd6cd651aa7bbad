"""Levels as files: written whole or not at all, and read again."""

from pathlib import Path

from npcgen.commands.files import bytes_of, write_together
from npcgen.commands.level_drawn import drawn
from npcgen.commands.level_options import Saving
from npcgen.errors import AlreadyExists
from npcgen.levels.failures import told_as_ours
from worldgen.levels.export import FORMATS, export, format_of, from_json
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level
from worldgen.levels.proof import Proof


def write_level(made: Generated, saving: Saving) -> list[Path]:
    """The files that the level became, `out` first; the others lie beside it.

    Raises AlreadyExists unless it may replace them, and InvalidArgument for a format, an ending, or
    a place that can't be written to.
    """
    out = saving.out
    assert out is not None
    with told_as_ours():
        format = saving.format or format_of(out)
        ending = FORMATS[format].ending if format in FORMATS else out.suffix
        stem = out.name.removesuffix(ending) or out.stem
        if saving.tiles:
            files = drawn(made, format, stem, saving.tiles)
        else:
            files = export(made.level, format, made.proof, provenance=made.provenance, stem=stem)
    paths = [out.parent / name for name in files]
    for path in paths:
        if path.exists() and not saving.force:
            raise AlreadyExists(f"{path} is there already; replace it with --force")
    write_together(dict(zip(paths, files.values(), strict=True)))
    return paths


def read_level(path: Path) -> tuple[Level, Proof | None]:
    """What `--out FILE.json` wrote. Raises InvalidArgument."""
    data = bytes_of(path, "FILE")
    with told_as_ours():
        return from_json(data)
