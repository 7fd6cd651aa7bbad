"""The verbs of behaviours as data, and how their answers are read. Knows no channel."""

from collections.abc import Iterable

from npcgen.client.calls import Call, Stream, call
from npcgen.client.filling import filled
from npcgen.client.level_calls import GENERATION_TIMEOUT_S
from npcgen.client.messages import persona_message
from npcgen.dialogue.persona import Persona
from npcgen.v1 import behaviour_pb2 as pb
from npcgen.wire.quest_specs import source_to
from npcgen.wire.quests import quest_to
from worldgen.behaviour.document import Behaviour, as_json, from_json
from worldgen.behaviour.places import Minutes
from worldgen.quests.quest import Quest


def generate_behaviour(
    character: str,
    world: str,
    persona: Persona | str | None,
    *,
    play_id: str,
    quests: Iterable[Quest],
    home: str,
    vocabulary: str,
    minutes: Minutes,
    seed: int,
) -> Call[Behaviour]:
    request = filled(
        pb.GenerateBehaviourRequest,
        world=source_to(world) if world else None,
        character=character,
        persona_id=persona if isinstance(persona, str) else None,
        persona=persona_message(persona) if isinstance(persona, Persona) else None,
        home=home,
        quests=list(map(quest_to, quests)),
        play_id=play_id,
        seed=seed,
        vocabulary=vocabulary,
        travel_times=_ways(minutes),
    )
    return call(
        "BehaviourService/GenerateBehaviour",
        request,
        pb.GenerateBehaviourResponse,
        lambda answer: from_json(answer.document),
    )


def export_behaviour(behaviour: Behaviour, format: str) -> Stream[pb.ExportBehaviourResponse]:
    request = pb.ExportBehaviourRequest(document=as_json(behaviour).decode(), format=format)
    return Stream(
        "/npcgen.v1.BehaviourService/ExportBehaviour",
        request,
        pb.ExportBehaviourResponse,
        lambda part: part,
        GENERATION_TIMEOUT_S,
    )


def _ways(minutes: Minutes) -> list[pb.TravelTime]:
    """NOTE: `from` is a word of Python's own."""
    return [
        filled(pb.TravelTime, f"travel_times[{at}]", **{"from": start, "to": end, "minutes": time})
        for at, ((start, end), time) in enumerate(minutes.items())
    ]
