"""A level as pictures, one a floor, with the way that its proof leads."""

import io

from PIL import Image

from worldgen.levels.export.atlas import png_bytes
from worldgen.levels.export.content import Content
from worldgen.levels.picture import as_png


def write_png(content: Content) -> dict[str, bytes]:
    """The first floor under the level's own name, and the others by their number."""
    files, way = {}, content.way()
    for floor in range(content.level.floors):
        name = f"{content.stem}.png" if floor == 0 else f"{content.stem}.floor{floor}.png"
        with Image.open(io.BytesIO(as_png(content.level, floor, way))) as image:
            files[name] = png_bytes(image, content)
    return files
