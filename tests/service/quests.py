"""QuestService as a test needs it: its stub, and a world by hand."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc

from npcgen.v1 import quest_pb2 as pb
from npcgen.v1.quest_pb2_grpc import QuestServiceStub
from tests.service.conftest import Server
from tests.worldgen.quests.worlds import VILLAGE

VILLAGE_YAML = json.dumps(VILLAGE)
HERE = pb.QuestWorldSource(yaml=VILLAGE_YAML)


@asynccontextmanager
async def quest_stub(server: Server) -> AsyncIterator[QuestServiceStub]:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield QuestServiceStub(channel)


async def made(call: Any) -> list[pb.QuestEvent]:
    """All events of a call."""
    return [response.event async for response in call]


def asked(world: pb.QuestWorldSource = HERE, **fields: Any) -> pb.GenerateQuestsRequest:
    return pb.GenerateQuestsRequest(world=world, spec=pb.QuestSpec(**fields))


def quests_of(events: list[pb.QuestEvent]) -> list[pb.Quest]:
    return [event.quest for event in events if event.HasField("quest")]
