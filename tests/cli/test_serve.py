"""`npcgen serve`, as a process."""

import json
import signal
import socket
import subprocess
import sys

import pytest

from npcgen import SyncClient
from tests.cli.conftest import SCRIPTED, Run, started

FREE = ("--grpc-port", "0", "--http-port", "0")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM that can be handled")
def test_it_announces_its_ports_serves_and_stops_at_a_signal() -> None:
    command = [sys.executable, "-m", "npcgen", "serve", *SCRIPTED, *FREE, "--json"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        announced = json.loads(server.stdout.readline())
        with SyncClient(announced["grpc"]) as client:
            assert client.wait_ready().model.name == "scripted"
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=10)

    assert [line for line in log.decode().splitlines() if " INFO npcgen." not in line] == []
    assert announced["http"].startswith("http://127.0.0.1:")
    assert server.returncode == 0


@pytest.mark.parametrize(
    "flags",
    [("--grpc-port", "{port}", "--http-port", "0"), ("--grpc-port", "0", "--http-port", "{port}")],
)
def test_a_port_in_use_is_named_with_its_flag(run: Run, flags: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", *SCRIPTED, *(flag.format(port=port) for flag in flags))

    assert done.returncode == 1
    assert f"npcgen: 127.0.0.1:{port} is in use by another program" in done.stderr
    assert flags[flags.index("{port}") - 1] in done.stderr


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            ("--backend", "llama"),
            "--backend (or NPCGEN_BACKEND): 'llama' won't do: "
            "input should be 'llama_cpp', 'openai', 'scripted' or 'transformers'",
        ),
        (
            ("--grpc-port", "65536"),
            "--grpc-port (or NPCGEN_GRPC_PORT): '65536' won't do: "
            "input should be less than or equal to 65535",
        ),
        (
            ("--context", "-1"),
            "--context (or NPCGEN_CONTEXT_TOKENS): '-1' won't do: "
            "input should be greater than or equal to 0",
        ),
    ],
)
def test_a_bad_setting_is_one_line(run: Run, flags: tuple[str, ...], message: str) -> None:
    done = run("serve", *flags)

    assert (done.returncode, done.stderr) == (1, f"npcgen: {message}\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("sesame", 'NPCGEN_API_KEYS is no JSON; write a list as ["one", "two"]'),
        ('"sesame"', "NPCGEN_API_KEYS: what it holds won't do: input should be a valid tuple"),
        (
            '[["sesame"]]',
            "NPCGEN_API_KEYS: what it holds won't do: input should be a valid string",
        ),
    ],
)
def test_wrong_keys_are_explained_and_not_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str, text: str
) -> None:
    monkeypatch.setenv("NPCGEN_API_KEYS", value)

    done = run("serve", *SCRIPTED, *FREE)

    assert (done.returncode, done.stderr) == (1, f"npcgen: {text}\n")


def test_a_setting_without_a_flag_is_named_by_its_variable(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_QUEUE_LIMIT", "0")

    done = run("serve", *SCRIPTED, *FREE)

    assert done.stderr.startswith("npcgen: NPCGEN_QUEUE_LIMIT: '0' won't do: ")


def test_a_misspelt_variable_names_the_nearest(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPCGEN_MODLE", "x")

    done = run("models", "list")

    text = "npcgen: NPCGEN_MODLE is no setting; did you mean NPCGEN_MODEL?\n"
    assert (done.returncode, done.stderr) == (0, text)


def test_a_missing_model_ends_it(run: Run) -> None:
    done = run("serve", *FREE, "--model", "nosuch")

    assert done.returncode == 1
    assert "npcgen: there is no model 'nosuch'" in done.stderr
