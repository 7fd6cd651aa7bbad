"""A persona's adapter, over the wire."""

from pathlib import Path

import grpc

from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1 import model_pb2, persona_pb2
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import write_adapter
from tests.service.conftest import Serve
from tests.service.native import events_of, failure_of, line, talking

# Everything that could be measured is set, so that nothing is.
SET = {"threads": 1, "kv_mode": "split", "flash_attention": "off", "batch_tokens": 64, "slots": 1}


def asks(adapter: str) -> pb.StartConversationRequest:
    persona = persona_pb2.Persona(id="ansel", name="Ansel Birch", role="miller", adapter=adapter)
    return pb.StartConversationRequest(persona=persona)


async def test_adapters_are_listed_spoken_through_and_refused(serve: Serve, tmp_path: Path) -> None:
    model = write_gguf(tmp_path / "tiny.gguf", TinyModel(context_length=1024, says_bytes=False))
    write_adapter(tmp_path / "adapters" / "gruff.gguf")
    server = await serve(loads_itself=True, backend="llama_cpp", model=str(model), **SET)
    async with talking(server) as stub:
        begun = await stub.StartConversation(asks("gruff"))
        events = await events_of(stub.Chat(line(begun.conversation.id, max_tokens=8)))
        assert events[-1].completed.usage.completion_tokens == 8
        code, error = await failure_of(stub.StartConversation(asks("gruf")))
    assert (code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ADAPTER_NOT_FOUND")
    assert "did you mean gruff?" in error.message
    assert [violation.path for violation in error.violations] == ["persona.adapter"]
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        answer = await ModelServiceStub(channel).GetModel(model_pb2.GetModelRequest(name="tiny"))
    assert list(answer.model.adapters) == ["gruff"]
