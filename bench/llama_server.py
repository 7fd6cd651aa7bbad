"""llama.cpp's own server as a rival: built once from the source that npcgen's library comes from.

The build leaves out the web page and TLS, has the same compiler flags as npcgen's and takes some
ten minutes on two cores.
"""

import asyncio
import importlib.metadata
import json
import os
import socket
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from bench.shapes import FOLDER
from tools.setup_env import NO_AMX

_SOURCE = "llama-cpp-python"
_BUILD = FOLDER / "llama-server"
_BINARY = _BUILD / "bin" / "llama-server"
_OPTIONS = (
    "CMAKE_BUILD_TYPE=Release",
    "BUILD_SHARED_LIBS=OFF",
    "LLAMA_OPENSSL=OFF",
    "LLAMA_BUILD_UI=OFF",
    "LLAMA_USE_PREBUILT_UI=OFF",
    "LLAMA_BUILD_TESTS=OFF",
    "LLAMA_BUILD_EXAMPLES=OFF",
    "LLAMA_BUILD_APP=OFF",
    f"CMAKE_C_FLAGS={NO_AMX}",
    f"CMAKE_CXX_FLAGS={NO_AMX}",
)
_START_S = 60


def built_server() -> Path:
    """The binary, built when it isn't there."""
    if not _BINARY.is_file():
        options = [f"-D{option}" for option in _OPTIONS]
        source = _source() / "vendor" / "llama.cpp"
        configure: list[str | Path] = [
            "cmake",
            "-S",
            source,
            "-B",
            str(_BUILD),
            "-G",
            "Ninja",
            *options,
        ]
        subprocess.run(configure, check=True, stdout=sys.stderr)
        build: list[str | Path] = ["cmake", "--build", str(_BUILD), "--target", "llama-server"]
        subprocess.run(build, check=True, stdout=sys.stderr)
    return _BINARY


def _source() -> Path:
    version = importlib.metadata.version(_SOURCE)
    folder = FOLDER / f"llama_cpp_python-{version}"
    if not folder.is_dir():
        download = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*download, "-d", FOLDER, f"{_SOURCE}=={version}"], check=True)
        with tarfile.open(FOLDER / f"{folder.name}.tar.gz") as archive:
            archive.extractall(FOLDER, filter="data")
    return folder


@asynccontextmanager
async def running_server(model: Path, *options: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server that is ready; both end with the block."""
    port = _free_port()
    command: list[str | Path] = [
        built_server(),
        "-m",
        model,
        "--port",
        str(port),
        "--no-webui",
        *options,
    ]
    log = FOLDER / "llama-server.log"
    server = await asyncio.to_thread(_start, command, log)
    try:
        # NOTE: the server closes connections that idle for a while, so none is kept.
        limits = httpx.Limits(max_keepalive_connections=0)
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base, timeout=600, limits=limits) as client:
            await _ready(client, server)
            yield client
    finally:
        server.terminate()
        await asyncio.to_thread(server.wait)


async def stream(client: httpx.AsyncClient, body: dict[str, object]) -> AsyncIterator[str]:
    """The texts of a completion, one a token."""
    async with client.stream("POST", "/completion", json={**body, "stream": True}) as reply:
        reply.raise_for_status()
        async for line in reply.aiter_lines():
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                if event["content"]:
                    yield event["content"]


def _start(command: list[str | Path], log: Path) -> "subprocess.Popen[bytes]":
    # How its threads wait is its own choice, and not the one that npcgen makes for itself.
    ours = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    with log.open("w") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env=environment)


async def _ready(client: httpx.AsyncClient, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(_START_S * 10):
        if server.poll() is not None:
            break
        try:
            if (await client.get("/health")).is_success:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise RuntimeError(f"llama-server didn't start; see {FOLDER / 'llama-server.log'}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
