"""HTTP clients of one connection each, lent to one request at a time.

NOTE: not one client with a pool of connections: httpcore 1.0 keeps those for ever whose request
is cancelled while it is being sent. Here, a client whose request didn't end well is closed.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from npcgen import __version__
from npcgen.engine.backends.openai.parameters import OpenAIParameters


class Clients:
    """Belongs to one event loop."""

    def __init__(self, parameters: OpenAIParameters) -> None:
        self._headers = {"user-agent": f"npcgen/{__version__}", "accept-encoding": "identity"}
        if parameters.key:
            self._headers["authorization"] = f"Bearer {parameters.key}"
        # Reading has no limit here; readers watch the time themselves, token by token.
        limit_s = parameters.connect_s
        self._times = httpx.Timeout(None, connect=limit_s, write=limit_s)
        self._ssl = httpx.create_ssl_context()
        self._idle: list[httpx.AsyncClient] = []

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client, its connection still open if the last request ended well."""
        client = self._idle.pop() if self._idle else self._new()
        try:
            yield client
        except BaseException:
            await asyncio.shield(client.aclose())
            raise
        self._idle.append(client)

    async def aclose(self) -> None:
        """Closes those that aren't lent."""
        while self._idle:
            await self._idle.pop().aclose()

    def _new(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(headers=self._headers, timeout=self._times, verify=self._ssl)
