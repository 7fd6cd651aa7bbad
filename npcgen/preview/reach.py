"""How the pages reach their server: one connection for each key that somebody entered."""

from dataclasses import dataclass, field

from npcgen.client import Client, Tls


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

    async def close(self) -> None:
        for client in self._clients.values():
            await client.close()
        self._clients.clear()
