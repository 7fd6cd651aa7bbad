"""What goes wrong, as a game with the Unreal plugin sees it: it goes on, and says why."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from clients.conformance.faults import FaultProxy
from clients.conformance.script import TONGUES
from clients.conformance.servers import KEY
from tests.clients.unreal_build import COMPILER, ROOT
from tests.clients.unreal_programs import HAS_CURL, Programs, played

pytestmark = [
    pytest.mark.timeout(400),  # a busy machine compiles for minutes
    pytest.mark.skipif(
        COMPILER is None or not HAS_CURL,
        reason="needs g++, libcurl4-openssl-dev and pkg-config",
    ),
]

PAGE = {"status": 200, "type": "text/html", "body": "<!doctype html><title>A router</title>"}
# What an npcgen without that call answers: Connect's own words.
OLDER = {
    "status": 404,
    "type": "application/json",
    "body": '{"code": "unimplemented", "message": "no such method"}',
}
SILENT = "Not now."


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Of servers that follow a script: one without keys, one with, one with a certificate."""
    folder = str(tmp_path_factory.mktemp("faults"))
    command = [sys.executable, "-m", "clients.conformance.servers", folder]
    with subprocess.Popen(
        [*command, "plain", "keyed", "tls", "slow"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()


@contextmanager
def spoilt(target: str, fault: Mapping[str, Any]) -> Iterator[str]:
    """The URL of a proxy whose answers have that fault."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    proxy = FaultProxy(target, fault)
    try:
        yield asyncio.run_coroutine_threadsafe(proxy.start(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(proxy.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def heard_through(
    programs: Programs, urls: Mapping[str, str], fault: Mapping[str, Any]
) -> list[str]:
    """What an NPC tells while that goes wrong; the game then goes on with the server itself."""
    with spoilt(urls["plain"], fault) as url:
        heard = played(programs, urls["plain"], "fault", url, NPCGEN_PERSONA="edda")
    over = heard.index("npc ended ")
    assert heard[-2:] == ["other completed ", "other ended "]
    return [line.removeprefix("npc ") for line in heard[:over]]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"answer": PAGE}, "NOT_NPCGEN"),
        ({"answer": {"raw": "SSH-2.0-Gate_1.0\r\n\r\n"}}, "SERVER_UNREACHABLE"),
        ({"answer": OLDER}, "UNIMPLEMENTED"),
        ({"refuse": 1}, "SERVER_UNREACHABLE"),
        ({"cut": {"after": 0, "at": "between", "how": "close"}}, "STREAM_CUT"),
        ({"inject": {"after": 1, "length": 4194305}}, "MESSAGE_TOO_LARGE"),
    ],
    ids=["page", "no_http", "older", "refused", "cut_before_a_word", "too_large"],
)
def test_before_the_first_word_the_npc_says_its_authored_line(
    programs: Programs, urls: Mapping[str, str], fault: Mapping[str, Any], reason: str
) -> None:
    told = heard_through(programs, urls, fault)
    assert [line for line in told if not line.startswith("other")] == [
        *(f"sentence {SILENT}", f"completed {reason}", f"failed {reason}"),
    ]


@pytest.mark.parametrize("how", ["close", "end"])
def test_a_reply_that_is_cut_in_a_character_ends_with_what_was_said(
    programs: Programs, urls: Mapping[str, str], how: str
) -> None:
    fault = {"cut": {"after": 3, "at": "character", "how": how}}
    assert heard_through(programs, urls, fault)[-1] == "failed STREAM_CUT"


def test_a_kind_of_event_that_is_newer_is_told_and_changes_nothing(
    programs: Programs, urls: Mapping[str, str]
) -> None:
    told = heard_through(programs, urls, {"unknown_kind_after": 3})
    assert "other weather" in told
    assert [line for line in told if not line.startswith(("other", "sentence"))] == ["completed "]


def test_a_newer_server_is_understood(programs: Programs, urls: Mapping[str, str]) -> None:
    told = heard_through(programs, urls, {"new_fields": True, "heartbeats": True})
    said = "".join(line.removeprefix("sentence ") for line in told if line.startswith("sentence"))
    assert said.replace(" ", "") == TONGUES.replace(" ", "")
    assert told[-1] == "completed "


def test_every_byte_may_come_alone(programs: Programs, urls: Mapping[str, str]) -> None:
    assert heard_through(programs, urls, {"pieces": 1})[-1] == "completed "


@pytest.mark.parametrize(
    ("server", "reason", "environment"),
    [
        ("nobody", "SERVER_UNREACHABLE", {}),
        ("keyed", "KEY_MISSING", {}),
        ("keyed", "KEY_WRONG", {"NPCGEN_KEY": "of-another-door"}),
        ("tls", "TLS_UNTRUSTED", {}),
    ],
)
def test_a_first_line_without_a_server_is_authored_and_the_game_goes_on(
    programs: Programs,
    urls: Mapping[str, str],
    server: str,
    reason: str,
    environment: dict[str, str],
) -> None:
    url = urls.get(server, "http://127.0.0.1:1")
    ends = [f"npc completed {reason}", f"npc failed {reason}", "npc ended "]
    heard = played(programs, url, "first_line", NPCGEN_PERSONA="edda", **environment)
    # The game gave it another line in between.
    assert heard == [f"npc sentence {SILENT}", *ends, "npc sentence Later.", *ends]


def test_the_right_key_opens(programs: Programs, urls: Mapping[str, str]) -> None:
    heard = played(programs, urls["keyed"], "two", NPCGEN_PERSONA="edda", NPCGEN_KEY=KEY)
    assert {"first completed ", "second completed "} <= set(heard)


def test_a_component_that_is_destroyed_as_it_speaks_is_silent_and_others_go_on(
    programs: Programs, urls: Mapping[str, str]
) -> None:
    heard = played(programs, urls["plain"], "destroyed", NPCGEN_PERSONA="edda")
    assert [line for line in heard if line.startswith("npc")] == ["npc ended "]
    assert heard[-2:] == ["other completed ", "other ended "]


def test_an_app_that_slept_through_a_reply_hears_it_when_it_wakes(
    programs: Programs, urls: Mapping[str, str]
) -> None:
    assert _woken(programs, urls["slow"])[-2:] == ["npc completed ", "npc ended "]


def test_an_app_that_slept_while_its_server_left_is_told(
    programs: Programs, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "clients.conformance.servers", str(tmp_path), "slow"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["slow"]
        heard = _woken(programs, url, process)
    assert heard[-2:] == ["npc failed STREAM_CUT", "npc ended "]


def _woken(programs: Programs, url: str, server: subprocess.Popen[str] | None = None) -> list[str]:
    """What an app tells that is stopped in the middle of a reply, and goes on; without its server,
    if that is given."""
    environment = {**os.environ, "NPCGEN_PERSONA": "edda"}
    with subprocess.Popen(
        [programs["player"], url, "suspended"], stdout=subprocess.PIPE, text=True, env=environment
    ) as app:
        os.waitpid(app.pid, os.WUNTRACED)
        if server is not None:
            server.kill()
            server.wait()
        app.send_signal(signal.SIGCONT)
        assert app.stdout is not None
        heard = app.stdout.read().splitlines()
    assert app.returncode == 0
    return heard
