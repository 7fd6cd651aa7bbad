"""The composition root: settings -> engine -> domains -> services -> ports.

Opens the ports, then the model, and closes in the reverse order. Until the model is loaded, calls
say that it isn't.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

import npcgen
from npcgen.client import Tls
from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.library import CardLibrary
from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.feelings.feelings import Feelings
from npcgen.dialogue.generation.maker import PersonaMaker
from npcgen.dialogue.guardrails.audit import AuditLog
from npcgen.dialogue.guardrails.rules import bundled_rules
from npcgen.dialogue.guards import Guards
from npcgen.dialogue.line_vectors import LineVectors
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.lore.meaning import Meanings
from npcgen.dialogue.lore.recall import LoreRecall
from npcgen.dialogue.memory.idle import IdleWork
from npcgen.dialogue.memory.meaning import MemoryMeanings
from npcgen.dialogue.memory.memories import Memories
from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.mind import MINDLESS
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.thinking import Thinking
from npcgen.engine.base import Backend
from npcgen.engine.embeddings import Embedder
from npcgen.engine.memory_budget import MemoryBudget
from npcgen.engine.pace import Pace
from npcgen.engine.parked_folder import discard_unattended, parking_key
from npcgen.engine.stats import EngineStats
from npcgen.errors import NpcgenError
from npcgen.levels.prompt_reader import PromptReader
from npcgen.preview import mount as preview
from npcgen.preview.mount import Preview
from npcgen.preview.reach import Reach
from npcgen.quests.plays import Plays
from npcgen.quests.prompt_reader import PromptReader as QuestPromptReader
from npcgen.quests.recall import QuestRecall
from npcgen.quests.writing import QuestWriter
from npcgen.service.behaviour import BehaviourService
from npcgen.service.binding import address, check_exposure, check_ports, numeric
from npcgen.service.calls import Calls
from npcgen.service.dialogue import DialogueService
from npcgen.service.health import Health
from npcgen.service.http import HttpServer, Pages, application
from npcgen.service.level import LevelService
from npcgen.service.log_tail import LogTail
from npcgen.service.lore import LoreService
from npcgen.service.memory import MemoryService
from npcgen.service.metrics import Metrics
from npcgen.service.model import ModelService
from npcgen.service.model_loading import loads_of, make_pool
from npcgen.service.model_pulling import ModelPulls
from npcgen.service.persona import PersonaService
from npcgen.service.quest import QuestService
from npcgen.service.rpc import Method, methods_of, services_of
from npcgen.service.server import GrpcServer
from npcgen.service.settings_shown import shown
from npcgen.service.texture import TextureService
from npcgen.settings import Settings
from npcgen.textures.prompt_reader import PromptReader as TexturePromptReader
from npcgen.v1 import (
    behaviour_pb2,
    dialogue_pb2,
    level_pb2,
    lore_pb2,
    memory_pb2,
    model_pb2,
    persona_pb2,
    quest_pb2,
    texture_pb2,
)
from npcgen.workers.pool import Workers

logger = logging.getLogger(__name__)

STALL_S = 20.0
"""Seconds a client may accept nothing of its stream before it is given up."""
_LAST_BYTES_S = 1.0
_MIB = 1024 * 1024
_GENERATORS = (
    "worldgen.levels.jobs",
    "worldgen.quests.jobs",
    "worldgen.behaviour.jobs",
    "worldgen.textures.making.jobs",
)
"""What every worker imports as it starts."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a server listens."""

    host: str
    grpc_port: int
    http_port: int
    tls: bool = False

    @property
    def grpc(self) -> str:
        """HOST:PORT of native gRPC."""
        return address(self.host, self.grpc_port)

    @property
    def http_url(self) -> str:
        """The URL of Connect, gRPC-Web and the rest."""
        return f"http{'s' * self.tls}://{address(self.host, self.http_port)}"

    def line(self) -> str:
        """What a server prints for whoever started it, on one line."""
        http = address(self.host, self.http_port)
        return f"npcgen ready-to-connect grpc={self.grpc} http={http}"


