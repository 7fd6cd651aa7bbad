"""The models of a server: the default one, and those that clients load beside it.

Each name is loaded once, however many ask for it at the same time. What a model takes of the
memory is checked where it is loaded. Knows no protobuf.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from npcgen.engine.engine import Engine
from npcgen.engine.pace import Pace
from npcgen.engine.router import Router
from npcgen.errors import AlreadyExists, FailedPrecondition, Unavailable
from npcgen.service.model_slot import ModelSlot, ModelState, not_loaded

Options = Mapping[str, int]
"""Settings of a model that its caller chose, by their names; the others are the server's."""
NO_OPTIONS: Options = MappingProxyType({})
_UNLOADING_RETRY_S = 1.0


@dataclass(slots=True, eq=False)
class _Beside:
    """A model beside the default one."""

    slot: ModelSlot
    options: Options
    loading: asyncio.Task[None]
    unloading: asyncio.Task[int] | None = None


class ModelPool:
    """Owns its models."""

    def __init__(
        self,
        default: ModelSlot,
        make_slot: Callable[[str, Options], ModelSlot],
        *,
        default_options: Options = NO_OPTIONS,
        forget: Callable[[str], None] = lambda name: None,
    ) -> None:
        """`make_slot` gives the slot of a model that isn't loaded yet.

        `default_options`: all of the default model's, which the others have, too, where their
        caller chose nothing else. `forget` hears of each name whose memory is free again.
        """
        self.default = default
        self._default_options = default_options
        self._make_slot = make_slot
        self._forget = forget
        self._beside: dict[str, _Beside] = {}

    @property
    def slots(self) -> Iterator[ModelSlot]:
        """The default, then the others by name; those being loaded or unloaded, too."""
        yield self.default
        for name in sorted(self._beside):
            yield self._beside[name].slot

    @property
    def active(self) -> int:
        """Replies being generated, of all models."""
        return sum(slot.active for slot in self.slots)

    @property
    def queued(self) -> int:
        """Replies waiting for a slot, of all models."""
        return sum(slot.queued for slot in self.slots)

    @property
    def pace(self) -> Pace:
        return self.default.pace

    def set_pace(self, pace: Pace) -> None:
        """How much of the machine each model may take, also those that are loaded later."""
        for slot in self.slots:
            slot.set_pace(pace)

    def engine(self, name: str = "") -> Engine | Router:
        """The engine of a loaded model; the default's for an empty name.

        Raises FailedPrecondition (MODEL_NOT_LOADED), Unavailable while it is being loaded, and
        ModelUnusable when the default couldn't be.
        """
        if name in ("", self.default.name):
            return self.default.engine()
        if name not in self._beside:
            raise not_loaded(name)
        return self._beside[name].slot.engine()

    async def load(self, name: str, options: Options = NO_OPTIONS) -> ModelSlot:
        """The slot of the model, which is loaded now.

        Raises what loading it raises; AlreadyExists when it has other options; Unavailable while
        the default is being loaded, or this one unloaded.
        """
        if name == self.default.name:
            _check_same(name, options, self._default_options)
            self.default.engine()
            return self.default
        model = self._beside.get(name)
        if model is None:
            model = self._begin(name, options)
        elif model.unloading is not None:
            raise Unavailable(
                f"the model '{name}' is being unloaded; try again in a moment",
                reason="MODEL_UNLOADING",
                retry_after_s=_UNLOADING_RETRY_S,
            )
        else:
            _check_same(name, options, model.options)
        # A caller that goes away must not end the load that others wait for.
        await asyncio.shield(model.loading)
        return model.slot

    async def unload(self, name: str, drain_s: float) -> int | None:
        """Replies that were cut off; None when the model wasn't loaded. Another call for the same
        model waits with the first, and may shorten what its replies get.

        Raises FailedPrecondition for the default model.
        """
        if name == self.default.name:
            raise FailedPrecondition(
                f"'{name}' is the model this server was started with and stays loaded; "
                "start the server with another --model to be without it",
                reason="MODEL_IS_DEFAULT",
                metadata={"model": name},
            )
        model = self._beside.get(name)
        if model is None:
            return None
        if model.unloading is None:
            model.unloading = asyncio.create_task(
                self._unload(name, model, drain_s), name="npcgen-unload"
            )
        model.slot.drain_within(drain_s)
        return await asyncio.shield(model.unloading)

    async def close(self) -> None:
        """Ends what is in flight and frees every model.

        NOTE: a load can't be interrupted, so its thread is waited for.
        """
        models = list(self._beside.values())
        await asyncio.gather(*(model.loading for model in models), return_exceptions=True)
        unloading = [model.unloading for model in models if model.unloading is not None]
        slots = [self.default, *(model.slot for model in models)]
        await asyncio.gather(*(slot.close() for slot in slots))
        await asyncio.gather(*unloading)

    def _begin(self, name: str, options: Options) -> _Beside:
        slot = self._make_slot(name, options)
        slot.set_pace(self.pace)
        loading = asyncio.create_task(self._load(name, slot), name="npcgen-load")
        loading.add_done_callback(_retrieve)
        self._beside[name] = _Beside(slot, {**self._default_options, **options}, loading)
        return self._beside[name]

    async def _load(self, name: str, slot: ModelSlot) -> None:
        try:
            await slot.load()
        except BaseException:
            del self._beside[name]
            raise

    async def _unload(self, name: str, model: _Beside, drain_s: float) -> int:
        await asyncio.wait((model.loading,))
        if model.slot.state is ModelState.FAILED:
            return 0
        try:
            return await model.slot.unload(drain_s)
        finally:
            del self._beside[name]
            self._forget(name)


def _check_same(name: str, asked: Options, loaded: Options) -> None:
    """Raises AlreadyExists when something is asked for that the model wasn't loaded with."""
    others = [key for key, value in asked.items() if loaded.get(key) != value]
    if others:
        has = ", ".join(f"{key} {loaded.get(key, 'unknown')}" for key in others)
        raise AlreadyExists(
            f"the model '{name}' is loaded with {has}; unload it first, or leave that out",
            reason="MODEL_LOADED_OTHERWISE",
            metadata={"model": name},
        )


def _retrieve(task: asyncio.Task[None]) -> None:
    """NOTE: every waiter may have gone; the slot has logged what went wrong."""
    if not task.cancelled():
        task.exception()
