"""The composition root: settings -> engine -> domains -> services -> ports.

Opens in that order and closes in the reverse one. The ports open at once; the model loads behind
them, and until it has, calls say so.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.engine.base import Backend
from npcgen.errors import NpcgenError
from npcgen.service.binding import address, check_exposure, numeric
from npcgen.service.calls import Calls
from npcgen.service.dialogue import DialogueService
from npcgen.service.health import Health
from npcgen.service.metrics import Metrics
from npcgen.service.model import ModelService
from npcgen.service.model_slot import ModelSlot
from npcgen.service.persona import PersonaService
from npcgen.service.rpc import Method, methods_of
from npcgen.service.server import GrpcServer
from npcgen.settings import Settings
from npcgen.v1 import dialogue_pb2, model_pb2, persona_pb2

logger = logging.getLogger(__name__)

STALL_S = 20.0
"""Seconds a client may accept nothing of its stream before it is given up."""
_LAST_BYTES_S = 1.0


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a server listens."""

    host: str
    grpc_port: int
    http_port: int

    def line(self) -> str:
        """What `npcgen serve` prints for whoever started it."""
        grpc = address(self.host, self.grpc_port)
        return f"npcgen ready-to-connect grpc={grpc} http={address(self.host, self.http_port)}"


class App:
    """One server: `start`, then `wait_ready` where a model is needed, then `stop`."""

    def __init__(
        self, settings: Settings, load: Callable[[], Backend], *, stall_s: float = STALL_S
    ) -> None:
        """`load` gives the model; it is called once, on another thread."""
        self.settings = settings
        self.metrics = Metrics()
        self.calls = Calls(self.metrics)
        self.slot = ModelSlot(Path(settings.model).stem, load, queue_limit=settings.queue_limit)
        self.personas = PersonaStore(settings.persona_dir)
        self.conversations = _conversations(settings, self.slot, self.personas)
        methods = self._methods()
        self.health = Health(list(dict.fromkeys(method.service_name for method in methods)))
        self._grpc = GrpcServer(settings, methods, self.calls, self.health, stall_s)
        self._loading: asyncio.Task[None] | None = None
        self._observe()

    async def start(self) -> Bound:
        """Opens the ports and begins to load the model. Raises ConfigError."""
        check_exposure(self.settings)
        await self.health.set_serving(False)
        grpc_port = await self._grpc.start()
        self._loading = asyncio.create_task(self._load(), name="npcgen-load")
        return Bound(numeric(self.settings.host), grpc_port, 0)

    async def wait_ready(self) -> None:
        """Returns once the model is loaded; raises an NpcgenError when it can't be."""
        if self._loading is None:
            raise RuntimeError("start() comes first")
        await asyncio.shield(self._loading)

    async def stop(self, grace_s: float | None = None) -> None:
        """Drains, then closes everything.

        `grace_s`: seconds for calls in flight; None takes `drain_timeout_s`.
        """
        self.calls.drain()
        await self.health.set_serving(False)
        grace_s = self.settings.drain_timeout_s if grace_s is None else grace_s
        if not await self.calls.wait_idle(grace_s):
            logger.warning("%d calls cut off after %.1f s", self.calls.in_flight, grace_s)
        await self._grpc.stop(_LAST_BYTES_S)
        await self._loaded_or_failed()
        await self.slot.close()

    async def _load(self) -> None:
        await self.slot.load()
        if not self.calls.draining:
            await self.health.set_serving(True)

    async def _loaded_or_failed(self) -> None:
        """NOTE: a load can't be interrupted, so its thread is waited for."""
        if self._loading is not None:
            try:
                await self._loading
            except NpcgenError as error:
                logger.debug("stopped without a model: %s", error)

    def _methods(self) -> list[Method]:
        dialogue = DialogueService(self.conversations, self.metrics)
        model = ModelService(self.slot, self.calls, self.conversations)
        return [
            *methods_of(dialogue_pb2.DESCRIPTOR.services_by_name["DialogueService"], dialogue),
            *methods_of(
                persona_pb2.DESCRIPTOR.services_by_name["PersonaService"],
                PersonaService(self.personas),
            ),
            *methods_of(model_pb2.DESCRIPTOR.services_by_name["ModelService"], model),
        ]

    def _observe(self) -> None:
        gauge = self.metrics.gauge
        gauge("replies_active", "Replies being generated.", lambda: self.slot.active)
        gauge("replies_queued", "Replies waiting for a slot.", lambda: self.slot.queued)
        gauge("calls_in_flight", "Calls that haven't ended.", lambda: self.calls.in_flight)
        gauge("conversations", "Conversations kept.", lambda: len(self.conversations))


def _conversations(settings: Settings, slot: ModelSlot, personas: PersonaStore) -> Conversations:
    return Conversations(
        slot.engine,
        personas,
        WorldStore(),
        max_tokens=settings.max_tokens,
        reply_timeout_s=settings.reply_timeout_s,
        max_conversations=settings.max_conversations,
    )
