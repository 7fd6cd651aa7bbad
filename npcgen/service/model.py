"""ModelService: what the server runs, as model.proto says it."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.paging import page_of
from npcgen.engine.models import find, list_models
from npcgen.errors import InvalidArgument, NotFound
from npcgen.service import convert_model
from npcgen.service.calls import Calls
from npcgen.service.log_tail import LogTail
from npcgen.service.model_pool import ModelPool, Options
from npcgen.service.model_pulling import ModelPulls
from npcgen.service.model_slot import ModelSlot
from npcgen.service.rpc import CallContext
from npcgen.v1 import model_pb2 as pb

_MIB = 1024 * 1024
_MAX_DRAIN_MS = 600_000
_RECORDS, _MAX_RECORDS = 200, 500
_RANGES = {
    "context_tokens": (0, 2**20),
    "slots": (0, 256),
    "threads": (0, 512),
    "n_gpu_layers": (-1, 1000),
}


class ModelService:
    def __init__(
        self,
        version: str,
        pool: ModelPool,
        calls: Calls,
        conversations: Conversations,
        *,
        model_dir: Path,
        drain_s: float,
        free_memory: Callable[[], int],
        settings: Callable[[], Iterable[pb.Setting]],
        pulls: ModelPulls,
        log: LogTail,
    ) -> None:
        """`drain_s`: what replies get to finish where a call says nothing. `free_memory`: bytes
        that one more model may take. `settings`: as they may be shown.
        """
        self._version = version
        self._pool = pool
        self._calls = calls
        self._conversations = conversations
        self._model_dir = model_dir
        self._drain_s = drain_s
        self._free_memory = free_memory
        self._settings = settings
        self._pulls = pulls
        self._log = log
        self._began = time.monotonic()

    async def list_models(
        self, request: pb.ListModelsRequest, context: CallContext
    ) -> pb.ListModelsResponse:
        page = page_of(await self._models(), request.page_size, request.page_token)
        return pb.ListModelsResponse(models=page.items, next_page_token=page.next_token)

    async def get_model(
        self, request: pb.GetModelRequest, context: CallContext
    ) -> pb.GetModelResponse:
        models = await self._models()
        if request.name not in models:
            raise NotFound(
                f"no model '{request.name}'; this server knows {', '.join(models)}",
                reason="MODEL_NOT_FOUND",
            )
        return pb.GetModelResponse(model=models[request.name])

    async def load_model(
        self, request: pb.LoadModelRequest, context: CallContext
    ) -> pb.LoadModelResponse:
        _check_named(request.name)
        slot = await self._pool.load(request.name, _options_of(request.options))
        return pb.LoadModelResponse(model=self._shown(slot))

    async def unload_model(
        self, request: pb.UnloadModelRequest, context: CallContext
    ) -> pb.UnloadModelResponse:
        _check_named(request.name)
        cut_off = await self._pool.unload(request.name, self._drain_of(request))
        if cut_off is None:
            await asyncio.to_thread(find, request.name, self._model_dir)
            return pb.UnloadModelResponse(unloaded=False)
        return pb.UnloadModelResponse(unloaded=True, cut_off_replies=cut_off)

    def pull_model(
        self, request: pb.PullModelRequest, context: CallContext
    ) -> AsyncGenerator[pb.PullModelResponse, None]:
        return self._pulls.pull(request.name, request.licence)

    async def list_log_records(
        self, request: pb.ListLogRecordsRequest, context: CallContext
    ) -> pb.ListLogRecordsResponse:
        most = request.most or _RECORDS
        if most > _MAX_RECORDS:
            raise InvalidArgument.at("most", f"is {most}; choose 1 to {_MAX_RECORDS}")
        return pb.ListLogRecordsResponse(
            records=[convert_model.logged_to(each) for each in self._log.after(request.after, most)]
        )

    async def set_pace(
        self, request: pb.SetPaceRequest, context: CallContext
    ) -> pb.SetPaceResponse:
        given = {field.name: value for field, value in request.pace.ListFields()}
        self._pool.set_pace(replace(self._pool.pace, **given))
        return pb.SetPaceResponse(pace=pb.Pace(**asdict(self._pool.pace)))

    async def get_settings(
        self, request: pb.GetSettingsRequest, context: CallContext
    ) -> pb.GetSettingsResponse:
        return pb.GetSettingsResponse(settings=self._settings())

    async def get_server_info(
        self, request: pb.GetServerInfoRequest, context: CallContext
    ) -> pb.GetServerInfoResponse:
        default = self._pool.default
        return pb.GetServerInfoResponse(
            version=self._version,
            model=self._shown(default),
            uptime_s=int(time.monotonic() - self._began),
            active_replies=self._pool.active,
            queued_replies=self._pool.queued,
            queue_limit=default.queue_limit,
            conversations=len(self._conversations),
            draining=self._calls.draining,
            models=[
                convert_model.stats_to(slot.name, slot.loaded.stats)
                for slot in self._pool.slots
                if slot.loaded is not None
            ],
            degraded=default.loaded is not None and default.loaded.degraded,
            free_memory_mib=self._free_memory() / _MIB,
        )

    async def _models(self) -> dict[str, pb.Model]:
        """By name, the default first. Files are looked at off the event loop."""
        return await asyncio.to_thread(self._listed, tuple(self._pool.slots))

    def _listed(self, present: Sequence[ModelSlot]) -> dict[str, pb.Model]:
        slots = {slot.name: self._shown(slot) for slot in present}
        files = list_models(self._model_dir)
        return slots | {
            file.name: convert_model.available_to(file) for file in files if file.name not in slots
        }

    def _shown(self, slot: ModelSlot) -> pb.Model:
        return convert_model.slot_to(slot, is_default=slot is self._pool.default)

    def _drain_of(self, request: pb.UnloadModelRequest) -> float:
        if not request.HasField("drain_ms"):
            return self._drain_s
        if request.drain_ms > _MAX_DRAIN_MS:
            raise InvalidArgument.at(
                "drain_ms", f"is {request.drain_ms}; choose 0 to {_MAX_DRAIN_MS}"
            )
        return request.drain_ms / 1000


def _check_named(name: str) -> None:
    if not name:
        raise InvalidArgument.at("name", "is empty; ListModels has the names")


def _options_of(message: pb.LoadOptions) -> Options:
    """What is set. Raises InvalidArgument for a value out of its range."""
    options: dict[str, int] = {field.name: value for field, value in message.ListFields()}
    for name, value in options.items():
        low, high = _RANGES[name]
        if not low <= value <= high:
            raise InvalidArgument.at(f"options.{name}", f"is {value}; choose {low} to {high}")
    return options
