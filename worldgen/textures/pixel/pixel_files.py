"""Pixel art as files: the picture as it is seen, and the maps for a game that lights it itself.

Source: https://docs.godotengine.org/en/stable/classes/class_canvastexture.html
"""

from worldgen.godot_text import Call, resource
from worldgen.provenance import Provenance
from worldgen.textures.packs.content import check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.pixel.pixel_art import PixelArt

_NEAREST, _REPEATED = 1, 2
"""Godot's TEXTURE_FILTER_NEAREST and TEXTURE_REPEAT_ENABLED."""


def pixel_files(made: PixelArt, provenance: Provenance, stem: str) -> dict[str, bytes]:
    """`<stem>.png`, `<stem>_albedo.png`, `<stem>_normal.png`, `<stem>_emission.png` of what glows,
    and Godot's `<stem>.tres`, a CanvasTexture for lights in two dimensions.

    Raises InvalidSpec for a stem that no engine takes.
    """
    check_stem(stem)
    maps = made.maps
    files = {
        f"{stem}.png": png_bytes(made.picture, "srgb", provenance),
        f"{stem}_albedo.png": png_bytes(maps.albedo, "srgb", provenance),
        f"{stem}_normal.png": png_bytes(maps.normal, "linear", provenance),
    }
    if maps.emission is not None:
        files[f"{stem}_emission.png"] = png_bytes(maps.emission, "srgb", provenance)
    return {**files, f"{stem}.tres": _canvas_texture(stem).encode()}


def _canvas_texture(stem: str) -> str:
    parts = {"diffuse_texture": f"{stem}_albedo.png", "normal_texture": f"{stem}_normal.png"}
    properties: dict[str, object] = {
        **{name: Call.of("ExtResource", name) for name in parts},
        "texture_filter": _NEAREST,
        "texture_repeat": _REPEATED,
    }
    return resource("CanvasTexture", parts, properties)
