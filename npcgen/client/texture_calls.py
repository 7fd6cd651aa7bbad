"""The verbs of textures as data, and how their answers are read. Knows no channel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from npcgen.client.calls import Call, Stream, call, new_request_id
from npcgen.client.filling import filled
from npcgen.client.level_calls import GENERATION_TIMEOUT_S
from npcgen.v1 import texture_pb2 as pb
from npcgen.wire import texture_specs as specs
from npcgen.wire import textures as wire
from npcgen.wire.provenance import provenance_from
from npcgen.wire.values import plain
from worldgen.provenance import Provenance
from worldgen.textures.making.told import Catalogue, Picture
from worldgen.textures.spec import TextureSpec

SpecLike = TextureSpec | Mapping[str, Any] | str
"""A spec, its fields, or YAML."""
_PART_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class TextureProgress:
    phase: str
    """For people: "painting"."""
    fraction: float
    """0..1; never falls."""


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedTexture:
    """The files of a texture, of more of a picture or of a tile set, and what they are."""

    files: Mapping[str, bytes]
    """The one to open first, first."""
    provenance: Provenance
    spec: TextureSpec | None
    """What a texture was made from: change it, and send it back."""
    params: Mapping[str, Any]
    """Every parameter of its material as it was used: where sliders stand."""
    unused_words: tuple[str, ...]
    """Of the prompt: those that nothing was made of."""
    derived_maps: tuple[str, ...]
    """Those that were guessed from others."""
    total_ms: float


TextureEvent = TextureProgress | Picture | GeneratedTexture


def generate_texture(
    spec: SpecLike, prompt: str, *, pack: str, stem: str, previews: bool
) -> Stream[TextureEvent]:
    request = filled(
        pb.GenerateTextureRequest,
        spec=specs.written(spec),
        prompt=prompt,
        pack=pack,
        stem=stem,
        previews=previews,
    )
    return _stream("GenerateTexture", request, pb.GenerateTextureResponse)


def generate_from_example(
    picture: bytes, maps: Mapping[str, bytes], **asked: Any
) -> list[Stream[TextureEvent]]:
    """Calls one after the other, each with a part; the last one is answered with the files."""
    parts = list(_parts(picture, maps))
    upload_id = new_request_id() if len(parts) > 1 else ""
    told = {name: value for name, value in asked.items() if value is not None}
    return [
        _stream(
            "GenerateFromExample",
            filled(
                pb.GenerateFromExampleRequest,
                **part,
                **(told if at + 1 == len(parts) else {}),
                upload_id=upload_id,
                part=at,
                more=at + 1 < len(parts),
            ),
            pb.GenerateFromExampleResponse,
        )
        for at, part in enumerate(parts)
    ]


def generate_tile_set(
    theme: str,
    tiles: Sequence[str],
    *,
    tile_px: int,
    palette: str,
    seed: int,
    stem: str,
) -> Stream[TextureEvent]:
    """A theme is a name, or the game's own as YAML, which has more than one line."""
    request = filled(
        pb.GenerateTileSetRequest,
        theme="" if "\n" in theme else theme,
        theme_yaml=theme if "\n" in theme else "",
        tiles=tiles,
        tile_px=tile_px,
        palette=palette,
        seed=seed,
        stem=stem,
    )
    return _stream("GenerateTileSet", request, pb.GenerateTileSetResponse)


def list_materials() -> Call[Catalogue]:
    request, answer = pb.ListMaterialsRequest(), pb.ListMaterialsResponse
    return call("TextureService/ListMaterials", request, answer, wire.catalogue_from)


class _Assembly:
    """Puts the parts of files together as they come."""

    def __init__(self) -> None:
        self._files: dict[str, bytearray] = {}

    def read(self, answer: Any) -> TextureEvent | None:
        event: pb.TextureEvent = answer.event
        match event.WhichOneof("kind"):
            case "progress":
                return TextureProgress(event.progress.phase, event.progress.fraction)
            case "preview":
                shown = event.preview
                return Picture(shown.width, shown.height, shown.lit_png)
            case "file":
                self._files.setdefault(event.file.file, bytearray()).extend(event.file.data)
            case "completed":
                return self._completed(event.completed)
        return None

    def _completed(self, done: pb.TextureCompleted) -> GeneratedTexture:
        return GeneratedTexture(
            {name: bytes(data) for name, data in self._files.items()},
            provenance_from(done.provenance),
            specs.spec_from(done.spec) if done.HasField("spec") else None,
            {name: plain(value) for name, value in done.params.items()},
            tuple(done.unused_words),
            tuple(done.derived_maps),
            done.total_ms,
        )


def _stream(method: str, request: Any, answer: Any) -> Stream[TextureEvent]:
    path = f"/npcgen.v1.TextureService/{method}"
    return Stream(path, request, answer, _Assembly().read, GENERATION_TIMEOUT_S)


def _parts(picture: bytes, maps: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    """Fields of requests: no more bytes in each than a message has room for."""
    for start in range(0, max(1, len(picture)), _PART_BYTES):
        yield {"albedo": picture[start : start + _PART_BYTES]}
    for name, data in maps.items():
        for start in range(0, max(1, len(data)), _PART_BYTES):
            yield {"maps": {name: data[start : start + _PART_BYTES]}}
