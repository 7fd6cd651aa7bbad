"""A material's maps as files: packed, coloured and named the way each engine wants them.

docs/guides/texture_packs.md says what each pack holds, and how an engine imports it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.textures.packs.content import Content, check_stem
from worldgen.textures.packs.dds import write_dds_bc1, write_dds_bc7
from worldgen.textures.packs.exr import write_exr
from worldgen.textures.packs.gltf import write_gltf
from worldgen.textures.packs.godot import write_godot
from worldgen.textures.packs.ktx2 import write_ktx2
from worldgen.textures.packs.plain import write_png
from worldgen.textures.packs.unity import write_unity_hdrp, write_unity_urp
from worldgen.textures.packs.unreal import write_unreal

__all__ = ["PACKS", "Content", "Pack", "pack"]


@dataclass(frozen=True, slots=True)
class Pack:
    name: str
    description: str
    write: Callable[[Content], dict[str, bytes]]


PACKS: Mapping[str, Pack] = {
    known.name: known
    for known in (
        Pack("png", "each map as a PNG of its own", write_png),
        Pack("godot", "Godot 4: an ORM material and its pictures", write_godot),
        Pack("unity-urp", "Unity, Universal Render Pipeline: a material", write_unity_urp),
        Pack("unity-hdrp", "Unity, High Definition Render Pipeline: a material", write_unity_hdrp),
        Pack("unreal", "Unreal 5: ORM, DirectX normals, a table of import settings", write_unreal),
        Pack("gltf", "binary glTF on a sphere and a plane", write_gltf),
        Pack("dds", "DDS with mips: BC7 colours, BC5 normals, BC4 height", write_dds_bc7),
        Pack("dds-bc1", "DDS with mips: BC1 colours, half the size", write_dds_bc1),
        Pack("ktx2", "KTX2 with mips: BC7 colours, BC5 normals, BC4 height", write_ktx2),
        Pack("exr", "height as OpenEXR floats, in widths of the texture", write_exr),
    )
}


def pack(content: Content, name: str) -> dict[str, bytes]:
    """The files by their names, the one to open first; all belong into one folder.

    Raises InvalidSpec for a pack that there isn't, a stem that is no file's name, and sizes that
    the pack can't hold; and whatever the content's clock raises.
    """
    if name not in PACKS:
        raise InvalidSpec.at(
            "pack", f"there is no pack {name!r:.40}; there are: {', '.join(PACKS)}"
        )
    check_stem(content.stem)
    return PACKS[name].write(content)
