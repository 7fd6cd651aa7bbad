"""The verbs of levels as data, and how their answers are read. Knows no channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from npcgen.client.calls import Call, Stream, call
from npcgen.v1 import level_pb2 as pb
from npcgen.wire import level_specs as specs
from npcgen.wire import levels as wire
from npcgen.wire.provenance import provenance_from
from worldgen.levels.kind import KindInfo
from worldgen.levels.level import Level
from worldgen.levels.preview import Preview
from worldgen.levels.proof import Proof
from worldgen.levels.region import Region
from worldgen.levels.report import Checked, Report
from worldgen.levels.spec import LevelSpec
from worldgen.provenance import Provenance

GENERATION_TIMEOUT_S = 600.0
"""The spec's own deadline is the one to set."""
SpecLike = LevelSpec | Mapping[str, Any] | str
"""A spec, its fields, or YAML."""


@dataclass(frozen=True, slots=True)
class LevelProgress:
    phase: str
    """For people: "carving corridors"."""
    fraction: float
    """0..1; never falls."""


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedLevel:
    """A level, why it can be finished, and the spec that was used."""

    level: Level
    proof: Proof
    spec: LevelSpec
    provenance: Provenance
    unused_words: tuple[str, ...]
    """Of the prompt: those that nothing was made of."""
    total_ms: float


LevelEvent = LevelProgress | Preview | GeneratedLevel


def generate_level(spec: SpecLike, prompt: str, previews: bool) -> Stream[LevelEvent]:
    request = pb.GenerateLevelRequest(spec=specs.written(spec), prompt=prompt, previews=previews)
    return _stream("LevelService/GenerateLevel", request, pb.GenerateLevelResponse)


def regenerate_region(
    level: Level, region: Region, spec: SpecLike | None, seed: int, previews: bool
) -> Stream[LevelEvent]:
    request = pb.RegenerateRegionRequest(
        level=wire.whole_level_to(level),
        spec=None if spec is None else specs.written(spec),
        x=region.x,
        y=region.y,
        width=region.width,
        height=region.height,
        floor=region.floor,
        seed=seed,
        previews=previews,
    )
    return _stream("LevelService/RegenerateRegion", request, pb.RegenerateRegionResponse)


def get_chunk(spec: SpecLike, x: int, y: int) -> Call[Level]:
    request = pb.GetChunkRequest(spec=specs.written(spec), x=x, y=y)
    return call("LevelService/GetChunk", request, pb.GetChunkResponse, _read_chunk)


def validate_level(level: Level, proof: Proof | None) -> Call[Checked]:
    request = pb.ValidateLevelRequest(level=wire.whole_level_to(level), proof=_proof_to(proof))
    return call("LevelService/ValidateLevel", request, pb.ValidateLevelResponse, _read_checked)


def export_level(level: Level, format: str, proof: Proof | None) -> Stream[pb.ExportLevelResponse]:
    request = pb.ExportLevelRequest(
        level=wire.whole_level_to(level), format=format, proof=_proof_to(proof)
    )
    return Stream(
        "/npcgen.v1.LevelService/ExportLevel",
        request,
        pb.ExportLevelResponse,
        lambda part: part,
        GENERATION_TIMEOUT_S,
    )


def list_level_kinds() -> Call[tuple[KindInfo, ...]]:
    return call(
        "LevelService/ListLevelKinds",
        pb.ListLevelKindsRequest(),
        pb.ListLevelKindsResponse,
        lambda answer: tuple(map(specs.kind_from, answer.kinds)),
    )


class _Assembly:
    """Puts the parts of one level together as they come."""

    def __init__(self) -> None:
        self._level = pb.Level()
        self._cells: dict[str, bytearray] = {}

    def read(self, answer: Any) -> LevelEvent | None:
        event: pb.LevelEvent = answer.event
        match event.WhichOneof("kind"):
            case "progress":
                return LevelProgress(event.progress.phase, event.progress.fraction)
            case "preview":
                return wire.preview_from(event.preview)
            case "level":
                self._level = event.level
            case "cells":
                self._cells.setdefault(event.cells.layer, bytearray()).extend(event.cells.data)
            case "completed":
                return self._completed(event.completed)
        return None

    def _completed(self, done: pb.LevelCompleted) -> GeneratedLevel:
        level = self._level
        for layer in level.layers:
            layer.cells = bytes(self._cells[layer.name])
        level.areas = bytes(self._cells.get("areas", b""))
        level.heights = bytes(self._cells.get("heights", b""))
        return GeneratedLevel(
            wire.level_from(level),
            wire.proof_from(done.proof),
            specs.spec_from(done.spec),
            provenance_from(done.provenance),
            tuple(done.unused_words),
            done.total_ms,
        )


def _stream(method: str, request: Any, answer: Any) -> Stream[LevelEvent]:
    read = _Assembly().read
    return Stream(f"/npcgen.v1.{method}", request, answer, read, GENERATION_TIMEOUT_S)


def _proof_to(proof: Proof | None) -> pb.LevelProof | None:
    return None if proof is None else wire.proof_to(proof)


def _read_chunk(answer: pb.GetChunkResponse) -> Level:
    return wire.level_from(answer.level)


def _read_checked(answer: pb.ValidateLevelResponse) -> Checked:
    findings = tuple(map(wire.finding_from, answer.findings))
    return Checked(Report(findings), answer.content_sha256)
