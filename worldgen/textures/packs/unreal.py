"""Pictures as Unreal wants them, and a table of how each is imported."""

import json
from dataclasses import asdict

from worldgen.textures.packs.channels import down_green, with_opacity
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.plain import pictures_of

_SETTINGS = {
    "BC": {"compression": "TC_Default", "srgb": True, "parameter": "BaseColor"},
    "ORM": {"compression": "TC_Masks", "srgb": False, "parameter": "ORM"},
    "N": {"compression": "TC_Normalmap", "srgb": False, "parameter": "Normal"},
    "H": {"compression": "TC_Displacementmap", "srgb": False, "parameter": "Height"},
    "E": {"compression": "TC_Default", "srgb": True, "parameter": "Emissive"},
}


def write_unreal(content: Content) -> dict[str, bytes]:
    """`T_<stem>_*.png` and `<stem>.unreal.json`; green of the normals points down (DirectX)."""
    maps = content.maps
    named = pictures_of(
        content,
        {
            "BC": (with_opacity(maps), "srgb"),
            "ORM": (maps.orm, "linear"),
            "N": (down_green(maps.normal), "linear"),
            "H": (maps.height, "linear"),
            "E": (maps.emission, "srgb"),
        },
    )
    files = {f"T_{name}": data for name, data in named.items()}
    table = {
        "format": "npcgen.unreal.material",
        "version": 1,
        "material": f"MI_{content.stem}",
        "title": content.name,
        "depth": maps.depth,
        "masked": maps.opacity is not None,
        "textures": [
            {"file": file, "asset": file.removesuffix(".png"), **settings}
            for kind, settings in _SETTINGS.items()
            if (file := f"T_{content.stem}_{kind}.png") in files
        ],
        "provenance": asdict(content.provenance),
    }
    return {f"{content.stem}.unreal.json": json.dumps(table, indent=1).encode(), **files}
