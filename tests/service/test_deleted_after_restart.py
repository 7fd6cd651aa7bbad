"""A conversation that is deleted after a restart leaves nothing parked on disk."""

from pathlib import Path

import numpy as np

from npcgen.engine.parked_file import SUFFIX, read_label
from npcgen.v1 import dialogue_pb2 as pb
from tests.gguf_factory import TinyModel, write_gguf
from tests.service.conftest import Serve, scripted
from tests.service.native import begin, events_of, line, talking

# Everything that could be measured is set, so that nothing is.
SET = {"threads": 1, "kv_mode": "split", "flash_attention": "off", "batch_tokens": 64}


def parked(folder: Path) -> list[int]:
    """How many tokens each parked state is of."""
    labels = map(read_label, (folder / "parked").rglob(f"*{SUFFIX}"))
    return [np.size(label.tokens) for label in labels if label is not None]


async def test_also_where_its_model_is_not_loaded_any_more(serve: Serve, tmp_path: Path) -> None:
    model = write_gguf(tmp_path / "tiny.gguf", TinyModel(says_bytes=False, context_length=2048))
    server = await serve(
        loads_itself=True, backend="llama_cpp", model=str(model), parked_disk_mib=64, **SET
    )
    async with talking(server) as stub:
        conversation_id = await begin(stub)
        await events_of(stub.Chat(line(conversation_id, max_tokens=4)))
    await server.app.stop(0.0)
    assert len(parked(tmp_path)) > 0
    server = await serve(scripted())
    async with talking(server) as stub:
        request = pb.DeleteConversationRequest(conversation_id=conversation_id)
        await stub.DeleteConversation(request)
    assert parked(tmp_path) == []
