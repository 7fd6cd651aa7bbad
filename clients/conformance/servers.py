"""The servers that transcripts name, each a whole npcgen with an engine that follows a script.

A process of its own, told what to do by JSON lines: `python -m clients.conformance.servers FOLDER
NAMES...` says where each listens, takes `{"do": "start", "server": .., "port": ..}` and
`{"do": "drain", ..}`, answers each with a line, and stops when its stdin ends.
"""

import asyncio
import json
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clients.conformance.script import CuedBackend
from npcgen.app import App
from npcgen.engine.base import Backend
from npcgen.settings import Settings

KEY = "conformance-key"
HERE = Path(__file__).parent
_COMMON: Mapping[str, Any] = {
    "grpc_port": 0,
    "http_port": 0,
    "backend": "scripted",
    "preview": False,
    "generation_workers": 0,
    "memory": False,
    "audit": False,
}
_OWN: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "slow": {"scripted_tokens_per_s": 25.0, "heartbeat_s": 0.05},
    "leaving": {"scripted_tokens_per_s": 25.0},
    "mortal": {"scripted_tokens_per_s": 25.0},
    # So slow that what holds its slot ends for none but whoever let go.
    "busy": {"scripted_tokens_per_s": 4.0, "scripted_slots": 1, "queue_limit": 1},
    "keyed": {"api_keys": (KEY,)},
    "small": {"max_message_bytes": 2048},
    "loading": {},
    "making": {"generation_workers": 1},
    "tls": {},
}
NAMES = tuple(_OWN)


class Servers:
    """Those of one process: grpc.aio knows only one event loop in each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._apps: dict[str, App] = {}
        self._loaded = threading.Event()
        """Set when whoever loads for ever may stop."""

    async def start(self, name: str, port: int = 0) -> str:
        """Its URL, once it speaks; "loading" never does."""
        app = App(self._settings(name, port), self._load_of(name))
        bound = await app.start()
        self._apps[name] = app
        if name != "loading":
            await app.wait_ready()
        return bound.http_url

    def drain(self, name: str) -> None:
        """From now on it takes no new call, as after SIGTERM; those under way go on."""
        self._apps[name].calls.drain()

    async def stop(self) -> None:
        self._loaded.set()
        await asyncio.gather(*(app.stop(0.0) for app in self._apps.values()))

    def _settings(self, name: str, port: int) -> Settings:
        data_dir = self._folder / name
        shutil.copytree(HERE / "personas", data_dir / "personas", dirs_exist_ok=True)
        tls = certificate(self._folder) if name == "tls" else {}
        own = {"scripted_tokens_per_s": 500.0, **_OWN[name], **tls, "data_dir": data_dir}
        return Settings.model_validate({**_COMMON, **own, "http_port": port})

    def _load_of(self, name: str) -> Callable[[], Backend]:
        settings = self._settings(name, 0)

        def load() -> Backend:
            if name == "loading":
                self._loaded.wait()
            return CuedBackend(
                tokens_per_s=settings.scripted_tokens_per_s, slots=settings.scripted_slots
            )

        return load


def certificate(folder: Path) -> dict[str, Path]:
    """A self-signed certificate that nobody knows, as settings."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    if not cert.exists():
        made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        files = ["-keyout", str(key), "-out", str(cert), "-days", "2"]
        command = ["openssl", "req", "-x509", *made, *names, *files]
        subprocess.run(command, check=True, capture_output=True)
    return {"tls_cert": cert, "tls_key": key}


async def serve(folder: Path, names: list[str]) -> None:
    """Runs the servers until stdin ends."""
    servers = Servers(folder)
    orders = await _lines_of_stdin()
    try:
        _say({name: await servers.start(name) for name in names})
        while line := await orders.readline():
            _say(await _obey(servers, json.loads(line)))
    finally:
        await servers.stop()


async def _obey(servers: Servers, order: dict[str, Any]) -> dict[str, Any]:
    name = order["server"]
    if order["do"] == "drain":
        servers.drain(name)
        return {}
    return {name: await servers.start(name, order["port"])}


async def _lines_of_stdin() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2:]))
