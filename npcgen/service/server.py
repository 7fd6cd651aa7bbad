"""The native gRPC server: calls, health and reflection on one port."""

from collections.abc import Sequence

import grpc
from grpc_health.v1 import health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from npcgen.errors import ConfigError
from npcgen.service import health
from npcgen.service.binding import address, cannot_listen, numeric, read_tls
from npcgen.service.calls import Calls
from npcgen.service.health import Health
from npcgen.service.interceptors import KeyInterceptor, Keys
from npcgen.service.native import NativeHandlers
from npcgen.service.rpc import Method, services_of
from npcgen.settings import Settings

FLAG = "--grpc-port"
_MINUTE_MS = 60_000
_HOUR_S = 3_600


class GrpcServer:
    """grpc.aio with our calls on it."""

    def __init__(
        self,
        settings: Settings,
        methods: Sequence[Method],
        calls: Calls,
        health_states: Health,
        stall_s: float,
    ) -> None:
        self._settings = settings
        self._server = grpc.aio.server(
            interceptors=[KeyInterceptor(Keys(settings.api_keys), calls)],
            options=_options(settings),
        )
        health_pb2_grpc.add_HealthServicer_to_server(health_states.servicer, self._server)
        reflection.enable_server_reflection(
            (*services_of(methods), health.SERVICE_NAME, reflection.SERVICE_NAME), self._server
        )
        # NOTE: last, for it answers every path that the others don't know.
        self._server.add_generic_rpc_handlers((NativeHandlers(methods, calls, stall_s),))

    async def start(self) -> int:
        """Opens the port and returns it; raises ConfigError."""
        port = self._bind()
        await self._server.start()
        return port

    async def wait_closed(self) -> None:
        """Returns when the server has stopped, for whatever reason."""
        # NOTE: without a time, a cancelled wait would cancel the server's own shutdown.
        while await self._server.wait_for_termination(_HOUR_S):
            pass

    async def stop(self, grace_s: float) -> None:
        """Takes no more calls, and ends those still in flight after the grace."""
        await self._server.stop(grace_s)

    def _bind(self) -> int:
        host, wanted = self._settings.host, self._settings.grpc_port
        where = address(numeric(host), wanted)
        pair = read_tls(self._settings)
        try:
            if pair is None:
                port = self._server.add_insecure_port(where)
            else:
                cert, key = pair
                credentials = grpc.ssl_server_credentials([(key, cert)])
                port = self._server.add_secure_port(where, credentials)
        except RuntimeError as error:
            raise cannot_listen(host, wanted, FLAG) from error
        if port == 0:
            raise ConfigError(
                f"can't listen on {where}: check that NPCGEN_TLS_CERT and NPCGEN_TLS_KEY are a "
                f"PEM pair, or choose another port with {FLAG}"
            )
        return port


def _options(settings: Settings) -> list[tuple[str, int]]:
    return [
        # Two servers must never share a port silently, each getting half of the calls.
        ("grpc.so_reuseport", 0),
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", -1),
        # Mobile clients and NATs drop idle connections: both sides may ping, calls or none.
        ("grpc.keepalive_time_ms", _MINUTE_MS),
        ("grpc.keepalive_timeout_ms", _MINUTE_MS // 3),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.min_recv_ping_interval_without_data_ms", _MINUTE_MS // 6),
    ]
