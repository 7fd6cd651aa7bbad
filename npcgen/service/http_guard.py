"""Who may use the HTTP port: known hosts, known web origins, known keys, bodies of a fair size.

A server on a player's machine can be reached by every web page that player opens. A page of a
stranger names itself in Origin; a name that was rebound to 127.0.0.1 shows in Host. Both end here.
"""

import ipaddress
import logging
import re
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from npcgen.errors import InvalidArgument, NpcgenError, PermissionDenied
from npcgen.service.binding import is_loopback
from npcgen.service.http_errors import error_response
from npcgen.service.interceptors import Keys
from npcgen.service.json_fields import IGNORED_HEADER
from npcgen.service.rpc import too_large
from npcgen.settings import Settings

# Probes come by whatever address the machine has, and neither tells anything.
PROBES = frozenset({"/healthz", "/readyz"})
_OPEN = PROBES | {"/"}
_LOOPBACK_ORIGIN = r"https?://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?"
_REQUEST_HEADERS = (
    "authorization",
    "connect-accept-encoding",
    "connect-content-encoding",
    "connect-protocol-version",
    "connect-timeout-ms",
    "content-type",
    "grpc-timeout",
    "x-grpc-web",
    "x-user-agent",
)
_RESPONSE_HEADERS = (
    "connect-content-encoding",
    "grpc-encoding",
    "grpc-message",
    "grpc-status",
    "grpc-status-details-bin",
    IGNORED_HEADER,
)
_POLICY_VIOLATION = 1008
_HEADROOM_BYTES = 1024
"""What an envelope and a compression header may add to a message."""

logger = logging.getLogger(__name__)

Check = Callable[[Scope, Headers], None]


class Guard:
    """Refuses a request when `check` raises; passes it on otherwise."""

    def __init__(self, app: ASGIApp, check: Check) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            try:
                self._check(scope, Headers(scope=scope))
            except NpcgenError as error:
                logger.info("refused path=%.120r reason=%s", scope["path"], error.reason)
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
                else:
                    await error_response(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def guarded(
    app: ASGIApp, settings: Settings, is_page: Callable[[str], bool] = lambda path: False
) -> ASGIApp:
    """`app` behind every guard; hosts are checked first, sizes last.

    What `is_page` says yes to needs no key: a page holds nothing until its calls have one.
    """
    app = Guard(app, _text_check)
    app = Guard(app, _size_check(settings.max_message_bytes))
    app = Guard(app, _key_check(Keys(settings.api_keys), is_page))
    app = CORSMiddleware(
        app,
        allow_origins=settings.allowed_origins,
        allow_origin_regex=_LOOPBACK_ORIGIN,
        allow_methods=("GET", "POST"),
        allow_headers=_REQUEST_HEADERS,
        expose_headers=_RESPONSE_HEADERS,
        allow_private_network=True,
    )
    app = Guard(app, _origin_check(settings))
    return Guard(app, _host_check(settings))


def _host_check(settings: Settings) -> Check:
    def check(scope: Scope, headers: Headers) -> None:
        host = _host_name(headers.get("host", ""))
        if scope["path"] in PROBES or _is_known_host(host, settings):
            return
        raise PermissionDenied(
            f"this server doesn't answer to the name '{host}'; if it should, add it to "
            "NPCGEN_ALLOWED_HOSTS, a JSON list",
            reason="HOST_NOT_ALLOWED",
        )

    return check


def _origin_check(settings: Settings) -> Check:
    def check(scope: Scope, headers: Headers) -> None:
        for origin in headers.getlist("origin"):
            if not _is_known_origin(origin, headers.get("host", ""), settings):
                raise PermissionDenied(
                    f"web pages of '{origin}' may not use this server; if they should, add it to "
                    "NPCGEN_ALLOWED_ORIGINS, a JSON list",
                    reason="ORIGIN_NOT_ALLOWED",
                )

    return check


def _key_check(keys: Keys, is_page: Callable[[str], bool]) -> Check:
    def check(scope: Scope, headers: Headers) -> None:
        if scope["path"] not in _OPEN and not is_page(scope["path"]):
            keys.check(headers.get("authorization"))

    return check


def _text_check(scope: Scope, headers: Headers) -> None:
    """NOTE: connectrpc decodes headers and query as UTF-8, outside of any guard."""
    try:
        scope["query_string"].decode()
        for _, value in scope["headers"]:
            value.decode()
    except UnicodeDecodeError as error:
        raise InvalidArgument(
            "a header or the query is not UTF-8", reason="MALFORMED_REQUEST"
        ) from error


def _size_check(max_bytes: int) -> Check:
    def check(scope: Scope, headers: Headers) -> None:
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > max_bytes + _HEADROOM_BYTES:
            raise too_large(max_bytes, int(length))

    return check


def _is_known_host(host: str, settings: Settings) -> bool:
    if is_loopback(host) or host in settings.allowed_hosts or "*" in settings.allowed_hosts:
        return True
    # Only a name can be rebound; an address is what it says, where others may connect at all.
    return not is_loopback(settings.host) and (host == settings.host or _is_address(host))


def _is_known_origin(origin: str, host: str, settings: Settings) -> bool:
    if re.fullmatch(_LOOPBACK_ORIGIN, origin) or origin in settings.allowed_origins:
        return True
    if origin == "null":
        return False
    # A page that this server served itself: its host was checked already.
    return "*" in settings.allowed_origins or origin.partition("://")[2] == host != ""


def _host_name(host: str) -> str:
    """The Host header without its port and brackets, in lower case; "" for what is no host."""
    match = re.fullmatch(r"(\[(?P<v6>[^]]*)\]|(?P<name>[^][:]*))(:\d*)?", host)
    if match is None:
        return ""
    return (match["v6"] or match["name"] or "").lower().rstrip(".")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
