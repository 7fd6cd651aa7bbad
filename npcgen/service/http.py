"""The HTTP port: Connect and gRPC-Web for every call, probes, metrics. uvicorn, in our loop."""

import asyncio
import contextlib
import importlib.util
import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol, cast

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from npcgen.errors import ConfigError, InvalidArgument, NotFound, NpcgenError, Unimplemented
from npcgen.service import connect
from npcgen.service.binding import listening_socket, read_tls
from npcgen.service.calls import Calls, new_request_id
from npcgen.service.http_errors import error_response
from npcgen.service.http_guard import guarded
from npcgen.service.http_protocol import MAX_CONNECTIONS, REQUEST_S, PatientProtocol
from npcgen.service.metrics import CONTENT_TYPE, Metrics
from npcgen.service.model_pool import ModelPool
from npcgen.service.rpc import Method, known_paths
from npcgen.service.spoken import check_spoken
from npcgen.settings import Settings

logger = logging.getLogger(__name__)

FLAG = "--http-port"
_PAGES = frozenset({"/", "/healthz", "/readyz", "/metrics"})
_LAST_BYTES_S = 1
_POLICY_VIOLATION = 1008
_MAX_HEAD_BYTES = 64 * 1024
# Players pause between lines; a connection that closes meanwhile costs the next one a round trip.
_KEEP_ALIVE_S = 60


class HttpServer:
    """One uvicorn server that leaves signals to the app."""

    def __init__(
        self,
        settings: Settings,
        app: ASGIApp,
        *,
        request_s: float = REQUEST_S,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        """`request_s`: how long the head and body of one request may take to arrive."""
        self._settings = settings
        self._app = app
        self._protocol = partial(
            PatientProtocol, request_s=request_s, max_connections=max_connections
        )
        self._server: _Uvicorn | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Opens the port and returns it; raises ConfigError."""
        config = self._config()
        listener = listening_socket(self._settings.host, self._settings.http_port, FLAG)
        port: int = listener.getsockname()[1]
        self._server = _Uvicorn(config)
        self._serving = asyncio.create_task(self._server.serve([listener]), name="npcgen-http")
        await self._server.opened.wait()
        return port

    async def stop(self) -> None:
        """Takes no more connections, and cuts off what is still open a moment later."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving

    def _config(self) -> uvicorn.Config:
        tls = read_tls(self._settings) is not None
        config = uvicorn.Config(
            self._app,
            # NOTE: h11's, for httptools, the faster one, takes headers of any size into memory.
            http=cast("type[PatientProtocol]", self._protocol),
            h11_max_incomplete_event_size=_MAX_HEAD_BYTES,
            lifespan="off",
            # NOTE: only the designer's room has a socket; the guards let no other path have one.
            ws="wsproto" if importlib.util.find_spec("wsproto") else "none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_LAST_BYTES_S,
            ssl_certfile=self._settings.tls_cert if tls else None,
            ssl_keyfile=self._settings.tls_key if tls else None,
        )
        try:
            config.load()
        except ssl.SSLError as error:
            raise ConfigError(
                "NPCGEN_TLS_CERT and NPCGEN_TLS_KEY are no PEM certificate and the key it was "
                f"made with: {error.reason or error}"
            ) from error
        return config


class _Uvicorn(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.opened = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.opened.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Pages:
    """What a person, a probe or Prometheus asks for."""

    def __init__(
        self,
        version: str,
        services: Sequence[str],
        calls: Calls,
        metrics: Metrics,
        models: ModelPool,
    ) -> None:
        self._version = version
        self._services = list(services)
        self._calls = calls
        self._metrics = metrics
        self._models = models

    async def root(self, request: Request) -> Response:
        return JSONResponse(
            {
                "name": "npcgen",
                "version": self._version,
                "protocols": ["connect", "grpc-web"],
                "call": "POST /SERVICE/METHOD with content-type application/json",
                "services": self._services,
            }
        )

    async def healthz(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(self, request: Request) -> Response:
        state = "draining" if self._calls.draining else self._models.default.state.name.lower()
        return JSONResponse({"status": state}, 200 if state == "loaded" else 503)

    async def metrics(self, request: Request) -> Response:
        return Response(self._metrics.exposition(), headers={"content-type": CONTENT_TYPE})


class Room(Protocol):
    """Pages for people, as an ASGI app."""

    def serves(self, path: str) -> bool: ...

    def takes(self, path: str, method: str) -> bool: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


def application(
    settings: Settings,
    methods: Sequence[Method],
    calls: Calls,
    pages: Pages,
    stall_s: float,
    room: Room | None = None,
) -> ASGIApp:
    """Everything the port answers, behind its guards."""
    routes = [
        Route("/", pages.root),
        Route("/healthz", pages.healthz),
        Route("/readyz", pages.readyz),
        Route("/metrics", pages.metrics),
        Mount("/", _Calls(settings, methods, calls)),
    ]
    app: ASGIApp = Starlette(routes=routes)
    if room is not None:
        app = _BesideRoom(app, room)
    serves = room.serves if room else lambda path: False
    return _StallGuard(guarded(app, settings, serves), stall_s)


class _BesideRoom:
    """Browsers come to the room; whoever asks for no page, and every call, goes to `app`."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = self._room.serves(scope["path"])
        if scope["type"] == "websocket" and not wanted:
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        elif wanted and self._takes(scope) and (scope["path"] != "/" or _asks_for_page(scope)):
            await self._room(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _takes(self, scope: Scope) -> bool:
        return scope["type"] == "websocket" or self._room.takes(scope["path"], scope["method"])


def _asks_for_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


class _Calls:
    """Every other path: a call, or an error that says which ones there are."""

    def __init__(self, settings: Settings, methods: Sequence[Method], calls: Calls) -> None:
        self._app = connect.Application(
            methods, calls, settings.max_message_bytes, settings.heartbeat_s
        )
        self._methods = {method.path: method for method in methods}
        self._known = known_paths(methods)
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            check_spoken(self._method(path), scope)
        except NpcgenError as error:
            self._calls.refuse(path, "http", error, new_request_id())
            await error_response(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _method(self, path: str) -> Method:
        if (method := self._methods.get(path)) is not None:
            return method
        if path in _PAGES:
            raise InvalidArgument(
                f"{path} needs GET", reason="HTTP_METHOD", metadata={"allow": "GET, HEAD"}
            )
        if path.count("/") == 2 and "." in path:
            raise Unimplemented(f"no call {path[:120]}; this server has {self._known}")
        raise NotFound(f"nothing at {path[:120]}; the API is described at /", reason="NO_PAGE")


class _StallGuard:
    """Gives up on a client that accepts nothing of its response for `stall_s` seconds."""

    def __init__(self, app: ASGIApp, stall_s: float) -> None:
        self._app = app
        self._stall_s = stall_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(self._stall_s):
                    await send(message)
            except TimeoutError as error:
                raise _StalledReader from error

        try:
            await self._app(scope, receive, send_in_time)
        except _StalledReader:
            logger.info("stalled path=%.120r: nothing was read", scope["path"])


class _StalledReader(Exception):
    """The client keeps its connection open and reads nothing."""
