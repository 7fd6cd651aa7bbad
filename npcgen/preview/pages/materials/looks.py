"""Small pictures of materials under a lamp, for choosing. Knows no page."""

import asyncio
import base64
from contextlib import aclosing
from io import BytesIO

from PIL import Image

from npcgen import Client
from npcgen.errors import InternalError
from worldgen.textures.making.told import MaterialInfo, Picture
from worldgen.textures.spec import TextureSpec

SIDE = 256
"""Pixels across and down, at most: as much as a preview has."""
_SMALLEST_PACK = "exr"


async def look(client: Client, spec: TextureSpec, side: int) -> str:
    """A WebP of at most `side` pixels a side, as a data URL."""
    scale = SIDE / max(spec.width, spec.height)
    sides = {"width": _fitting(spec.width * scale), "height": _fitting(spec.height * scale)}
    drawn = b""
    stream = client.stream_texture(
        spec.model_copy(update=sides), pack=_SMALLEST_PACK, previews=True
    )
    # NOTE: it isn't left once the picture is there: the little that is left is cheaper than a stop.
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Picture):
                drawn = event.png
    if not drawn:
        raise InternalError("the server drew no preview of a texture")
    return await asyncio.to_thread(_webp, drawn, side)


class Looks:
    """Pictures of the bundled materials as they are, made once in a process."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._drawn: dict[tuple[str, int], asyncio.Task[str]] = {}

    async def of(self, client: Client, material: MaterialInfo) -> str:
        """NOTE: a page that closes meanwhile doesn't stop it, as the next one wants it too."""
        key = (material.name, material.version)
        drawn = self._drawn.get(key)
        if drawn is None or (drawn.done() and (drawn.cancelled() or drawn.exception())):
            spec = TextureSpec(material=material.name)
            drawn = self._drawn[key] = asyncio.create_task(look(client, spec, self._side))
        return await asyncio.shield(drawn)


def _fitting(pixels: float) -> int:
    """A multiple of 4, as sides of textures are."""
    return max(16, round(pixels / 4) * 4)


def _webp(png: bytes, side: int) -> str:
    picture = Image.open(BytesIO(png))
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=85)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
