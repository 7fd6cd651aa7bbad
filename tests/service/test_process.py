"""The server as a process of its own: what a user starts, and what stops it."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub

SERVER = Path(__file__).parents[2] / "server.py"
READY = re.compile(r"npcgen ready-to-connect grpc=(127\.0\.0\.1:\d+) http=127\.0\.0\.1:\d+\n")


@contextmanager
def serving(data_dir: Path, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """server.py on free ports; killed if the test leaves it running."""
    ports = ("--grpc-port", "0", "--http-port", "0", "--data-dir", str(data_dir))
    with subprocess.Popen(
        [sys.executable, str(SERVER), *ports, *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def announced(process: subprocess.Popen[str]) -> str:
    """Where native gRPC listens, from the first line that the process prints."""
    assert process.stdout is not None
    matched = READY.fullmatch(process.stdout.readline())
    assert matched is not None
    return matched[1]


def first_events(stub: DialogueServiceStub) -> Iterator[pb.ChatResponse]:
    """A reply whose stream has begun, once the model is loaded."""
    while True:
        try:
            begun = stub.StartConversation(pb.StartConversationRequest(persona_id="brannoch"))
            break
        except grpc.RpcError:
            time.sleep(0.05)
    request = pb.ChatRequest(conversation_id=begun.conversation.id, text="Good day.")
    call: Iterator[pb.ChatResponse] = stub.Chat(request)
    next(call)
    return call


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_reply_finish_and_then_ends_the_process(
    tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_SCRIPTED_TOKENS_PER_S", "20")
    with serving(tmp_path, "--backend", "scripted") as process:
        with grpc.insecure_channel(announced(process)) as channel:
            call = first_events(DialogueServiceStub(channel))
            process.send_signal(number)
            events = [response.event for response in call]
        _, errors = process.communicate(timeout=10)
    assert events[-1].WhichOneof("event") == "completed"
    assert events[-1].completed.finish_reason == 1
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_a_model_that_does_not_exist_ends_the_process_with_the_reason(tmp_path: Path) -> None:
    with serving(tmp_path, "--model", "nowhere.gguf") as process:
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "nowhere" in errors
    assert "Traceback" not in errors


def test_a_wide_host_ends_the_process_with_the_reason(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as process:
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "NPCGEN_API_KEYS" in errors
    assert "Traceback" not in errors
