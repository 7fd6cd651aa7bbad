"""PullModel: a real server gets a model from another one, for a caller that may have it do so."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from npcgen import Client
from npcgen.client import ModelState, PullProgress
from npcgen.errors import (
    DataLoss,
    InvalidArgument,
    NotFound,
    Overloaded,
    PermissionDenied,
    Unavailable,
)
from tests.gguf_factory import TinyModel, write_gguf
from tests.model_server import Shelf, held, serving
from tests.service.conftest import Serve

UNSUMMED = "phi-4-mini-instruct"
"""The one of the catalogue that any file may stand for, for want of a known sum."""
HALF = 200_000


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with serving(write_gguf(tmp_path / "raven.gguf", TinyModel(licence="mit")).read_bytes()) as it:
        yield it


async def test_a_model_comes_with_its_sum_and_can_be_loaded_then(
    serve: Serve, shelf: Shelf, tmp_path: Path
) -> None:
    server = await serve(model_mirror=shelf.url)
    async with Client(server.grpc) as client:
        *_, last = [each async for each in client.pull_model(UNSUMMED, "MIT")]
        state = (await client.get_model(UNSUMMED)).state

    assert last.pulled is not None
    assert last.pulled.sha256 == hashlib.sha256(shelf.data).hexdigest()
    assert (last.pulled.trust, last.pulled.was_there) == ("first", False)
    assert last.received_mib == last.total_mib > 0
    assert state is ModelState.AVAILABLE
    assert (tmp_path / "models" / f"{UNSUMMED}.gguf").read_bytes() == shelf.data


async def test_who_leaves_ends_the_pull_and_the_next_one_goes_on(
    serve: Serve, shelf: Shelf
) -> None:
    over = threading.Event()
    shelf.moods.append(held(HALF, over))
    server = await serve(model_mirror=shelf.url)
    async with Client(server.grpc) as client:
        async with aclosing(client.pull_model(UNSUMMED, "MIT")) as pulling:
            async for each in pulling:
                if each.received_mib:
                    break
            with pytest.raises(Overloaded, match="is being pulled"):
                _ = [each async for each in client.pull_model(UNSUMMED, "MIT")]
        over.set()
        *_, last = await _pulled_when_free(client)

    assert last.pulled is not None
    assert shelf.ranges == ["", f"bytes={HALF}-"]


async def _pulled_when_free(client: Client) -> list[PullProgress]:
    """NOTE: a pull that was left ends once something comes, or the line is cut."""
    while True:
        try:
            return [each async for each in client.pull_model(UNSUMMED, "MIT")]
        except Overloaded:
            await asyncio.sleep(0.05)


async def test_a_server_that_stops_waits_for_no_pull(serve: Serve, shelf: Shelf) -> None:
    over = threading.Event()
    shelf.moods.append(held(HALF, over))
    server = await serve(model_mirror=shelf.url)
    async with Client(server.grpc) as client:
        async with aclosing(client.pull_model(UNSUMMED, "MIT")) as pulling:
            while not (await anext(pulling)).received_mib:
                pass
            server.app.calls.drain()
            with pytest.raises(Unavailable, match="what came of the model is kept"):
                _ = [each async for each in pulling]
        over.set()


async def test_another_file_than_the_one_known_is_thrown_away(
    serve: Serve, shelf: Shelf, tmp_path: Path
) -> None:
    server = await serve(model_mirror=shelf.url)
    async with Client(server.grpc) as client:
        with pytest.raises(DataLoss) as raised:
            _ = [each async for each in client.pull_model("qwen3-0.6b", "Apache-2.0")]

    assert raised.value.reason == "SIZE_DIFFERS"
    assert not list((tmp_path / "models").glob("*.gguf"))


async def test_only_the_catalogues_models_come_and_only_under_their_licence(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        with pytest.raises(NotFound, match="the catalogue has no model 'https"):
            _ = [each async for each in client.pull_model("https://x/y.gguf", "MIT")]
        with pytest.raises(InvalidArgument, match="is 'MIT', and qwen3"):
            _ = [each async for each in client.pull_model("qwen3-0.6b", "MIT")]


@pytest.mark.parametrize(
    "given",
    [{"model_pulls": "off"}, {"host": "0.0.0.0", "api_keys": ("sesame",)}],
)
async def test_a_server_for_others_pulls_nothing_unless_it_is_told_to(
    serve: Serve, given: dict[str, object]
) -> None:
    server = await serve(**given)
    async with Client(server.grpc, api_key="sesame") as client:
        with pytest.raises(PermissionDenied, match="NPCGEN_MODEL_PULLS=on"):
            _ = [each async for each in client.pull_model(UNSUMMED, "MIT")]
