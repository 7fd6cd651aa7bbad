"""llama-cpp-python's own chat-completions server, run as its users run it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.gguf_factory import TinyModel, write_gguf

MODEL = "tiny-sage"
CONTEXT = 8192
_START_S = 60.0


@contextmanager
def chat_server(folder: Path) -> Iterator[str]:
    """The base URL of a server with a tiny model that never ends a reply by itself.

    NOTE: bytes that are no UTF-8 would keep this server busy for ever.
    """
    model = TinyModel(context_length=CONTEXT, says_bytes=False)
    path = write_gguf(folder / "served.gguf", model)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(path)]
    command += ["--model_alias", MODEL, "--n_ctx", str(CONTEXT), "--n_threads", "1"]
    command += ["--port", str(port), "--interrupt_requests", "false"]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        _wait_until_it_answers(server, url, log)
        yield url
    finally:
        server.kill()
        server.wait()


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            httpx.get(f"{url}/models").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the chat server didn't start: {log.read_text(errors='replace')[-2000:]}")
