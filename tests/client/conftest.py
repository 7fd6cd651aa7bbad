"""Real server processes with scripted replies."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from npcgen import Client, LocalServer, SyncClient

API_KEY = "sesame"
SCRIPTED = ("--backend", "scripted")


def scripted_server(folder: Path, **environment: str) -> Iterator[LocalServer]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(f"NPCGEN_{name}", value)
        with LocalServer(*SCRIPTED, "--data-dir", str(folder)) as server:
            with SyncClient(server.target, api_key=API_KEY) as client:
                client.wait_ready()
            yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """500 words a second."""
    yield from scripted_server(tmp_path_factory.mktemp("data"), SCRIPTED_TOKENS_PER_S="500")


@pytest.fixture(scope="session")
def slow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Five words a second: a reply takes some three seconds."""
    yield from scripted_server(tmp_path_factory.mktemp("slow"), SCRIPTED_TOKENS_PER_S="5")


@pytest.fixture
async def client(server: LocalServer) -> AsyncIterator[Client]:
    async with Client(server.target) as client:
        yield client


@pytest.fixture
def sync_client(server: LocalServer) -> Iterator[SyncClient]:
    with SyncClient(server.target) as client:
        yield client
