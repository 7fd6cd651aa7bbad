"""What the commands of npcgen.commands.texture_pixel do."""

from pathlib import Path

from npcgen.commands.texture_asked import library_of
from npcgen.commands.texture_files import check_new, packing_of
from npcgen.commands.texture_options import Asked, Looping, Saving, cells_of
from npcgen.commands.texture_shown import watched
from npcgen.commands.texture_verbs import spec_wanted, tell, tell_files
from worldgen.textures.making.few_colours import FewColours
from worldgen.textures.making.loop import FRAMES, book, book_stem, sprites
from worldgen.textures.making.panel import panel
from worldgen.textures.making.pixel import SIDE, pixel
from worldgen.textures.spec import TextureSpec

_PAGE_SIDE = 256


def make_pixel(
    asked: Asked,
    side: int,
    palette: str,
    dither: str,
    saving: Saving,
    materials: Path | None,
    *,
    json: bool,
) -> None:
    library = library_of(materials)
    spec = spec_wanted(asked, library)
    made = watched(pixel(spec, side, FewColours(palette, dither), saving.stem, library))
    tell_files(made, saving, json=json)


def make_loop(
    asked: Asked, looping: Looping, saving: Saving, materials: Path | None, *, json: bool
) -> None:
    library = library_of(materials)
    spec = spec_wanted(asked, library)
    if looping.book:
        columns, rows = cells_of(looping.book, "--book")
        stem = saving.stem or book_stem(spec)
        check_new(saving, stem)
        page, packing = _page(spec), packing_of(saving)
        made = watched(book(page, columns, rows, packing, looping.frame_ms, library))
        tell(made, saving, stem, json=json)
        return
    usual = FewColours()
    colours = FewColours(looping.palette or usual.palette, looping.dither or usual.dither)
    frames = FRAMES if looping.frames is None else looping.frames
    side = SIDE if looping.side is None else looping.side
    made = watched(sprites(spec, side, frames, colours, looping.frame_ms, saving.stem, library))
    tell_files(made, saving, json=json)


def make_panel(
    frame: Asked,
    inside: Asked,
    side: int,
    border: int,
    palette: str,
    dither: str,
    saving: Saving,
    materials: Path | None,
    *,
    json: bool,
) -> None:
    library = library_of(materials)
    specs = spec_wanted(frame, library), spec_wanted(inside, library)
    colours = FewColours(palette, dither)
    tell_files(
        watched(panel(*specs, side, border, colours, saving.stem, library)), saving, json=json
    )


def _page(spec: TextureSpec) -> TextureSpec:
    """One of a size that a sheet of many has room for, where nobody says another."""
    if {"width", "height"} & spec.model_fields_set:
        return spec
    return spec.model_copy(update={"width": _PAGE_SIDE, "height": _PAGE_SIDE})
