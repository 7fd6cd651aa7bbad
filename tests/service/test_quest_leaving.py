"""A client that leaves a generation does the next one no harm."""

import asyncio
import json
from pathlib import Path

import grpc

from npcgen.v1 import quest_pb2 as pb
from npcgen.v1.quest_pb2_grpc import QuestServiceStub
from tests.service.test_quest_kill import killed

PLACES, PEOPLE, THINGS = 200, 400, 800
ROUNDS = 5


def huge_world() -> str:
    """So large that reading it takes longer than a job is given to stop."""
    places = [f"place_{at}" for at in range(PLACES)]
    people = [f"npc_{at}" for at in range(PEOPLE)]
    things = [f"item_{at}" for at in range(THINGS)]
    entities = {
        **dict.fromkeys(places, "place"),
        **dict.fromkeys(people, "character"),
        **dict.fromkeys(things, "item"),
    }
    facts = [f"at {name} place_{at % PLACES}" for at, name in enumerate([*people, "player"])]
    facts += [f"alive {name}" for name in people]
    facts += [f"has npc_{at % PEOPLE} {name}" for at, name in enumerate(things)]
    return json.dumps({"id": "huge", "entities": entities, "facts": facts})


async def test_who_comes_after_one_that_left_is_served(tmp_path: Path) -> None:
    """NOTE: where the server's loop starts the workers itself, it fails now and then."""
    source = pb.QuestWorldSource(yaml=huge_world())
    small = pb.GenerateQuestsRequest(
        world=pb.QuestWorldSource(id="emberlow"), spec=pb.QuestSpec(count=1)
    )
    async with killed(tmp_path) as (stub, _):
        for _ in range(ROUNDS):
            await left(stub, pb.GenerateQuestsRequest(world=source, spec=pb.QuestSpec(count=99)))
            made = [each async for each in stub.GenerateQuests(small)]
            assert any(each.event.HasField("quest") for each in made)


async def left(stub: QuestServiceStub, request: pb.GenerateQuestsRequest) -> None:
    call = stub.GenerateQuests(request)
    try:
        async for _ in call:
            break
    except grpc.aio.AioRpcError as error:
        raise AssertionError(error.details()) from error
    # NOTE: by then it fills in the world's actions, which takes longer than it is given to stop.
    await asyncio.sleep(1)
    call.cancel()
