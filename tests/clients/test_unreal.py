"""The Unreal plugin's engine-free core: its own tests, and a real server at the other end."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen.client import LocalServer, SyncClient
from tests.clients.unreal_build import (
    COMPILER,
    SANITIZED,
    STRICT,
    UNREAL,
    built,
    has_library,
    run,
)

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no g++ on this machine")

CORE_TESTS = UNREAL / "tests" / "core"
DRIVER = UNREAL / "tests" / "driver"

needs_curl = pytest.mark.skipif(
    not has_library("libcurl"), reason="needs libcurl4-openssl-dev and pkg-config"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    data = str(tmp_path_factory.mktemp("unreal"))
    with LocalServer("--backend", "scripted", "--data-dir", data) as running:
        yield running


def driver() -> Path:
    return built("driver", [DRIVER / "main.cpp"], STRICT, folders=[DRIVER], libraries=["-lcurl"])


def test_the_core_passes_its_own_tests_under_sanitizers() -> None:
    main = CORE_TESTS / "main.cpp"
    said = run([str(built("core_tests", [main], (*STRICT, *SANITIZED), folders=[CORE_TESTS]))])
    tests = sum(file.read_text().count("\nTEST(") for file in CORE_TESTS.glob("*_test.cpp"))
    assert said.count("\n") == said.count("ok ") == tests


@needs_curl
def test_a_reply_streams_from_a_live_server(server: LocalServer) -> None:
    with SyncClient(server.target) as client:
        conversation = client.start_conversation("brannoch")
    order = {
        "id": 1,
        "do": "call",
        "base_url": server.http_url,
        "method": "npcgen.v1.DialogueService/Chat",
        "stream": True,
        "request": {"conversationId": conversation.id, "text": "Grüß dich!"},
    }
    said = [json.loads(line) for line in _driven(order)]
    events = [line["event"] for line in said if "event" in line]
    assert said[-1] == {"id": 1, "done": {"ok": True}}
    assert [event["sequence"] for event in events] == list(range(len(events)))
    assert events[0]["kind"] == "started"
    text = "".join(each["body"]["text"] for each in events if each["kind"] == "text_delta")
    assert events[-1]["body"]["text"] == text != ""


def _driven(order: dict[str, object]) -> list[str]:
    """The driver's lines for one order, up to its last."""
    with subprocess.Popen(
        [driver()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "done" in json.loads(line):
                break
        process.stdin.close()
    assert process.returncode == 0
    return lines
