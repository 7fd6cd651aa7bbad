"""The Unity package against live servers: its components in scenes, and every transcript.

Both wait for servers more than they compute, so that all run beside each other.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from npcgen.client import LocalServer
from tests.clients.unity_build import HERE, PACKAGE, UnityBuild, failures
from tests.clients.unity_servers import hostile_servers

DIALOGUE = "npcgen.v1.DialogueService/"
SCENES = ("LauncherTests", "MakeTests", "BadInputTests", "NpcTests", "GroupTests", "WindowTests")
NPCGEN = str(Path(sys.executable).with_name("npcgen"))
FLAKY = f"""#!/bin/sh
[ -e "$0.mark" ] && exec '{NPCGEN}' "$@"
touch "$0.mark"
exit 3
"""
Run = subprocess.Popen[str]


@pytest.fixture(scope="module")
def transcripts(unity: UnityBuild) -> Iterator[Run]:
    """Begun, and not waited for."""
    command = [sys.executable, "-m", "clients.conformance", "--", *unity.driver()]
    with _begun(command, {}) as run:
        yield run
        run.kill()


# NOTE: the transcripts stand before the server, to be played while that one starts.
@pytest.fixture(scope="module")
def scenes(
    unity: UnityBuild,
    transcripts: Run,
    server: LocalServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Run]]:
    """A process for each class of scenes, all begun."""
    folder = tmp_path_factory.mktemp("scenes")
    flaky = folder / "flaky"
    flaky.write_text(FLAKY, encoding="utf-8")
    flaky.chmod(0o755)
    unity.library("Samples", PACKAGE / "Samples~")
    command = unity.tests("Npcgen.Scene", HERE / "unity" / "scene", "Samples")
    environment = {
        "NPCGEN_URL": server.http_url,
        "NPCGEN_GRPC": f"http://{server.target}",
        "NPCGEN_COMMAND": NPCGEN,
        "NPCGEN_FLAKY": str(flaky),
        "NPCGEN_DATA": str(folder / "launched"),
    }
    with hostile_servers(folder) as urls, ExitStack() as stack:
        environment |= {f"NPCGEN_{name.upper()}": url for name, url in urls.items()}
        begun = {
            name: stack.enter_context(_begun([*command, name], environment)) for name in SCENES
        }
        yield begun
        for run in begun.values():
            run.kill()


def _begun(command: list[str], environment: dict[str, str]) -> Run:
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("name", SCENES)
def test_the_components_talk_to_servers(scenes: dict[str, Run], name: str) -> None:
    assert failures(*scenes[name].communicate()) == []


@pytest.mark.timeout(300)
def test_every_transcript_is_replayed(transcripts: Run) -> None:
    stdout, stderr = transcripts.communicate()
    assert transcripts.returncode == 0, stdout + stderr
    assert " 0 failed, 0 skipped" in stdout


def drive(unity: UnityBuild, *calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What the conformance driver says to one call after the other."""
    said: list[dict[str, Any]] = []
    with subprocess.Popen(unity.driver(), stdin=-1, stdout=-1, text=True) as driver:
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


def test_a_reply_streams_through_unity_web_request(unity: UnityBuild, server: LocalServer) -> None:
    request = {"conversationId": begun(server.http_url), "text": "Good day."}
    chat = {
        "base_url": server.http_url,
        "method": DIALOGUE + "Chat",
        "stream": True,
        "request": request,
    }
    said = drive(unity, chat)
    events = [line["event"] for line in said[:-1]]
    assert [event["sequence"] for event in events] == [*range(len(events))]
    text = "".join(event["body"]["text"] for event in events if event["kind"] == "text_delta")
    assert text == events[-1]["body"]["text"]
    assert events[-1]["body"]["finishReason"] == "FINISH_REASON_STOP"
    assert said[-1]["done"] == {"ok": True}


def test_nobody_there_has_a_reason_and_a_hint(unity: UnityBuild) -> None:
    call = {"base_url": "http://127.0.0.1:1", "method": DIALOGUE + "Warmup", "retries": 1}
    done = drive(unity, call)[-1]["done"]
    assert (done["code"], done["reason"]) == ("unavailable", "SERVER_UNREACHABLE")
    assert "npcgen serve" in done["hint"]


def test_the_guides_picture_shows_the_samples_words(unity: UnityBuild, server: LocalServer) -> None:
    unity.library("Samples", PACKAGE / "Samples~")
    sample = unity.program("sample", HERE / "unity" / "sample", "Samples")
    command = [*sample, server.http_url, "Who are you?"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    played, asked = ran.stdout.split("\n\n")
    assert [played.splitlines()[0], asked.splitlines()[0]] == ["[Play]", "[Say] Who are you?"]
    for turn in (played, asked):
        words = re.findall(r"^ +\d+ ms  (.*)$", turn, re.MULTILINE)
        assert turn.strip().splitlines()[-2:] == ["Brannoch Vale", " ".join(words)]
