"""The Unity package: its core and transport, compiled by mono and run against a real server."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from npcgen import LocalServer, SyncClient
from tests.clients.unity_build import HERE, PACKAGE, UnityBuild, unity_build
from tests.clients.unity_exports import write_exports

DIALOGUE = "npcgen.v1.DialogueService/"


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> UnityBuild:
    return unity_build(tmp_path_factory.mktemp("unity"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server with scripted replies."""
    folder = tmp_path_factory.mktemp("data")
    with LocalServer("--backend", "scripted", "--no-preview", "--data-dir", str(folder)) as local:
        with SyncClient(local.target) as client:
            client.wait_ready()
        yield local.http_url


def drive(build: UnityBuild, *calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What the conformance driver says to one call after the other."""
    said: list[dict[str, Any]] = []
    with subprocess.Popen(build.driver(), stdin=-1, stdout=-1, text=True) as driver:
        assert driver.stdin is not None
        assert driver.stdout is not None
        for number, call in enumerate(calls):
            print(json.dumps({"id": number, "do": "call", **call}), file=driver.stdin, flush=True)
            while not said or said[-1]["id"] != number or "done" not in said[-1]:
                said.append(json.loads(driver.stdout.readline()))
        driver.stdin.close()
    return said


def begun(server: str) -> str:
    answer = httpx.post(f"{server}/{DIALOGUE}StartConversation", json={"personaId": "brannoch"})
    return str(answer.json()["conversation"]["id"])


def test_a_reply_streams_through_unity_web_request(build: UnityBuild, server: str) -> None:
    request = {"conversationId": begun(server), "text": "Good day."}
    chat = {"base_url": server, "method": DIALOGUE + "Chat", "stream": True, "request": request}
    said = drive(build, chat)
    events = [line["event"] for line in said[:-1]]
    assert [event["sequence"] for event in events] == [*range(len(events))]
    text = "".join(event["body"]["text"] for event in events if event["kind"] == "text_delta")
    assert text == events[-1]["body"]["text"]
    assert events[-1]["body"]["finishReason"] == "FINISH_REASON_STOP"
    assert said[-1]["done"] == {"ok": True}


def test_the_cores_own_tests_pass(build: UnityBuild) -> None:
    assert build.failed_tests("Npcgen.Tests", PACKAGE / "Tests" / "Runtime") == []


def test_the_editors_own_tests_pass(build: UnityBuild) -> None:
    assert build.failed_tests("Npcgen.Editor.Tests", PACKAGE / "Tests" / "Editor") == []


def test_the_components_talk_to_a_server(build: UnityBuild, server: str, tmp_path: Path) -> None:
    failed = build.failed_tests(
        "Npcgen.Scene",
        HERE / "unity" / "scene",
        NPCGEN_URL=server,
        NPCGEN_COMMAND=str(Path(sys.executable).with_name("npcgen")),
        NPCGEN_DATA=str(tmp_path),
    )
    assert failed == []


def test_the_importers_take_what_npcgen_exports(build: UnityBuild, tmp_path: Path) -> None:
    write_exports(tmp_path)
    folder = HERE / "unity" / "importers"
    assert build.failed_tests("Npcgen.Importers", folder, NPCGEN_EXPORTS=str(tmp_path)) == []


def test_nobody_there_has_a_reason_and_a_hint(build: UnityBuild) -> None:
    call = {"base_url": "http://127.0.0.1:1", "method": DIALOGUE + "Warmup", "retries": 1}
    done = drive(build, call)[-1]["done"]
    assert (done["code"], done["reason"]) == ("unavailable", "SERVER_UNREACHABLE")
    assert "npcgen serve" in done["hint"]


def test_the_hints_are_those_of_every_client(build: UnityBuild) -> None:
    reasons = Path("clients/conformance/reasons.json").read_text(encoding="utf-8")
    source = Path("clients/unity/Runtime/Core/Failures/Hints.cs").read_text(encoding="utf-8")
    texts = source.replace('"\n                        + "', "")
    for entry in json.loads(reasons)["client"]:
        assert f'case "{entry["reason"]}":\n                    return "{entry["hint"]}";' in texts
