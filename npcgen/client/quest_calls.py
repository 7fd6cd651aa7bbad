"""The verbs of quests as data, and how their answers are read. Knows no channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from npcgen.client.calls import Call, Stream, call
from npcgen.client.level_calls import GENERATION_TIMEOUT_S
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire import quest_specs as specs
from npcgen.wire import quests as wire
from npcgen.wire.provenance import provenance_from
from worldgen.provenance import Provenance
from worldgen.quests.generated import Checked, WorldInfo
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Tally
from worldgen.quests.verify.report import Report

SpecLike = QuestSpec | Mapping[str, Any] | str
"""A spec, its fields, or YAML."""


@dataclass(frozen=True, slots=True)
class QuestProgress:
    phase: str
    """For people: "reading the world"."""
    fraction: float
    """0..1; never falls."""


@dataclass(frozen=True, slots=True)
class GeneratedQuests:
    """What is told at the end: how different the quests are, and the spec that was used."""

    spec: QuestSpec
    tally: Tally
    left_out: tuple[str, ...]
    """Ids of quests that didn't hold, each with what was wrong: bugs of ours."""
    provenance: Provenance
    total_ms: float


QuestEvent = QuestProgress | Quest | GeneratedQuests


def generate_quests(world: str, spec: SpecLike) -> Stream[QuestEvent]:
    request = pb.GenerateQuestsRequest(world=specs.source_to(world), spec=specs.written(spec))
    return Stream(
        "/npcgen.v1.QuestService/GenerateQuests",
        request,
        pb.GenerateQuestsResponse,
        _read_event,
        GENERATION_TIMEOUT_S,
    )


def validate_quest(quest: Quest, world: str) -> Call[Checked]:
    request = pb.ValidateQuestRequest(world=specs.source_to(world), quest=wire.quest_to(quest))
    return call("QuestService/ValidateQuest", request, pb.ValidateQuestResponse, _read_checked)


def export_quests(
    quests: Sequence[Quest], world: str, format: str
) -> Stream[pb.ExportQuestsResponse]:
    request = pb.ExportQuestsRequest(
        world=specs.source_to(world), quests=map(wire.quest_to, quests), format=format
    )
    return Stream(
        "/npcgen.v1.QuestService/ExportQuests",
        request,
        pb.ExportQuestsResponse,
        lambda part: part,
        GENERATION_TIMEOUT_S,
    )


def list_quest_worlds() -> Call[tuple[WorldInfo, ...]]:
    return call(
        "QuestService/ListQuestWorlds",
        pb.ListQuestWorldsRequest(),
        pb.ListQuestWorldsResponse,
        lambda answer: tuple(map(specs.world_from, answer.worlds)),
    )


def _read_event(answer: Any) -> QuestEvent | None:
    event: pb.QuestEvent = answer.event
    match event.WhichOneof("kind"):
        case "progress":
            return QuestProgress(event.progress.phase, event.progress.fraction)
        case "quest":
            return wire.quest_from(event.quest)
        case "completed":
            done = event.completed
            return GeneratedQuests(
                specs.spec_from(done.spec),
                specs.tally_from(done.report),
                tuple(done.report.left_out),
                provenance_from(done.provenance),
                done.total_ms,
            )
    return None


def _read_checked(answer: pb.ValidateQuestResponse) -> Checked:
    findings = tuple(map(specs.finding_from, answer.findings))
    return Checked(Report(findings), answer.content_sha256)
