"""A material of Godot 4: ORM in one picture, and the resource that names them all.

Source: https://docs.godotengine.org/en/stable/classes/class_resourceimportertexture.html
"""

from collections.abc import Mapping

from worldgen.godot_text import Call, import_settings, resource
from worldgen.textures.packs.channels import with_opacity
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.plain import pictures_of

_SCALE = 100
"""Godot's heightmap_scale counts hundredths of a width of the texture."""
_SLOTS = {
    "albedo": ("albedo_texture", {}),
    # NOTE: without its switch, Godot's shader leaves ORM's red alone.
    "orm": ("orm_texture", {"ao_enabled": True}),
    "normal": ("normal_texture", {"normal_enabled": True}),
    "emission": ("emission_texture", {"emission_enabled": True}),
    "height": ("heightmap_texture", {"heightmap_enabled": True}),
}
_IMPORTS: Mapping[str, dict[str, object]] = {
    "normal": {"compress/normal_map": 1},
    # NOTE: compressed for the graphics memory, as Godot does once it is seen in 3D, it has steps.
    "height": {"detect_3d/compress_to": 0},
}


def write_godot(content: Content) -> dict[str, bytes]:
    """`<stem>.tres` first; its pictures are named relative to it, so the folder can be moved.

    Beside each picture lies how it is imported.
    """
    maps = content.maps
    pictures = pictures_of(
        content,
        {
            "albedo": (with_opacity(maps), "srgb"),
            "orm": (maps.orm, "linear"),
            "normal": (maps.normal, "linear"),
            "emission": (maps.emission, "srgb"),
            "height": (maps.height, "linear"),
        },
    )
    there = [name for name in _SLOTS if f"{content.stem}_{name}.png" in pictures]
    imports = {f"{content.stem}_{name}.png.import": _import(name) for name in there}
    return {f"{content.stem}.tres": _material(content, there).encode(), **pictures, **imports}


def _material(content: Content, there: list[str]) -> str:
    paths = {name: f"{content.stem}_{name}.png" for name in there}
    properties: dict[str, object] = {"resource_name": content.name}
    for name in there:
        slot, switches = _SLOTS[name]
        properties |= {**switches, slot: Call.of("ExtResource", name)}
    if "height" in there:
        properties["heightmap_scale"] = _SCALE * content.maps.depth
    if content.maps.opacity is not None:
        properties["transparency"] = 2
        properties["alpha_scissor_threshold"] = 0.5
    if content.maps.tiling == "none":
        properties["texture_repeat"] = False
    return resource("ORMMaterial3D", paths, properties)


def _import(name: str) -> bytes:
    params = {"mipmaps/generate": True, **_IMPORTS.get(name, {})}
    return import_settings("texture", "CompressedTexture2D", params).encode()
