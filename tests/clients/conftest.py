"""A real server for clients to talk to, in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen.client import LocalServer, SyncClient
from tests.clients import godot_engine
from tests.clients.unity_build import UnityBuild, unity_build
from tests.clients.unreal_build import COMPILER
from tests.clients.unreal_programs import Programs, building


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Ready, with the scripted backend; one for all tests of a file."""
    data = str(tmp_path_factory.mktemp("server"))
    with LocalServer("--backend", "scripted", "--data-dir", data, "--no-preview") as server:
        with SyncClient(server.target) as client:
            client.wait_ready(60)
        yield server


@pytest.fixture(scope="session")
def godot_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-on's project, imported by Godot 4; only for tests that need the engine."""
    return godot_engine.imported(tmp_path_factory.mktemp("godot"))


@pytest.fixture(scope="session")
def unity(tmp_path_factory: pytest.TempPathFactory) -> UnityBuild:
    """The Unity package, compiled once; skips where there is no mono."""
    return unity_build(tmp_path_factory.mktemp("unity"))


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    """The programs of the Unreal plugin's tests, compiled while tests run."""
    if COMPILER is None:
        pytest.skip("no g++ on this machine")
    with building() as programs:
        yield programs
