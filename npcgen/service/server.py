"""The native gRPC server: calls, health and reflection on one port."""

import asyncio
import logging
from collections.abc import Sequence

import grpc
from grpc_health.v1 import health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from npcgen.dialogue.conversations import MAX_REPLY_TIMEOUT_S
from npcgen.errors import ConfigError
from npcgen.service import health
from npcgen.service.binding import address, cannot_listen, numeric, read_tls
from npcgen.service.calls import Calls
from npcgen.service.health import Health
from npcgen.service.interceptors import KeyInterceptor, Keys
from npcgen.service.native import NativeHandlers
from npcgen.service.rpc import Method, services_of
from npcgen.settings import Settings

logger = logging.getLogger(__name__)

FLAG = "--grpc-port"
_MINUTE_MS = 60_000
_LOOK_S = 0.2
_ATTEMPTS = 25
# gRPC itself refuses without details, so it only does where taking a request in costs too much.
_REFUSABLE = 8


class GrpcServer:
    """grpc.aio with our calls on it, begun anew where it breaks.

    NOTE: one request whose path isn't UTF-8 ends grpc.aio's own loop for good, and anybody may
    send one. So the server is watched and replaced; calls in flight on the old one go on.
    """

    def __init__(
        self,
        settings: Settings,
        methods: Sequence[Method],
        calls: Calls,
        health_states: Health,
        stall_s: float,
    ) -> None:
        self._settings = settings
        self._interceptor = KeyInterceptor(Keys(settings.api_keys), calls)
        self._health = health_states
        self._handlers = NativeHandlers(methods, calls, settings.max_message_bytes, stall_s)
        self._service_names = services_of(methods)
        self._server: grpc.aio.Server | None = None
        self._watching: asyncio.Task[None] | None = None
        self._retired: dict[asyncio.Task[None], grpc.aio.Server] = {}

    async def start(self) -> int:
        """Opens the port and returns it; raises ConfigError."""
        self._server = self._build()
        port = _bind(self._server, self._settings, self._settings.grpc_port)
        await self._server.start()
        self._watching = asyncio.create_task(self._watch(port), name="npcgen-grpc-watch")
        return port

    async def wait_failed(self) -> None:
        """Returns when the server was stopped; raises when it broke and can't be replaced."""
        assert self._watching is not None, "start() comes first"
        await asyncio.shield(self._watching)

    async def stop(self, grace_s: float) -> None:
        """Takes no more calls, and ends those still in flight after the grace."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait((self._watching,))
        servers = [server for server in (*self._retired.values(), self._server) if server]
        for task in self._retired:
            task.cancel()
        await asyncio.gather(*(server.stop(grace_s) for server in servers))

    async def _watch(self, port: int) -> None:
        while True:
            assert self._server is not None
            try:
                while await self._server.wait_for_termination(_LOOK_S):
                    continue
            except Exception as error:  # noqa: BLE001 (whatever broke it)
                logger.error("the gRPC server broke and is replaced: %r", error)
            self._retire(self._server)
            self._server = await self._replacement(port)

    def _retire(self, server: grpc.aio.Server) -> None:
        task = asyncio.create_task(server.stop(MAX_REPLY_TIMEOUT_S), name="npcgen-grpc-retired")
        self._retired[task] = server
        task.add_done_callback(self._retired.pop)

    async def _replacement(self, port: int) -> grpc.aio.Server:
        """The old server's port may take a moment to close."""
        for attempt in range(_ATTEMPTS):
            server = self._build()
            try:
                _bind(server, self._settings, port)
            except ConfigError:
                if attempt == _ATTEMPTS - 1:
                    raise
                await asyncio.sleep(_LOOK_S)
            else:
                break
        await server.start()
        return server

    def _build(self) -> grpc.aio.Server:
        server = grpc.aio.server(interceptors=[self._interceptor], options=_options(self._settings))
        health_pb2_grpc.add_HealthServicer_to_server(self._health.servicer, server)
        names = (*self._service_names, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, server)
        # NOTE: last, for it answers every path that the others don't know.
        server.add_generic_rpc_handlers((self._handlers,))
        return server


def _bind(server: grpc.aio.Server, settings: Settings, wanted: int) -> int:
    where = address(numeric(settings.host), wanted)
    pair = read_tls(settings)
    try:
        if pair is None:
            port = server.add_insecure_port(where)
        else:
            cert, key = pair
            port = server.add_secure_port(where, grpc.ssl_server_credentials([(key, cert)]))
    except RuntimeError as error:
        raise cannot_listen(settings.host, wanted, FLAG) from error
    if port == 0:
        raise ConfigError(
            f"can't listen on {where}: check that NPCGEN_TLS_CERT and NPCGEN_TLS_KEY are a PEM "
            f"pair, or choose another port with {FLAG}"
        )
    return port


def _options(settings: Settings) -> list[tuple[str, int]]:
    return [
        # Two servers must never share a port silently, each getting half of the calls.
        ("grpc.so_reuseport", 0),
        ("grpc.max_receive_message_length", settings.max_message_bytes * _REFUSABLE),
        ("grpc.max_send_message_length", -1),
        # Mobile clients and NATs drop idle connections: both sides may ping, calls or none.
        ("grpc.keepalive_time_ms", _MINUTE_MS),
        ("grpc.keepalive_timeout_ms", _MINUTE_MS // 3),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.min_ping_interval_without_data_ms", _MINUTE_MS // 6),
    ]
