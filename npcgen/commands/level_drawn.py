"""Levels drawn with a theme's tiles: what a player would see, or pictures for a tile set."""

from importlib import import_module

from worldgen.levels.generated import Generated


def drawn(made: Generated, format: str, stem: str, theme: str) -> dict[str, bytes]:
    """The level's files, the first to be opened first. Raises InvalidSpec."""
    # NOTE: what paints takes a moment to import, which plain levels don't wait for.
    files: dict[str, bytes] = import_module("worldgen.textures.making.level").level_files(
        made, format, stem, theme
    )
    return files
