"""A whole server in front of a model that runs on another one."""

import asyncio

import grpc

from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from npcgen.v1 import model_pb2
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from tests.chat_server import MODEL
from tests.service.conftest import Serve
from tests.service.native import begin, events_of, line, talking


async def test_npcs_speak_with_the_voice_of_another_server(
    serve: Serve, real_chat_server: str
) -> None:
    given = {"backend": "openai", "openai_url": real_chat_server, "context_tokens": 4096}
    server = await serve(lambda: load_backend(Settings.model_validate(given)), **given)
    async with talking(server) as stub:
        conversations = [await begin(stub) for _ in range(3)]
        calls = [stub.Chat(line(each, max_tokens=12)) for each in conversations]
        for events in await asyncio.gather(*map(events_of, calls)):
            assert events[-1].WhichOneof("event") == "completed"
            text = "".join(event.text_delta.text for event in events)
            assert events[-1].completed.text.strip() == text.strip()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        info = await ModelServiceStub(channel).GetServerInfo(model_pb2.GetServerInfoRequest())
    assert (info.model.name, info.active_replies) == (MODEL, 0)
