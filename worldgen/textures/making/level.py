"""A level's files, its tiles drawn as a theme says."""

from worldgen.levels.export import export
from worldgen.levels.generated import Generated
from worldgen.textures.making.tiles import tiles_provenance
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.pixel.level_picture import draw
from worldgen.textures.pixel.themes import theme
from worldgen.textures.pixel.tile_pictures import tile_pictures

TILE_PX = 16


def level_files(made: Generated, format: str, stem: str, theme_name: str) -> dict[str, bytes]:
    """Of `png` what a player would see, a picture a floor; any other format brings along tiles that
    are drawn. Raises InvalidSpec."""
    level, looks = made.level, theme(theme_name)
    if format != "png":
        pictures = tile_pictures(level.tiles, looks, level.seed)
        return export(
            level, format, made.proof, provenance=made.provenance, stem=stem, pictures=pictures
        )
    files = {}
    asked: dict[str, object] = {"level": made.provenance.content_sha256, "tile_px": TILE_PX}
    for floor in range(level.floors):
        picture = draw(level, looks, floor=floor, tile_px=TILE_PX, seed=level.seed)
        source = tiles_provenance(looks, level.seed, asked | {"floor": floor}, picture)
        name = f"{stem}.png" if floor == 0 else f"{stem}.floor{floor}.png"
        files[name] = png_bytes(picture, "srgb", source)
    return files