class App:
    """One server: `start`, then `wait_ready` where a model is needed, then `stop`."""

    def __init__(
        self,
        settings: Settings,
        load: Callable[[], Backend] | None = None,
        *,
        stall_s: float = STALL_S,
    ) -> None:
        """`load` gives the model, by default the one of the settings; it runs on a thread.

        Needs a running event loop, the only one of its process. Raises ConfigError.
        """
        check_exposure(settings)
        check_ports(settings)
        self.settings = settings
        self.metrics = Metrics()
        self._log = LogTail()
        self.calls = Calls(self.metrics)
        self.budget = MemoryBudget(settings.memory_budget_mib * _MIB)
        loads = (load,) if load else loads_of(settings, self.budget)
        self.models = make_pool(settings, self.budget, loads)
        self.models.set_pace(Pace(settings.max_tokens_per_s, settings.cpu_share))
        self.worlds = WorldStore()
        self.personas = PersonaStore(settings.persona_dir, self.worlds)
        self.store = Store(settings.database_url or settings.store_file)
        self.lore = LoreLibrary(self.worlds, self.store)
        embedder = LineVectors(self._embedder)
        self._meanings = Meanings(embedder)
        scale = settings.game_time_scale
        self.feelings = Feelings(
            self.store, time_scale=scale, proposals=settings.feelings_from_model
        )
        by_meaning = MemoryMeanings(self.store, embedder)
        self._memory = MemoryRecall(
            self.store,
            time_scale=scale,
            meanings=by_meaning if settings.memory_embeddings else None,
        )
        self._idle = IdleWork(self.models.engine, self._memory, idle_s=settings.memory_idle_s)
        self._audit = _audit_log(settings)
        self._plays = Plays(self.store)
        self.conversations = self._conversations()
        self.workers = Workers(settings.generation_workers, _GENERATORS)
        methods = self._methods()
        self.health = Health(services_of(methods))
        self._grpc = GrpcServer(settings, methods, self.calls, self.health, stall_s)
        pages = Pages(
            npcgen.__version__, services_of(methods), self.calls, self.metrics, self.models
        )
        self._bound: Bound | None = None
        wants_preview = settings.preview and preview.is_installed()
        self.preview = Preview(self._reach, settings.preview_dir) if wants_preview else None
        self._http = HttpServer(
            settings, application(settings, methods, self.calls, pages, stall_s, self.preview)
        )
        self._loading: asyncio.Task[None] | None = None
        self._observe()

    async def start(self) -> Bound:
        """Opens the store and the ports, and begins to load the model.

        Raises ConfigError, and what the store can't be opened for.
        """
        await self.health.set_serving(False)
        async with AsyncExitStack() as opened:
            self._log.listen()
            opened.callback(self._log.leave)
            await self.store.open()
            opened.push_async_callback(self.store.close)
            await self.lore.open()
            await asyncio.to_thread(bundled_rules)
            http_port = await self._http.start()
            opened.push_async_callback(self._http.stop)
            grpc_port = await self._grpc.start()
            opened.pop_all()
        self._loading = asyncio.create_task(self._load(), name="npcgen-load")
        tls = self.settings.tls_cert is not None
        self._bound = Bound(numeric(self.settings.host), grpc_port, http_port, tls)
        return self._bound

    async def wait_ready(self) -> None:
        """Returns once the model is loaded; raises an NpcgenError when it can't be."""
        assert self._loading is not None, "start() comes first"
        await asyncio.shield(self._loading)

    async def wait_failed(self) -> None:
        """Raises, as an NpcgenError, what makes this server useless."""
        await self.wait_ready()
        await self._grpc.wait_failed()

    async def stop(self, grace_s: float | None = None) -> None:
        """Drains, then closes everything.

        `grace_s`: seconds for calls in flight; None takes `drain_timeout_s`.
        """
        grace_s = self.settings.drain_timeout_s if grace_s is None else grace_s
        self.calls.drain()
        await self.health.set_serving(False)
        if not await self.calls.wait_idle(grace_s):
            logger.warning("%d calls cut off after %.1f s", self.calls.in_flight, grace_s)
        self.workers.drain()
        await self._loaded_or_failed()
        await self._meanings.close()
        await self._idle.close()
        await self.models.close()
        await self.calls.wait_idle(_LAST_BYTES_S)
        if self.preview is not None:
            await self.preview.stop()
        await self._grpc.stop(_LAST_BYTES_S)
        await self._http.stop()
        await self.workers.close()
        await self._plays.close()
        await self.store.close()
        if self._audit is not None:
            await asyncio.to_thread(self._audit.close)
        self._log.leave()

    async def _load(self) -> None:
        try:
            await self.models.default.load()
            for name in self.settings.also_load:
                await self.models.load(name)
        finally:
            # NOTE: not before, for how fast a model is may be measured as it is loaded.
            await self.workers.start()
        if not self.calls.draining:
            await self.health.set_serving(True)

    async def _loaded_or_failed(self) -> None:
        """NOTE: a load can't be interrupted, so its thread is waited for."""
        if self._loading is not None:
            try:
                await self._loading
            except NpcgenError as error:
                logger.debug("stopped without a model: %s", error)

    def _reach(self) -> Reach:
        assert self._bound is not None, "no browser comes before the ports are open"
        tls = Tls(ca=self.settings.tls_cert) if self._bound.tls else None
        return Reach(self._bound.grpc, self._bound.http_url, tls)

    def _conversations(self) -> Conversations:
        settings = self.settings
        meanings = self._meanings if settings.lore_embeddings else None
        remembers = [self._memory] if settings.memory else []
        # NOTE: the last of them stands closest to the line, and is what a small model copies from.
        lore = LoreRecall(self.lore, settings.lore_budget_tokens, meanings)
        return Conversations(
            self.models.engine,
            self.personas,
            self.worlds,
            self.store,
            max_tokens=settings.max_tokens,
            reply_timeout_s=settings.reply_timeout_s,
            max_conversations=settings.max_conversations,
            fallback=settings.fallback_lines,
            action_gate=settings.action_gate,
            guards=Guards(settings.tier, log=self._audit),
            discard_parked=self._discard_parked,
            mind=Thinking(
                self.feelings if settings.feelings else MINDLESS,
                [lore, QuestRecall(self._plays, self.models.engine), *remembers],
                [*remembers, self._idle] if settings.memory else [],
            ),
        )

    async def _discard_parked(self) -> None:
        settings = self.settings
        loaded = [slot.loaded.info for slot in self.models.slots if slot.loaded is not None]
        keys = {parking_key(each.sha256, settings.kv_type) for each in loaded}
        attended = keys if settings.parked_disk_mib else set()
        await asyncio.to_thread(discard_unattended, settings.parked_dir, attended)

    def _embedder(self) -> Embedder:
        """Raises FailedPrecondition where nothing makes embeddings, Unavailable while loading."""
        return self.models.engine().embedder

    def _methods(self) -> list[Method]:
        dialogue = DialogueService(self.conversations, self.metrics)
        cards = CardLibrary(self.personas, CardFolder(self.settings.card_dir))
        maker = PersonaMaker(self.personas, self.lore, self.models.engine)
        personas = PersonaService(self.personas, cards, maker)
        lore = LoreService(self.lore, self.personas, self.settings.lore_budget_tokens)
        memories = Memories(self.store, self.personas, self.conversations, self.feelings)
        levels = LevelService(self.workers, PromptReader(self.models.engine))
        writer = QuestWriter(self.personas, self.models.engine)
        reader = QuestPromptReader(self.models.engine)
        quests = QuestService(self.workers, self._plays, writer, reader)
        behaviours = BehaviourService(self.workers, self.personas, self._plays)
        textures = TextureService(self.workers, TexturePromptReader(self.models.engine))
        model = ModelService(
            npcgen.__version__,
            self.models,
            self.calls,
            self.conversations,
            model_dir=self.settings.model_dir,
            drain_s=self.settings.drain_timeout_s,
            free_memory=self.budget.free,
            settings=partial(shown, self.settings),
            pulls=ModelPulls(self.settings, lambda: self.calls.draining),
            log=self._log,
        )
        services = (
            (dialogue_pb2.DESCRIPTOR, "DialogueService", dialogue),
            (persona_pb2.DESCRIPTOR, "PersonaService", personas),
            (lore_pb2.DESCRIPTOR, "LoreService", lore),
            (memory_pb2.DESCRIPTOR, "MemoryService", MemoryService(memories)),
            (level_pb2.DESCRIPTOR, "LevelService", levels),
            (quest_pb2.DESCRIPTOR, "QuestService", quests),
            (behaviour_pb2.DESCRIPTOR, "BehaviourService", behaviours),
            (texture_pb2.DESCRIPTOR, "TextureService", textures),
            (model_pb2.DESCRIPTOR, "ModelService", model),
        )
        return [
            method
            for file, name, service in services
            for method in methods_of(file.services_by_name[name], service)
        ]

    def _observe(self) -> None:
        gauge = self.metrics.gauge
        gauge("replies_active", "Replies being generated.", lambda: self.models.active)
        gauge("replies_queued", "Replies waiting for a slot.", lambda: self.models.queued)
        gauge("calls_in_flight", "Calls that haven't ended.", lambda: self.calls.in_flight)
        gauge("conversations", "Conversations in memory.", lambda: len(self.conversations))
        gauge("generations_active", "Generations under way.", lambda: self.workers.busy)
        gauge("generations_queued", "Generations in line.", lambda: self.workers.waiting)
        self.metrics.watch_models(self._stats)

    def _stats(self) -> Mapping[str, EngineStats]:
        return {slot.name: slot.loaded.stats for slot in self.models.slots if slot.loaded}


def _audit_log(settings: Settings) -> AuditLog | None:
    if not settings.audit:
        return None
    return AuditLog(settings.audit_dir, keeps_text=settings.audit_text)
