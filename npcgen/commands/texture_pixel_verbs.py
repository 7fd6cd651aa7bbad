"""What the commands of npcgen.commands.texture_pixel do."""

from pathlib import Path

from npcgen.commands.texture_asked import library_of
from npcgen.commands.texture_options import Asked, Saving
from npcgen.commands.texture_shown import watched
from npcgen.commands.texture_verbs import spec_wanted, tell_files
from worldgen.textures.making.few_colours import FewColours
from worldgen.textures.making.pixel import pixel


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
