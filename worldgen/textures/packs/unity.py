"""Materials of Unity's two pipelines: pictures, their import settings, and the material itself.

Assets name each other by the GUIDs in the `.meta` files, so the folder works wherever it is put.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from worldgen.textures.packs.channels import mask_map, metallic_smoothness, with_opacity
from worldgen.textures.packs.content import Content
from worldgen.textures.packs.plain import pictures_of
from worldgen.textures.packs.png import Pixels, Space

_NORMAL_MAP = 1
_MATERIAL_ID = 2_100_000


@dataclass(frozen=True, slots=True)
class _Pipeline:
    """What a pipeline's lit shader calls what; `slots` by the pictures' names."""

    shader: str
    """The shader's GUID, the same in every project."""
    slots: Mapping[str, tuple[str, ...]]
    keywords: Mapping[str, tuple[str, ...]]
    floats: Mapping[str, float]
    colours: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    clipped: Mapping[str, float] = field(default_factory=dict)
    """What is set where there is opacity."""


_URP = _Pipeline(
    shader="933532a4fcc9baf4fa0491de14d08ed7",
    slots={
        "BaseMap": ("_BaseMap", "_MainTex"),
        "Normal": ("_BumpMap",),
        "MetallicSmoothness": ("_MetallicGlossMap",),
        "Occlusion": ("_OcclusionMap",),
        "Height": ("_ParallaxMap",),
        "Emission": ("_EmissionMap",),
    },
    keywords={
        "Normal": ("_NORMALMAP",),
        "MetallicSmoothness": ("_METALLICSPECGLOSSMAP",),
        "Occlusion": ("_OCCLUSIONMAP",),
        "Height": ("_PARALLAXMAP",),
        "Emission": ("_EMISSION",),
    },
    floats={"_BumpScale": 1, "_Metallic": 1, "_Smoothness": 1, "_OcclusionStrength": 1},
    colours={"_BaseColor": (1, 1, 1, 1)},
    clipped={"_AlphaClip": 1, "_Cutoff": 0.5},
)
_HDRP = _Pipeline(
    shader="6e4ae4064600d784cac1e41a9e6f2e59",
    slots={
        "BaseColor": ("_BaseColorMap", "_MainTex"),
        "Normal": ("_NormalMap",),
        "Mask": ("_MaskMap",),
        "Height": ("_HeightMap",),
        "Emission": ("_EmissiveColorMap",),
    },
    keywords={
        "Normal": ("_NORMALMAP", "_NORMALMAP_TANGENT_SPACE"),
        "Mask": ("_MASKMAP",),
        "Height": ("_HEIGHTMAP",),
        "Emission": ("_EMISSIVE_COLOR_MAP",),
    },
    floats={
        "_NormalScale": 1,
        "_Metallic": 1,
        "_Smoothness": 1,
        "_MetallicRemapMax": 1,
        "_SmoothnessRemapMax": 1,
        "_AORemapMax": 1,
    },
    colours={"_BaseColor": (1, 1, 1, 1)},
    clipped={"_AlphaCutoffEnable": 1, "_AlphaCutoff": 0.5},
)
_HDRP_WIDTH_M = 2
"""Of what the texture covers: the shader's heights are lengths in the world."""
_BLACK, _WHITE = (0, 0, 0, 1), (1, 1, 1, 1)


def write_unity_urp(content: Content) -> dict[str, bytes]:
    """`<stem>.mat` for Universal Render Pipeline/Lit; smoothness is the alpha of metallic."""
    maps = content.maps
    pictures: dict[str, tuple[Pixels | None, Space]] = {
        "BaseMap": (with_opacity(maps), "srgb"),
        "Normal": (maps.normal, "linear"),
        "MetallicSmoothness": (metallic_smoothness(maps), "linear"),
        "Occlusion": (maps.occlusion, "linear"),
        "Height": (maps.height, "linear"),
        "Emission": (maps.emission, "srgb"),
    }
    # NOTE: the shader's parallax takes 0.005 to 0.08, in widths of the texture.
    parallax = min(max(maps.depth, 0.005), 0.08)
    return _write(content, _URP, pictures, {"_Parallax": parallax})


def write_unity_hdrp(content: Content) -> dict[str, bytes]:
    """`<stem>.mat` for HDRP/Lit, with its mask map."""
    maps = content.maps
    pictures: dict[str, tuple[Pixels | None, Space]] = {
        "BaseColor": (with_opacity(maps), "srgb"),
        "Normal": (maps.normal, "linear"),
        "Mask": (mask_map(maps), "linear"),
        "Height": (maps.height, "linear"),
        "Emission": (maps.emission, "srgb"),
    }
    # NOTE: the inspector makes the one in metres of that in centimetres, so both have to be there.
    metres = maps.depth * _HDRP_WIDTH_M
    amplitudes = {"_HeightAmplitude": metres, "_HeightPoMAmplitude": metres * 100}
    return _write(content, _HDRP, pictures, amplitudes)


