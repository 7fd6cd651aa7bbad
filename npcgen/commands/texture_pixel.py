"""The commands of `npcgen texture` that make few pixels, of few colours."""

from importlib import import_module
from types import ModuleType
from typing import Annotated

import typer

from npcgen.commands.options import Json
from npcgen.commands.texture_flags import (
    Colours,
    Deadline,
    Dither,
    Folder,
    Force,
    Materials,
    Season,
    Seed,
    Set,
    Spec,
    Stem,
    Words,
)
from npcgen.commands.texture_options import Asked, Saving

PALETTE, DITHER = "season32", "bayer4"


def pixel(
    words: Words = "",
    side: Annotated[int, typer.Option(metavar="N", help="Pixels a side, 16..256.")] = 32,
    palette: Colours = PALETTE,
    dither: Dither = DITHER,
    seed: Seed = None,
    set_: Set = None,
    season: Season = "",
    spec: Spec = None,
    deadline: Deadline = None,
    out: Folder = None,
    stem: Stem = "",
    force: Force = False,
    materials: Materials = None,
    json: Json = False,
) -> None:
    """Make pixel art of a material: a lit picture, and maps for games that light it themselves."""
    asked = Asked(
        words, "", seed, tuple(set_ or ()), season=season, deadline_s=deadline, spec_file=spec
    )
    saving = Saving(out, stem=stem, force=force)
    _verbs().make_pixel(asked, side, palette, dither, saving, materials, json=json)


def _verbs() -> ModuleType:
    """NOTE: what paints takes a second to import, which no other command waits for."""
    return import_module("npcgen.commands.texture_pixel_verbs")
