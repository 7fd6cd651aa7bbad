"""protobuf <-> what is asked of textures."""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from npcgen.v1 import texture_pb2 as pb
from npcgen.wire.values import fill, number, plain
from worldgen.documents import read_mapping
from worldgen.textures.spec import Mixing, Region, Style, SurfaceSpec, TextureSpec, read_spec

_SIDE = 1024
_STYLE = tuple(Style.model_fields)


def fields_of(message: pb.TextureSpec) -> dict[str, Any]:
    """What is set, as a spec names it; `yaml` is left out."""
    fields = _set(message, "width", "height", "deadline_ms")
    if "width" in fields:
        fields.setdefault("height", fields["width"])
    fields |= _surface(message.surface)
    if message.tiling:
        fields["tiling"] = message.tiling
    if message.HasField("mixing"):
        fields["mixing"] = _mixing(message.mixing)
    if message.HasField("region"):
        fields["region"] = _region(message.region)
    if message.HasField("style"):
        found = {name: number(getattr(message.style, name)) for name in _STYLE}
        fields["style"] = {name: value for name, value in found.items() if value}
    return fields


def spec_to(spec: TextureSpec) -> pb.TextureSpec:
    """The spec in full."""
    message = pb.TextureSpec(
        surface=_surface_to(spec),
        width=spec.width,
        height=spec.height,
        tiling=spec.tiling,
        style=pb.TextureStyle(**spec.style.model_dump()),
        deadline_ms=spec.deadline_ms,
    )
    if spec.mixing is not None:
        message.mixing.CopyFrom(_mixing_to(spec.mixing))
    if spec.region is not None:
        message.region.CopyFrom(_region_to(spec.region))
    return message


def spec_from(message: pb.TextureSpec) -> TextureSpec:
    """The spec that a server used. Raises InvalidSpec for one that can't be."""
    written = read_mapping(message.yaml, "yaml") if message.yaml else {}
    return read_spec({**written, **fields_of(message)})


def written(spec: TextureSpec | Mapping[str, Any] | str) -> pb.TextureSpec:
    """What is asked for: as text, only what is said, so that a prompt may say the rest; a mask goes
    beside it, for texts are short."""
    if isinstance(spec, str):
        return pb.TextureSpec(yaml=spec)
    if isinstance(spec, TextureSpec):
        message = pb.TextureSpec()
        if spec.region is not None:
            message.region.CopyFrom(_region_to(spec.region))
        fields = spec.model_dump(mode="json", exclude_unset=True, exclude={"region"})
    else:
        fields = dict(spec)
        message = pb.TextureSpec()
    if fields:
        message.yaml = json.dumps(fields, ensure_ascii=False)
    return message


def example_fields(request: pb.GenerateFromExampleRequest) -> dict[str, Any]:
    """What is asked for of a picture, as an ExampleSpec and its QuiltSpec name it."""
    width = request.width if request.HasField("width") else _SIDE
    fields: dict[str, Any] = {
        "width": width,
        "height": request.height if request.HasField("height") else width,
        "seed": request.seed,
        "tiling": request.tiling or "both",
        "patch": request.patch,
    }
    return fields | _set(request, "depth", "deadline_ms")


def pictures_of(
    parts: Iterable[pb.GenerateFromExampleRequest],
) -> tuple[bytes, dict[str, bytes]]:
    """The albedo's file, and those of other maps, put together from all parts of a request."""
    albedo = bytearray()
    maps: dict[str, bytearray] = {}
    for part in parts:
        albedo += part.albedo
        for name, data in part.maps.items():
            maps.setdefault(name, bytearray()).extend(data)
    return bytes(albedo), {name: bytes(data) for name, data in maps.items()}


def tile_set_fields(request: pb.GenerateTileSetRequest) -> dict[str, Any]:
    """What is asked for, as a TileSetSpec names it."""
    fields: dict[str, Any] = {
        "tiles": tuple(request.tiles),
        "theme": request.theme,
        "written": request.theme_yaml,
        "palette": request.palette,
        "seed": request.seed,
    }
    return fields | _set(request, "tile_px", "deadline_ms")


def _set(message: Any, *names: str) -> dict[str, Any]:
    """Those of the fields that are set."""
    return {name: getattr(message, name) for name in names if message.HasField(name)}


def _surface(message: pb.TextureSurface) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: getattr(message, name)
        for name in ("material", "palette", "season")
        if getattr(message, name)
    }
    if message.params:
        fields["params"] = {name: plain(value) for name, value in message.params.items()}
    if message.layers:
        fields["layers"] = dict(message.layers)
    if message.HasField("seed"):
        fields["seed"] = message.seed
    return fields


def _surface_to(surface: SurfaceSpec) -> pb.TextureSurface:
    message = pb.TextureSurface(
        material=surface.material,
        palette=surface.palette,
        season=surface.season,
        layers=surface.layers,
        seed=surface.seed,
    )
    fill(message.params, surface.params)
    return message


def _mixing(message: pb.TextureMixing) -> dict[str, Any]:
    fields: dict[str, Any] = {"surface": _surface(message.surface)}
    if message.mask:
        fields["mask"] = message.mask
    return fields | _set(message, "amount", "softness")


def _mixing_to(mixing: Mixing) -> pb.TextureMixing:
    return pb.TextureMixing(
        surface=_surface_to(mixing.surface),
        mask=mixing.mask,
        amount=mixing.amount,
        softness=mixing.softness,
    )


def _region(message: pb.TextureRegion) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "surface": _surface(message.surface),
        "mask": base64.b64encode(message.mask_png).decode(),
    }
    return fields | _set(message, "feather")


def _region_to(region: Region) -> pb.TextureRegion:
    return pb.TextureRegion(
        surface=_surface_to(region.surface), mask_png=region.mask, feather=region.feather
    )