def _write(
    content: Content,
    pipeline: _Pipeline,
    pictures: dict[str, tuple[Pixels | None, Space]],
    depths: Mapping[str, float],
) -> dict[str, bytes]:
    files = pictures_of(content, pictures)
    present = [name for name in pictures if f"{content.stem}_{name}.png" in files]
    material = f"{content.stem}.mat"
    written = {material: _material(content, pipeline, present, depths).encode()}
    written[f"{material}.meta"] = _material_meta(_guid(content, material)).encode()
    for name in present:
        file = f"{content.stem}_{name}.png"
        written[file] = files[file]
        meta = _texture_meta(_guid(content, file), pictures[name][1], name == "Normal")
        written[f"{file}.meta"] = meta.encode()
    return written


def _guid(content: Content, file: str) -> str:
    """The same for the same content, so that a pack made anew replaces the one before."""
    text = f"{content.provenance.content_sha256}/{file}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _material(
    content: Content, pipeline: _Pipeline, present: list[str], depths: Mapping[str, float]
) -> str:
    floats = {**pipeline.floats, **(depths if "Height" in present else {})}
    if content.maps.opacity is not None:
        floats |= pipeline.clipped
    emission = _WHITE if "Emission" in present else _BLACK
    colours = {**pipeline.colours, "_EmissionColor": emission, "_EmissiveColor": emission}
    keywords = [word for name in present for word in pipeline.keywords.get(name, ())]
    if content.maps.opacity is not None:
        keywords.append("_ALPHATEST_ON")
    guids = {name: _guid(content, f"{content.stem}_{name}.png") for name in present}
    slots = "".join(
        f"    - {slot}:\n"
        f"        m_Texture: {{fileID: 2800000, guid: {guids[name]}, type: 3}}\n"
        "        m_Scale: {x: 1, y: 1}\n        m_Offset: {x: 0, y: 0}\n"
        for name in present
        for slot in pipeline.slots[name]
    )
    return (
        "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
        f"--- !u!21 &{_MATERIAL_ID}\nMaterial:\n  serializedVersion: 8\n"
        f"  m_Name: {json.dumps(content.stem)}\n"
        f"  m_Shader: {{fileID: 4800000, guid: {pipeline.shader}, type: 3}}\n"
        f"  m_ValidKeywords:{_listed(sorted(keywords))}"
        "  m_InvalidKeywords: []\n  m_LightmapFlags: 2\n  m_EnableInstancingVariants: 1\n"
        f"  m_CustomRenderQueue: -1\n  m_SavedProperties:\n    serializedVersion: 3\n"
        f"    m_TexEnvs:\n{slots}    m_Ints: []\n"
        f"    m_Floats:\n{''.join(f'    - {n}: {v:g}' + chr(10) for n, v in floats.items())}"
        f"    m_Colors:\n{''.join(_colour(n, c) for n, c in colours.items())}"
    )


def _listed(words: list[str]) -> str:
    return "".join(f"\n  - {word}" for word in words) + "\n" if words else " []\n"


def _colour(name: str, colour: tuple[float, float, float, float]) -> str:
    red, green, blue, alpha = colour
    return f"    - {name}: {{r: {red:g}, g: {green:g}, b: {blue:g}, a: {alpha:g}}}\n"


def _material_meta(guid: str) -> str:
    return (
        f"fileFormatVersion: 2\nguid: {guid}\nNativeFormatImporter:\n  externalObjects: {{}}\n"
        f"  mainObjectFileID: {_MATERIAL_ID}\n"
    )


def _texture_meta(guid: str, space: Space, normal: bool) -> str:
    """What the importer can't guess: the colour space, and that normals are normals."""
    return (
        f"fileFormatVersion: 2\nguid: {guid}\nTextureImporter:\n  serializedVersion: 12\n"
        f"  mipmaps:\n    enableMipMap: 1\n    sRGBTexture: {int(space == 'srgb')}\n"
        "  bumpmap:\n    convertToNormalMap: 0\n    flipGreenChannel: 0\n"
        f"  textureType: {_NORMAL_MAP if normal else 0}\n  textureShape: 1\n"
        "  textureSettings:\n    filterMode: 1\n    aniso: 4\n    wrapU: 0\n    wrapV: 0\n"
        "  maxTextureSize: 4096\n  alphaUsage: 1\n  alphaIsTransparency: 0\n"
    )
