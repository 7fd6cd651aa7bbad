"""Servers that the package has to live with, each wrong or slow in one way."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from clients.conformance.faults import FaultProxy
from clients.conformance.hosts import Hosts

REAL = ("plain", "slow", "keyed", "tls", "loading")
_PAGE = {"status": 200, "type": "text/html", "body": "<!doctype html><title>A router</title>"}
_NO_SUCH_CALL = {
    "status": 404,
    "type": "application/json",
    "body": '{"code": "unimplemented", "message": "there is no such call"}',
}
_FAULTS: Mapping[str, Mapping[str, Any]] = {
    "cut": {"cut": {"after": 3, "at": "character", "how": "close"}},
    "newer": {"unknown_kind_after": 3, "new_fields": True, "merge": {"version": "99.0.0"}},
    "older": {"answer": _NO_SUCH_CALL},
    "page": {"answer": _PAGE},
    "ssh": {"answer": {"raw": "SSH-2.0-Gate_1.0\r\n\r\n"}},
    "silent": {"silent": True},
}


@contextmanager
def hostile_servers(folder: Path) -> Iterator[dict[str, str]]:
    """The URL of each, by its name: real ones, and faults between us and the one called "plain"."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    running = _running(folder)
    try:
        yield asyncio.run_coroutine_threadsafe(running.__aenter__(), loop).result()
        asyncio.run_coroutine_threadsafe(running.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@asynccontextmanager
async def _running(folder: Path) -> AsyncGenerator[dict[str, str], None]:
    async with Hosts(folder, [*REAL]) as hosts:
        proxies = {name: FaultProxy(hosts.urls["plain"], fault) for name, fault in _FAULTS.items()}
        try:
            faulty = {name: await proxy.start() for name, proxy in proxies.items()}
            yield hosts.urls | faulty
        finally:
            for proxy in proxies.values():
                await proxy.close()
