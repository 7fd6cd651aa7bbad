"""protobuf <-> memories and feelings, and nothing else."""

from collections.abc import Iterable

from pydantic import ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.feelings.axes import KNOWN_LABELS, Emotion, Feeling, Relationship
from npcgen.dialogue.feelings.change import Change
from npcgen.dialogue.memory.memories import TOLD_IMPORTANCE, Told
from npcgen.dialogue.remembered import Memory
from npcgen.errors import InvalidArgument
from npcgen.service.convert import set_fields
from npcgen.v1 import common_pb2
from npcgen.v1 import memory_pb2 as pb

_KINDS = {
    "fact": pb.MEMORY_KIND_FACT,
    "event": pb.MEMORY_KIND_EVENT,
    "summary": pb.MEMORY_KIND_SUMMARY,
}


def memory_to(memory: Memory) -> pb.Memory:
    return pb.Memory(
        id=memory.id,
        npc_id=memory.npc_id,
        player_id=memory.player_id,
        kind=_KINDS[memory.kind],
        text=memory.text,
        importance=memory.importance,
        created_at_s=int(memory.created_at),
        recalled_at_s=int(memory.recalled_at or 0),
        subject=memory.subject,
        source_turn_id=memory.source_turn,
    )


def told_from(message: pb.AddMemoryRequest) -> Told:
    return Told(
        npc_id=message.npc_id,
        player_id=message.player_id,
        text=message.text,
        importance=message.importance if message.HasField("importance") else TOLD_IMPORTANCE,
        subject=message.subject,
        deed=message.deed,
    )


def changes_to(changes: Iterable[Change]) -> list[common_pb2.RelationshipChange]:
    return [
        common_pb2.RelationshipChange(
            axis=each.axis, old_value=each.old, new_value=each.new, why=each.why
        )
        for each in changes
    ]


def relationship_from(message: common_pb2.Relationship) -> Relationship:
    """Raises InvalidArgument that names the axis."""
    try:
        return Relationship.model_validate(set_fields(message))
    except ValidationError as error:
        raise explain(error, Relationship, "relationship") from error


def emotion_from(message: common_pb2.Emotion) -> Emotion:
    """Raises InvalidArgument."""
    if message.label not in KNOWN_LABELS:
        known = ", ".join(KNOWN_LABELS)
        raise InvalidArgument.at("emotion.label", f"is '{message.label[:64]}'; choose {known}")
    if not 0 <= message.intensity <= 1:
        raise InvalidArgument.at("emotion.intensity", f"is {message.intensity}; choose 0 to 1")
    return Emotion(KNOWN_LABELS[message.label], message.intensity)


def relationship_to(feeling: Feeling) -> common_pb2.Relationship:
    return common_pb2.Relationship(**feeling.relationship.model_dump())


def emotion_to(feeling: Feeling) -> common_pb2.Emotion:
    return common_pb2.Emotion(label=feeling.emotion.label, intensity=feeling.emotion.intensity)
