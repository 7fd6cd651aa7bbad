"""Keys: who may call, for both transports."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import grpc

from npcgen.errors import Unauthenticated
from npcgen.service import health
from npcgen.service.calls import Calls
from npcgen.service.native import Handler, refusing

_OPEN = f"/{health.SERVICE_NAME}/"


class Keys:
    """The keys that a client may send as `authorization: Bearer KEY`."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Without any, everybody may call."""
        self._keys = tuple(key.encode() for key in keys)

    def check(self, authorization: str | None) -> None:
        """Raises Unauthenticated unless the header holds one of the keys."""
        if not self._keys:
            return
        scheme, _, rest = (authorization or "").partition(" ")
        key = rest.strip()
        if scheme.lower() != "bearer" or not key:
            raise Unauthenticated(
                "a key is missing; send it as the header 'authorization: Bearer KEY'",
                reason="KEY_MISSING",
            )
        # NOTE: every key is compared, so that the time tells nothing.
        matches = [hmac.compare_digest(key.encode(), known) for known in self._keys]
        if not any(matches):
            raise Unauthenticated(
                "this key isn't one of the server's; check NPCGEN_API_KEYS", reason="KEY_WRONG"
            )


class KeyInterceptor(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Refuses native calls without a key; only health may be asked without one."""

    def __init__(self, keys: Keys, calls: Calls) -> None:
        self._keys = keys
        self._calls = calls

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        path = str(handler_call_details.method)
        if path.startswith(_OPEN):
            return await continuation(handler_call_details)
        metadata = dict(handler_call_details.invocation_metadata or ())
        try:
            self._keys.check(str(metadata.get("authorization", "")))
        except Unauthenticated as error:
            return refusing(partial(self._calls.refuse, path, "grpc", error))
        return await continuation(handler_call_details)
