"""protobuf <-> what characters do."""

from collections.abc import Iterable

from npcgen.v1 import behaviour_pb2 as pb
from worldgen.behaviour.document import Behaviour, as_json


def minutes_from(messages: Iterable[pb.TravelTime]) -> dict[tuple[str, str], int]:
    # NOTE: `from` is a word of Python's own.
    return {(getattr(way, "from"), way.to): way.minutes for way in messages}


def behaviour_to(behaviour: Behaviour) -> pb.GenerateBehaviourResponse:
    return pb.GenerateBehaviourResponse(
        routine=[
            pb.RoutineBlock(
                starts=block.starts,
                until=block.until,
                activity=block.activity,
                place=block.place,
                travel_minutes=block.travel_minutes,
            )
            for block in behaviour.routine
        ],
        left_out=[
            pb.LeftOutReaction(reaction=each.reaction, missing=each.missing)
            for each in behaviour.left_out
        ],
        document=as_json(behaviour).decode(),
    )
