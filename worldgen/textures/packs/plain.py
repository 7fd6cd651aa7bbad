"""Each map as a PNG of its own, for any program."""

from worldgen.textures.packs.channels import with_opacity
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.png import Pixels, Space, png_bytes


def write_png(content: Content) -> dict[str, bytes]:
    """Albedo first. Height has 16 bits; green of the normals points up."""
    maps = content.maps
    pictures: dict[str, tuple[Pixels | None, Space]] = {
        "albedo": (with_opacity(maps), "srgb"),
        "normal": (maps.normal, "linear"),
        "roughness": (maps.roughness, "linear"),
        "metallic": (maps.metallic, "linear"),
        "occlusion": (maps.occlusion, "linear"),
        "height": (maps.height, "linear"),
        "emission": (maps.emission, "srgb"),
    }
    return pictures_of(content, pictures)


def pictures_of(
    content: Content, pictures: dict[str, tuple[Pixels | None, Space]]
) -> dict[str, bytes]:
    """Files `<stem>_<name>.png`; what isn't there is left out."""
    files = {}
    for name, (pixels, space) in pictures.items():
        if pixels is not None:
            content.clock.check(f"writing {name}")
            files[f"{content.stem}_{name}.png"] = png_bytes(pixels, space, content.provenance)
    return files
