"""A material as binary glTF, on a sphere and a plane, for viewers and for engines that read it.

Source: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html
"""

from dataclasses import asdict, dataclass, field

from worldgen.glb import Binary, Raw, glb_bytes
from worldgen.textures.packs.channels import with_opacity
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.png import Pixels, Space, png_bytes
from worldgen.textures.packs.shapes import Shape, plane, sphere

_LINEAR, _MIPMAPPED, _REPEAT, _CLAMP = 9729, 9987, 10497, 33071


def write_gltf(content: Content) -> dict[str, bytes]:
    """`<stem>.glb`: one material, its pictures inside, on a sphere and on a plane below it."""
    file = _File(content)
    shapes = ((sphere(), [0.0, 1.2, 0.0]), (plane(4.0), [0.0, 0.0, 0.0]))
    material = _material(file)
    meshes = [{"name": shape.name, "primitives": [file.primitive(shape)]} for shape, _ in shapes]
    document = {
        "asset": {
            "version": "2.0",
            "generator": f"{content.provenance.generator} {content.provenance.version}",
            "extras": asdict(content.provenance),
        },
        "scene": 0,
        "scenes": [{"name": content.name, "nodes": [*range(len(shapes))]}],
        "nodes": [
            {"name": shape.name, "mesh": at, "translation": place}
            for at, (shape, place) in enumerate(shapes)
        ],
        "meshes": meshes,
        "materials": [material],
        "textures": [{"sampler": 0, "source": at} for at in range(len(file.images))],
        "images": file.images,
        "samplers": [_sampler(content)],
        "accessors": file.binary.accessors,
        "bufferViews": file.binary.views,
        "buffers": [{"byteLength": len(file.binary.data)}],
    }
    return {f"{content.stem}.glb": glb_bytes(document, bytes(file.binary.data))}


@dataclass(slots=True)
class _File:
    """What the file holds besides the words that tie it together."""

    content: Content
    binary: Binary = field(default_factory=Binary)
    images: list[Raw] = field(default_factory=list)

    def picture(self, name: str, pixels: Pixels, space: Space) -> Raw:
        """What a material's slot says of it."""
        self.content.clock.check(f"writing {name}")
        png = png_bytes(pixels, space, self.content.provenance)
        view = self.binary.view(png)
        self.images.append({"name": name, "bufferView": view, "mimeType": "image/png"})
        return {"index": len(self.images) - 1}

    def primitive(self, shape: Shape) -> Raw:
        return {
            "attributes": {
                "POSITION": self.binary.positions(shape.positions),
                "NORMAL": self.binary.accessor(shape.normals, "VEC3"),
                "TANGENT": self.binary.accessor(shape.tangents, "VEC4"),
                "TEXCOORD_0": self.binary.accessor(shape.places, "VEC2"),
            },
            "indices": self.binary.accessor(shape.triangles, "SCALAR"),
            "material": 0,
        }


def _material(file: _File) -> Raw:
    maps = file.content.maps
    surface = file.picture("orm", maps.orm, "linear")
    material: Raw = {
        "name": file.content.name,
        "pbrMetallicRoughness": {
            "baseColorTexture": file.picture("albedo", with_opacity(maps), "srgb"),
            "metallicRoughnessTexture": surface,
        },
        "normalTexture": file.picture("normal", maps.normal, "linear"),
        "occlusionTexture": surface,
    }
    if maps.emission is not None:
        material["emissiveTexture"] = file.picture("emission", maps.emission, "srgb")
        material["emissiveFactor"] = [1.0, 1.0, 1.0]
    if maps.opacity is not None:
        material |= {"alphaMode": "MASK", "alphaCutoff": 0.5}
    return material


def _sampler(content: Content) -> Raw:
    tiling = content.maps.tiling
    return {
        "magFilter": _LINEAR,
        "minFilter": _MIPMAPPED,
        "wrapS": _REPEAT if tiling in ("both", "x") else _CLAMP,
        "wrapT": _REPEAT if tiling in ("both", "y") else _CLAMP,
    }
