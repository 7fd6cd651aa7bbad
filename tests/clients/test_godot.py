"""The Godot add-on's core and transport, run by an engine against a real server."""

import json
import subprocess
import sys
from typing import Any

import pytest

from npcgen.client import SyncClient
from npcgen.client.local_server import LocalServer
from tests.clients.godot_engine import ENGINE, PROJECT, needs_engine

ROOT = PROJECT.parents[1]
# On stdout, too, the engine says itself that it refused a certificate.
DRIVER = ["sh", "-c", '"$0" "$@" | grep --line-buffered "^{"', str(ENGINE), "--headless"]
DRIVER += ["--no-header", "--path", str(PROJECT), "--script", "res://tests/driver.gd"]

pytestmark = needs_engine


def drive(*calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What the driver says to `calls`, until each is done."""
    driver = subprocess.Popen(DRIVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert driver.stdin is not None
    assert driver.stdout is not None
    with driver:
        for number, call in enumerate(calls):
            driver.stdin.write(json.dumps({"id": number, "do": "call"} | call) + "\n")
        driver.stdin.flush()
        said: list[dict[str, Any]] = []
        while sum("done" in each for each in said) < len(calls):
            said.append(json.loads(driver.stdout.readline()))
        driver.stdin.close()
    assert driver.returncode == 0
    return said


def chat(server: LocalServer, conversation: str, **more: Any) -> dict[str, Any]:
    return {
        "base_url": server.http_url,
        "method": "npcgen.v1.DialogueService/Chat",
        "stream": True,
        "request": {"conversationId": conversation, "text": "Good evening."},
    } | more


def begin(server: LocalServer) -> str:
    with SyncClient(server.target) as client:
        return client.start_conversation("brannoch").id


def test_a_reply_streams_into_typed_events(server: LocalServer) -> None:
    said = drive(chat(server, begin(server)))
    events = [each["event"] for each in said if "event" in each]
    words = "".join(each["body"]["text"] for each in events if each["kind"] == "text_delta")
    assert [each["sequence"] for each in events] == list(range(len(events)))
    assert events[0]["kind"] == "started"
    assert events[-1]["kind"] == "completed"
    assert events[-1]["body"]["text"] == words
    assert said[-1] == {"id": 0, "done": {"ok": True}}


def test_two_npcs_speak_at_once_and_one_is_cancelled(server: LocalServer) -> None:
    cut = chat(server, begin(server), cancel_after_events=3)
    said = drive(chat(server, begin(server)), cut)
    ends = {each["id"]: each["done"] for each in said if "done" in each}
    assert ends[0] == {"ok": True}
    assert ends[1]["reason"] == "CANCELLED"
    assert sum(each["id"] == 1 and "event" in each for each in said) == 3


def test_the_port_of_grpc_is_told_apart_from_no_server(server: LocalServer) -> None:
    wrong = chat(server, "none", base_url=f"http://{server.target}")
    nobody = chat(server, "none", base_url="http://127.0.0.1:1")
    ends = {each["id"]: each["done"]["reason"] for each in drive(wrong, nobody)}
    assert ends == {0: "NOT_NPCGEN", 1: "SERVER_UNREACHABLE"}


@pytest.mark.timeout(240)
def test_every_transcript_is_replayed() -> None:
    command = [sys.executable, "-m", "clients.conformance", "--", *DRIVER]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
