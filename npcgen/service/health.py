"""grpc.health.v1: overall and for each service, serving once the model is loaded."""

import asyncio
import logging
from collections.abc import Sequence

from grpc_health.v1 import health, health_pb2

logger = logging.getLogger(__name__)

SERVICE_NAME = "grpc.health.v1.Health"
_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
_TELL_S = 1.0


class Health:
    """Says whether to send calls here. Begins as not serving."""

    def __init__(self, service_names: Sequence[str]) -> None:
        self.servicer = health.aio.HealthServicer()  # type: ignore[attr-defined]
        self._names = ("", *service_names)

    async def set_serving(self, serving: bool) -> None:
        """Tells whoever asks, and whoever watches, from now on."""
        status = _SERVING if serving else _NOT_SERVING
        for name in self._names:
            await self._set(name, status)

    async def _set(self, name: str, status: int) -> None:
        # A watcher that reads nothing holds the servicer's lock.
        try:
            async with asyncio.timeout(_TELL_S):
                await self.servicer.set(name, status)
        except TimeoutError:
            logger.warning("a health watcher of %r reads nothing", name)
