"""ModelService: what the server runs, as model.proto says it."""

import asyncio
import time
from dataclasses import asdict, replace
from pathlib import Path

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.paging import page_of
from npcgen.engine.base import ModelInfo
from npcgen.engine.models import ModelFile, list_models
from npcgen.errors import NotFound
from npcgen.service.calls import Calls
from npcgen.service.model_slot import ModelSlot, ModelState
from npcgen.service.rpc import CallContext
from npcgen.v1 import model_pb2 as pb

_STATES = {
    ModelState.LOADING: pb.MODEL_STATE_LOADING,
    ModelState.LOADED: pb.MODEL_STATE_LOADED,
    ModelState.FAILED: pb.MODEL_STATE_FAILED,
}
_MIB = 1024 * 1024


class ModelService:
    def __init__(
        self,
        version: str,
        slot: ModelSlot,
        calls: Calls,
        conversations: Conversations,
        model_dir: Path,
    ) -> None:
        self._version = version
        self._slot = slot
        self._model_dir = model_dir
        self._calls = calls
        self._conversations = conversations
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

    async def set_pace(
        self, request: pb.SetPaceRequest, context: CallContext
    ) -> pb.SetPaceResponse:
        given = {field.name: value for field, value in request.pace.ListFields()}
        self._slot.set_pace(replace(self._slot.pace, **given))
        return pb.SetPaceResponse(pace=pb.Pace(**asdict(self._slot.pace)))

    async def get_server_info(
        self, request: pb.GetServerInfoRequest, context: CallContext
    ) -> pb.GetServerInfoResponse:
        return pb.GetServerInfoResponse(
            version=self._version,
            model=self._current(),
            uptime_s=int(time.monotonic() - self._began),
            active_replies=self._slot.active,
            queued_replies=self._slot.queued,
            queue_limit=self._slot.queue_limit,
            conversations=len(self._conversations),
            draining=self._calls.draining,
        )

    async def _models(self) -> dict[str, pb.Model]:
        """By name, the one in use first. Files are looked at off the event loop."""
        current = self._current()
        files = await asyncio.to_thread(list_models, self._model_dir)
        return {current.name: current} | {
            file.name: _available(file) for file in files if file.name != current.name
        }

    def _current(self) -> pb.Model:
        if self._slot.state is not ModelState.LOADED:
            return pb.Model(name=self._slot.name, state=_STATES[self._slot.state])
        return _loaded(self._slot.engine().info)


def _available(file: ModelFile) -> pb.Model:
    return pb.Model(
        name=file.name,
        state=pb.MODEL_STATE_FAILED if file.problem else pb.MODEL_STATE_AVAILABLE,
        architecture=file.architecture,
        parameters_m=file.parameters / 1e6,
        quantisation=file.quantisation,
        size_mib=file.size_bytes / _MIB,
        licence=file.licence,
        description=file.problem or file.description,
    )


def _loaded(info: ModelInfo) -> pb.Model:
    return pb.Model(
        name=info.name,
        state=pb.MODEL_STATE_LOADED,
        backend=info.backend,
        architecture=info.architecture,
        parameters_m=info.parameters / 1e6,
        quantisation=info.quantisation,
        size_mib=info.size_bytes / _MIB,
        context_tokens=info.context_tokens,
        slots=info.slots,
        chat_template=info.chat_template,
        sha256=info.sha256,
        licence=info.licence,
        description=info.description,
    )
