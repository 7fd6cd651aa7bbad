"""`npcgen chat`: with its own server, and with one that runs."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen import LocalServer
from tests.cli.conftest import SCRIPTED, Run, started

IN_A_TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    data_dir = str(tmp_path_factory.mktemp("data"))
    with LocalServer(*SCRIPTED, "--data-dir", data_dir) as server:
        yield server


def test_it_starts_a_server_says_each_line_and_leaves(run: Run) -> None:
    done = run("chat", "brannoch", *SCRIPTED, "--say", "Good evening.", "--say", "Farewell.")

    assert done.returncode == 0
    # A script may say the same line twice, and then a guardrail says another one.
    assert done.stderr.startswith("starting a server and loading scripted ...\n")
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["Brannoch Vale"] * 2


def test_it_takes_lines_from_a_pipe(run: Run, server: LocalServer) -> None:
    done = run("chat", "tamsin", "--server", server.target, stdin="Hello.\n\nWhere am I?\n")

    assert done.returncode == 0
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["Tamsin Reed"] * 2


def test_it_talks_to_a_persona_in_a_file(run: Run, server: LocalServer, tmp_path: Path) -> None:
    file = tmp_path / "jon.yaml"
    file.write_text("id: jon\nname: Jon\nrole: carter\n")

    done = run("chat", str(file), "--server", server.target, "--say", "Hello.", "--json")

    turn = json.loads(done.stdout)
    assert (turn["npc_id"], turn["player"], turn["finish_reason"]) == ("jon", "Hello.", "stop")
    assert turn["usage"]["completion_tokens"] > 0


def test_no_server_there_exits_with_1(run: Run) -> None:
    done = run("chat", "brannoch", "--server", "127.0.0.1:1", "--say", "Hello.")

    assert done.returncode == 1
    assert done.stderr.startswith("npcgen: can't reach 127.0.0.1:1: ")


def test_a_line_that_is_refused_ends_nothing(run: Run, server: LocalServer) -> None:
    lines = ("--say", "x" * 4_001, "--say", "a\udcff", "--say", "Hello.")

    done = run("chat", "tamsin", "--server", server.target, *lines)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "npcgen: text: has 4001 characters; send at most 4000",
        "npcgen: text: holds U+DCFF, which is half a character; send whole ones",
    ]
    assert done.stdout.startswith("Tamsin Reed: ")


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (("--server", "127.0.0.1:1", *SCRIPTED), "--backend can only be used without --server"),
        (("--api-key", "sesame"), "--api-key can only be used with --server"),
    ],
)
def test_flags_that_contradict_are_wrong_usage(run: Run, flags: tuple[str, ...], text: str) -> None:
    done = run("chat", "brannoch", *flags)

    assert done.returncode == 2
    assert text in done.stderr


def test_the_key_of_this_machine_goes_nowhere_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_API_KEYS", '["sesame"]')
    with LocalServer(*SCRIPTED) as server:
        command = ("chat", "brannoch", "--say", "Hello.", "--server")
        here = run(*command, server.target)
        elsewhere = run(*command, f"ipv4:{server.target}")
        on_purpose = run(*command, f"ipv4:{server.target}", "--api-key", "sesame")

    assert (here.returncode, on_purpose.returncode) == (0, 0)
    assert elsewhere.returncode == 1
    assert "key" in elsewhere.stderr


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_it_trusts_the_certificate_it_is_told_to(run: Run, tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make = ("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-subj", "/CN=npcgen.test")
    curve = ("-pkeyopt", "ec_paramgen_curve:P-256", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(key), "-out", str(cert))
    subprocess.run([*make, *curve, *files], capture_output=True, check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPCGEN_TLS_CERT", str(cert))
        patch.setenv("NPCGEN_TLS_KEY", str(key))
        server = LocalServer(*SCRIPTED)
        server.start()
    try:
        command = ("chat", "brannoch", "--say", "Hello.", "--server", server.target)
        assert run(*command, "--tls-ca", str(cert)).returncode == 0
        assert run(*command).returncode == 1
    finally:
        server.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_ctrl_c_cuts_a_reply_short_and_then_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPCGEN_SCRIPTED_TOKENS_PER_S", "3")
    command = [sys.executable, "-m", "npcgen", "chat", "brannoch", *SCRIPTED]
    in_a_terminal = [sys.executable, "-c", IN_A_TERMINAL, *command]
    with started(in_a_terminal, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as terminal:
        assert terminal.stdin is not None
        wait_for(terminal, b"You: ")
        terminal.stdin.write(b"Good evening.\n")
        wait_for(terminal, b"Brannoch Vale: ")
        terminal.stdin.write(b"\x03")
        wait_for(terminal, b"(cut short)")
        wait_for(terminal, b"You: ")
        # Between its prompt and its select(), Python's input() overhears a signal.
        time.sleep(0.5)
        terminal.stdin.write(b"\x03")
        terminal.communicate(timeout=15)

    assert terminal.returncode == 0


def wait_for(process: "subprocess.Popen[bytes]", text: bytes) -> None:
    """Reads the process's output up to `text`; the test's own time limit ends a long wait."""
    assert process.stdout is not None
    seen = b""
    while text not in seen:
        char = process.stdout.read(1)
        assert char, f"ended after {seen!r}"
        seen += char
