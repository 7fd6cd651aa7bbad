"""A material of Godot 4: ORM in one picture, and the resource that names them all."""

from worldgen.godot_text import Call, heading, section
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


def write_godot(content: Content) -> dict[str, bytes]:
    """`<stem>.tres` first; its pictures are named relative to it, so the folder can be moved."""
    maps = content.maps
    files = pictures_of(
        content,
        {
            "albedo": (with_opacity(maps), "srgb"),
            "orm": (maps.orm, "linear"),
            "normal": (maps.normal, "linear"),
            "emission": (maps.emission, "srgb"),
            "height": (maps.height, "linear"),
        },
    )
    return {f"{content.stem}.tres": _resource(content, files).encode(), **files}


def _resource(content: Content, files: dict[str, bytes]) -> str:
    pictures = [name for name in _SLOTS if f"{content.stem}_{name}.png" in files]
    steps = len(pictures) + 1
    text = heading("gd_resource", {"type": "ORMMaterial3D", "load_steps": steps, "format": 3})
    text += "\n"
    properties: dict[str, object] = {"resource_name": content.name}
    for name in pictures:
        path = f"{content.stem}_{name}.png"
        text += heading("ext_resource", {"type": "Texture2D", "path": path, "id": name})
        slot, switches = _SLOTS[name]
        properties |= {**switches, slot: Call.of("ExtResource", name)}
    if "height" in pictures:
        properties["heightmap_scale"] = _SCALE * content.maps.depth
    if content.maps.opacity is not None:
        properties["transparency"] = 2
        properties["alpha_scissor_threshold"] = 0.5
    return text + "\n" + section("resource", {}, properties).rstrip("\n") + "\n"
