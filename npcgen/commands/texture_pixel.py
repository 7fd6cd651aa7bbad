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
    Tiling,
    Words,
)
from npcgen.commands.texture_options import Asked, Looping, Saving

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


def loop(
    words: Words = "",
    frames: Annotated[int | None, typer.Option(metavar="N", help="Of sprites, 2..64 [8].")] = None,
    book: Annotated[
        str, typer.Option(metavar="CxR", help="No sprites: so many frames, each a whole texture.")
    ] = "",
    side: Annotated[
        int | None, typer.Option(metavar="N", help="Pixels a side of a sprite, 16..256 [32].")
    ] = None,
    palette: Colours = "",
    dither: Dither = "",
    frame_ms: Annotated[
        int, typer.Option(metavar="MS", help="How long a frame is shown, 20..5000.")
    ] = 120,
    size: Annotated[
        str, typer.Option(metavar="N|WxH", help="Pixels of a frame of a book [256].")
    ] = "",
    pack: Annotated[
        str, typer.Option(metavar="NAME", help="Of a book: png, godot, ...: see `list` [png].")
    ] = "",
    seed: Seed = None,
    set_: Set = None,
    season: Season = "",
    tiling: Tiling = "",
    spec: Spec = None,
    deadline: Deadline = None,
    out: Folder = None,
    stem: Stem = "",
    force: Force = False,
    materials: Materials = None,
    json: Json = False,
) -> None:
    """Make a loop of water, lava, slime or magic: a row of sprites, or a flip-book of all maps."""
    asked = Asked(
        words,
        size,
        seed,
        tuple(set_ or ()),
        season=season,
        tiling=tiling,
        deadline_s=deadline,
        spec_file=spec,
    )
    looping = Looping(frames, book, side, palette, dither, frame_ms)
    looping.check(size, pack)
    saving = Saving(out, pack or "png", stem, force)
    _verbs().make_loop(asked, looping, saving, materials, json=json)


def panel(
    frame: Annotated[
        str, typer.Option(metavar="WORDS", help="What the frame is of: a material, or words.")
    ] = "planks",
    inside: Annotated[str, typer.Option(metavar="WORDS", help="And what it frames.")] = "parchment",
    side: Annotated[int, typer.Option(metavar="N", help="Pixels a side, 256 at most.")] = 48,
    border: Annotated[
        int, typer.Option(metavar="N", help="Pixels of an edge that are never stretched.")
    ] = 12,
    palette: Colours = PALETTE,
    dither: Dither = DITHER,
    seed: Seed = None,
    deadline: Deadline = None,
    out: Folder = None,
    stem: Stem = "panel",
    force: Force = False,
    materials: Materials = None,
    json: Json = False,
) -> None:
    """Make a panel for menus in nine slices: its corners stay, its edges and its inside repeat."""
    both = [Asked(words, seed=seed, deadline_s=deadline) for words in (frame, inside)]
    saving = Saving(out, stem=stem, force=force)
    _verbs().make_panel(*both, side, border, palette, dither, saving, materials, json=json)


def _verbs() -> ModuleType:
    """NOTE: what paints takes a second to import, which no other command waits for."""
    return import_module("npcgen.commands.texture_pixel_verbs")
