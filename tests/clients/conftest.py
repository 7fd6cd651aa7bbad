"""A real server for clients to talk to, in a process of its own."""

from collections.abc import Iterator

import pytest

from npcgen.client import LocalServer, SyncClient


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Ready, with the scripted backend; one for all tests of a file."""
    data = str(tmp_path_factory.mktemp("server"))
    with LocalServer("--backend", "scripted", "--data-dir", data, "--no-preview") as server:
        with SyncClient(server.target) as client:
            client.wait_ready(60)
        yield server
