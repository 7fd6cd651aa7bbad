"""`npcgen memory list | forget`, with a real server."""

import json
from collections.abc import Iterator

import pytest

from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue.state import Player
from tests.cli.conftest import SCRIPTED, Invoke


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("remembering")
    with LocalServer(*SCRIPTED, "--data-dir", str(folder)) as running:
        yield running


def test_what_is_remembered_is_listed_and_forgotten(server: LocalServer, invoke: Invoke) -> None:
    with SyncClient(server.target) as client:
        client.wait_ready()
        talk = client.start_conversation("tamsin", player=Player("p1", "Wren"))
        _ = list(client.chat(talk.id, "My name is Ada."))
    there = ("--server", server.target)
    listed = invoke("memory", "list", "tamsin", "p1", *there, "--json").stdout
    shown = invoke("memory", "list", "tamsin", "p1", *there).stdout
    forgotten = invoke("memory", "forget", "p1", *there).stdout
    gone = invoke("memory", "list", "tamsin", "p1", *there).stdout

    assert [each["subject"] for each in json.loads(listed)["memories"]] == ["player.name"]
    assert "Ada told me their name is Ada." in shown
    assert forgotten == "p1 is forgotten: 1 conversations, 1 memories, 1 relationships\n"
    assert gone == "tamsin remembers nothing of p1\n"
