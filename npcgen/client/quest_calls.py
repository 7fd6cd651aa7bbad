"""The verbs of quests as data, and how their answers are read. Knows no channel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from npcgen.client.calls import Call, Stream, call, new_request_id, read_nothing
from npcgen.client.filling import filled
from npcgen.client.level_calls import GENERATION_TIMEOUT_S
from npcgen.dialogue.paging import Page
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire import quest_plays as plays
from npcgen.wire import quest_specs as specs
from npcgen.wire import quests as wire
from npcgen.wire.provenance import provenance_from
from worldgen.provenance import Provenance
from worldgen.quests.generated import Checked, Wording, WorldInfo
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Tally
from worldgen.quests.tracker import Event, QuestState, Updates
from worldgen.quests.verify.report import Report

PART_BYTES = 512 * 1024
"""Of quests in one message; a server takes 1 MiB of it, with the world."""
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
    wording: Wording = field(default_factory=Wording)
    """What became of the texts, where a model was asked for them."""
    unused_words: tuple[str, ...] = ()
    """Of the prompt: those that nothing was made of."""


@dataclass(frozen=True, slots=True)
class QuestStates:
    """How far quests of a play have come."""

    states: tuple[QuestState, ...]
    known_line_keys: tuple[str, ...]
    """Of the lines that the NPC who was named knows, at this stage."""


QuestEvent = QuestProgress | Quest | GeneratedQuests


def generate_quests(world: str, spec: SpecLike, prompt: str, writer: str) -> Stream[QuestEvent]:
    request = filled(
        pb.GenerateQuestsRequest,
        world=specs.source_to(world),
        spec=specs.written(spec),
        writer=writer,
        prompt=prompt,
    )
    return Stream(
        "/npcgen.v1.QuestService/GenerateQuests",
        request,
        pb.GenerateQuestsResponse,
        _read_event,
        GENERATION_TIMEOUT_S,
    )


def validate_quest(quest: Quest, world: str, sweep: bool) -> Call[Checked]:
    request = pb.ValidateQuestRequest(
        world=specs.source_to(world), quest=wire.quest_to(quest), sweep=sweep
    )
    return call("QuestService/ValidateQuest", request, pb.ValidateQuestResponse, _read_checked)


def export_quests(
    quests: Sequence[Quest], world: str, format: str
) -> list[Stream[pb.ExportQuestsResponse]]:
    """Calls one after the other, each with a part; the last one answers with the files."""
    parts = list(_parts(map(wire.quest_to, quests)))
    export_id = new_request_id() if len(parts) > 1 else ""
    return [
        _export(
            pb.ExportQuestsRequest(
                world=specs.source_to(world),
                quests=part,
                format=format,
                export_id=export_id,
                part=at,
                more=at + 1 < len(parts),
            )
        )
        for at, part in enumerate(parts)
    ]


def offer_quest(play_id: str, quest: Quest, world: str) -> Call[QuestState]:
    request = filled(
        pb.OfferQuestRequest,
        play_id=play_id,
        world=specs.source_to(world) if world else None,
        quest=wire.quest_to(quest),
    )
    return call(
        "QuestService/OfferQuest",
        request,
        pb.OfferQuestResponse,
        lambda answer: plays.state_from(answer.state),
    )


def start_quest(
    play_id: str, quest: Quest, world: str, time: int, request_id: str
) -> Call[Updates]:
    request = filled(
        pb.StartQuestRequest,
        request_id=request_id or new_request_id(),
        play_id=play_id,
        world=specs.source_to(world) if world else None,
        quest=wire.quest_to(quest),
        time=time,
    )
    return call("QuestService/StartQuest", request, pb.StartQuestResponse, _read_updates)


def report_game_events(play_id: str, events: Sequence[Event], settled_before: int) -> Call[Updates]:
    request = filled(
        pb.ReportGameEventRequest,
        play_id=play_id,
        events=list(map(plays.event_to, events)),
        settled_before=settled_before,
    )
    return call("QuestService/ReportGameEvent", request, pb.ReportGameEventResponse, _read_updates)


def get_quest_states(play_id: str, quest_id: str, npc_id: str) -> Call[QuestStates]:
    request = filled(pb.GetQuestStateRequest, play_id=play_id, quest_id=quest_id, npc_id=npc_id)
    return call("QuestService/GetQuestState", request, pb.GetQuestStateResponse, _read_states)


def save_quests(play_id: str) -> Call[bytes]:
    request = filled(pb.SaveQuestsRequest, play_id=play_id)
    return call(
        "QuestService/SaveQuests", request, pb.SaveQuestsResponse, lambda answer: answer.data
    )


def load_quests(play_id: str, world: str, data: bytes) -> Call[tuple[QuestState, ...]]:
    request = filled(pb.LoadQuestsRequest, play_id=play_id, world=specs.source_to(world), data=data)
    return call(
        "QuestService/LoadQuests",
        request,
        pb.LoadQuestsResponse,
        lambda answer: tuple(map(plays.state_from, answer.states)),
    )


def delete_play(play_id: str) -> Call[None]:
    request = filled(pb.DeletePlayRequest, play_id=play_id)
    return call("QuestService/DeletePlay", request, pb.DeletePlayResponse, read_nothing)


def list_quest_worlds(page_token: str) -> Call[Page[WorldInfo]]:
    return call(
        "QuestService/ListQuestWorlds",
        filled(pb.ListQuestWorldsRequest, page_token=page_token),
        pb.ListQuestWorldsResponse,
        lambda answer: Page(tuple(map(specs.world_from, answer.worlds)), answer.next_page_token),
    )


def _parts(quests: Iterable[pb.Quest]) -> Iterator[list[pb.Quest]]:
    """As many as a message surely has room for, at least one part, which may be empty."""
    part: list[pb.Quest] = []
    size = 0
    for quest in quests:
        if part and size + quest.ByteSize() > PART_BYTES:
            yield part
            part, size = [], 0
        part.append(quest)
        size += quest.ByteSize()
    yield part


def _export(request: pb.ExportQuestsRequest) -> Stream[pb.ExportQuestsResponse]:
    return Stream(
        "/npcgen.v1.QuestService/ExportQuests",
        request,
        pb.ExportQuestsResponse,
        lambda part: part,
        GENERATION_TIMEOUT_S,
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
                specs.wording_from(done.report),
                tuple(done.unused_words),
            )
    return None


def _read_checked(answer: pb.ValidateQuestResponse) -> Checked:
    findings = tuple(map(specs.finding_from, answer.findings))
    undecided = tuple(map(specs.finding_from, answer.undecided))
    return Checked(Report(findings, undecided), answer.content_sha256)


def _read_updates(answer: pb.StartQuestResponse | pb.ReportGameEventResponse) -> Updates:
    return plays.updates_from(answer.updates)


def _read_states(answer: pb.GetQuestStateResponse) -> QuestStates:
    return QuestStates(tuple(map(plays.state_from, answer.states)), tuple(answer.known_line_keys))
