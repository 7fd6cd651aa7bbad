"""Models loaded and unloaded, from the client's side of a real server."""

from collections.abc import Iterator

import pytest

from npcgen import Client, Completed, LocalServer, Started, SyncClient
from npcgen.client import ModelState
from npcgen.errors import AlreadyExists, FailedPrecondition, NotFound
from tests.client.conftest import scripted_server
from tests.gguf_factory import TinyModel, write_gguf

SET = {"THREADS": "1", "KV_MODE": "split", "FLASH_ATTENTION": "off", "BATCH_TOKENS": "64"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("beside")
    (folder / "models").mkdir()
    write_gguf(folder / "models" / "raven.gguf", TinyModel(context_length=2048, says_bytes=False))
    yield from scripted_server(folder, **SET)


async def test_a_model_is_loaded_asked_and_unloaded(server: LocalServer) -> None:
    async with Client(server.target) as client:
        loaded = await client.load_model("raven", slots=2)
        conversation = await client.start_conversation("tamsin", model="raven")
        bodies = [e.body async for e in client.chat(conversation.id, "Hail.", max_tokens=4)]
        stats = {each.model: each for each in (await client.server_info()).models}
        unloaded = [await client.unload_model("raven", drain_s=5) for _ in range(2)]
        with pytest.raises(FailedPrecondition, match="isn't loaded"):
            await client.start_conversation("tamsin", model="raven")
    assert (loaded.state, loaded.slots, loaded.is_default) == (ModelState.LOADED, 2, False)
    assert conversation.model == "raven"
    assert isinstance(bodies[0], Started)
    assert isinstance(bodies[-1], Completed)
    assert (bodies[0].model, bodies[-1].usage.completion_tokens) == ("raven", 4)
    assert (stats["raven"].engines, stats["raven"].active_replies) == (1, 0)
    assert unloaded == [True, False]


def test_the_sync_client_has_the_same_verbs(server: LocalServer) -> None:
    with SyncClient(server.target) as client:
        client.load_model("raven", context_tokens=1024)
        with pytest.raises(AlreadyExists, match="context_tokens 1024"):
            client.load_model("raven", context_tokens=512)
        with pytest.raises(NotFound, match="did you mean raven"):
            client.load_model("ravne")
        assert client.unload_model("raven") is True
