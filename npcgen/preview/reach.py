"""How the pages reach their server: one connection for each key that somebody entered."""

import asyncio
import ssl
import urllib.request
from dataclasses import dataclass, field

from npcgen.client import Client, Tls
from npcgen.errors import Unavailable

_METRICS_S = 10.0


@dataclass(slots=True)
class Reach:
    """The address of the server that shows the pages."""

    target: str
    """HOST:PORT of native gRPC."""
    http_url: str
    """Of the port that shows them."""
    tls: Tls | None = None
    _clients: dict[str, Client] = field(default_factory=dict)

    def client(self, api_key: str = "") -> Client:
        """The connection of everybody with that key."""
        if api_key not in self._clients:
            self._clients[api_key] = Client(self.target, api_key=api_key or None, tls=self.tls)
        return self._clients[api_key]

    async def check(self, api_key: str) -> None:
        """Raises Unauthenticated unless the server takes that key; ConfigError where none could."""
        async with Client(self.target, api_key=api_key or None, tls=self.tls) as asking:
            await asking.server_info()

    async def metrics(self, api_key: str) -> str:
        """What the server measured, as Prometheus reads it. Raises Unavailable."""
        return await asyncio.to_thread(self._metrics, api_key)

    async def close(self) -> None:
        for client in self._clients.values():
            await client.close()
        self._clients.clear()

    def _metrics(self, api_key: str) -> str:
        ca = self.tls.ca if self.tls else None
        context = ssl.create_default_context(cafile=ca) if self.tls else None
        headers = {"authorization": f"Bearer {api_key}"} if api_key else {}
        request = urllib.request.Request(f"{self.http_url}/metrics", headers=headers)
        # No proxy of the environment's stands between a server and itself.
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        try:
            with opener.open(request, timeout=_METRICS_S) as answer:
                return str(answer.read().decode())
        except OSError as error:
            raise Unavailable(f"the server's own figures can't be read: {error}") from error
