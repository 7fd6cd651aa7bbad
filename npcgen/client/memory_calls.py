"""The verbs of MemoryService as data, and how their answers are read. Knows no channel."""

from google.protobuf.message import Message

from npcgen.client.calls import Call, call, new_request_id, read_nothing
from npcgen.client.filling import filled
from npcgen.client.messages import read_relationship
from npcgen.client.results import AddedMemory, ForgottenPlayer, Memory
from npcgen.dialogue.events import RelationshipChanged
from npcgen.dialogue.feelings.axes import KNOWN_LABELS, Emotion, Feeling, Relationship
from npcgen.dialogue.paging import Page
from npcgen.v1 import common_pb2
from npcgen.v1 import memory_pb2 as pb


def list_memories(npc_id: str, player_id: str, page_token: str) -> Call[Page[Memory]]:
    request = filled(
        pb.ListMemoriesRequest, npc_id=npc_id, player_id=player_id, page_token=page_token
    )
    return call("MemoryService/ListMemories", request, pb.ListMemoriesResponse, _read_page)


def add_memory(
    npc_id: str,
    player_id: str,
    text: str,
    *,
    importance: float | None,
    subject: str,
    deed: str,
    request_id: str,
) -> Call[AddedMemory]:
    request = filled(
        pb.AddMemoryRequest,
        request_id=request_id or new_request_id(),
        npc_id=npc_id,
        player_id=player_id,
        text=text,
        importance=importance,
        subject=subject,
        deed=deed,
    )
    return call("MemoryService/AddMemory", request, pb.AddMemoryResponse, _read_added)


def update_memory(memory_id: str, text: str | None, importance: float | None) -> Call[Memory]:
    request = filled(pb.UpdateMemoryRequest, id=memory_id, text=text, importance=importance)
    return call("MemoryService/UpdateMemory", request, pb.UpdateMemoryResponse, _read_kept)


def delete_memory(memory_id: str) -> Call[None]:
    request = filled(pb.DeleteMemoryRequest, id=memory_id)
    return call("MemoryService/DeleteMemory", request, pb.DeleteMemoryResponse, read_nothing)


def tell_memory(memory_id: str, to_npc_id: str) -> Call[Memory]:
    request = filled(pb.TellMemoryRequest, id=memory_id, to_npc_id=to_npc_id)
    return call("MemoryService/TellMemory", request, pb.TellMemoryResponse, _read_told)


def forget_player(player_id: str) -> Call[ForgottenPlayer]:
    request = filled(pb.ForgetPlayerRequest, player_id=player_id)
    return call("MemoryService/ForgetPlayer", request, pb.ForgetPlayerResponse, _read_forgotten)


def get_relationship(npc_id: str, player_id: str) -> Call[Feeling]:
    request = filled(pb.GetRelationshipRequest, npc_id=npc_id, player_id=player_id)
    answer = pb.GetRelationshipResponse
    return call("MemoryService/GetRelationship", request, answer, _read_feeling)


def set_relationship(
    npc_id: str, player_id: str, relationship: Relationship | None, emotion: Emotion | None
) -> Call[Feeling]:
    parts: dict[str, Message] = {}
    if relationship is not None:
        parts["relationship"] = common_pb2.Relationship(**relationship.model_dump())
    if emotion is not None:
        parts["emotion"] = common_pb2.Emotion(label=emotion.label, intensity=emotion.intensity)
    request = filled(pb.SetRelationshipRequest, npc_id=npc_id, player_id=player_id, **parts)
    answer = pb.SetRelationshipResponse
    return call("MemoryService/SetRelationship", request, answer, _read_feeling)


def _read_memory(message: pb.Memory) -> Memory:
    known = message.kind in pb.MemoryKind.values()
    name = pb.MemoryKind.Name(message.kind) if known else "MEMORY_KIND_UNSPECIFIED"
    return Memory(
        id=message.id,
        npc_id=message.npc_id,
        player_id=message.player_id,
        kind=name.removeprefix("MEMORY_KIND_").lower(),
        text=message.text,
        importance=message.importance,
        created_at_s=message.created_at_s,
        recalled_at_s=message.recalled_at_s,
        subject=message.subject,
        source_turn_id=message.source_turn_id,
    )


def _read_page(message: pb.ListMemoriesResponse) -> Page[Memory]:
    return Page(tuple(map(_read_memory, message.memories)), message.next_page_token)


def _read_added(message: pb.AddMemoryResponse) -> AddedMemory:
    changes = tuple(
        RelationshipChanged(each.axis, each.old_value, each.new_value, each.why)
        for each in message.changes
    )
    return AddedMemory(_read_memory(message.memory), changes)


def _read_kept(message: pb.UpdateMemoryResponse) -> Memory:
    return _read_memory(message.memory)


def _read_told(message: pb.TellMemoryResponse) -> Memory:
    return _read_memory(message.memory)


def _read_forgotten(message: pb.ForgetPlayerResponse) -> ForgottenPlayer:
    return ForgottenPlayer(message.conversations, message.memories, message.relationships)


def _read_feeling(message: pb.GetRelationshipResponse | pb.SetRelationshipResponse) -> Feeling:
    emotion = message.emotion
    label = KNOWN_LABELS.get(emotion.label, "calm")
    return Feeling(read_relationship(message.relationship), Emotion(label, emotion.intensity))
