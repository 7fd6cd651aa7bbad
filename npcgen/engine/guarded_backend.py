"""A backend whose bugs end replies and never the decode loop. Knows no queue and no thread."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from npcgen.engine.abilities import Forgetful
from npcgen.engine.base import Backend, BackendSequence, GenerationRequest, Message, Step
from npcgen.errors import InternalError, NpcgenError, trace_of

logger = logging.getLogger(__name__)

T = TypeVar("T")


class GuardedBackend:
    """The same verbs. What takes part in a reply raises nothing but an NpcgenError; what comes
    after its end raises nothing. Errors are logged without their texts, which may hold a player's.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def open(self, request: GenerationRequest) -> BackendSequence:
        return _typed("open a sequence", lambda: self._backend.open(request))

    def step(self, sequences: Sequence[BackendSequence]) -> Sequence[Step]:
        steps = _typed("step", lambda: self._backend.step(sequences))
        if len(steps) != len(sequences):
            raise InternalError(f"{len(sequences)} sequences gave {len(steps)} steps")
        return steps

    def close(self, sequence: BackendSequence) -> None:
        _logged("close a sequence", lambda: self._backend.close(sequence))

    def forget(self, messages: Sequence[Message]) -> None:
        backend = self._backend
        if isinstance(backend, Forgetful):
            _logged("forget", lambda: backend.forget(messages))

    def shutdown(self) -> None:
        _logged("shut down", self._backend.shutdown)


def _typed(verb: str, call: Callable[[], T]) -> T:
    try:
        return call()
    except NpcgenError as error:
        logger.debug("the backend refused to %s: %s", verb, error.reason)
        raise
    except Exception as error:  # noqa: BLE001 - logged without its text
        logger.error("the backend failed to %s: %s", verb, trace_of(error))
        raise InternalError(f"the backend failed to {verb}") from None


def _logged(verb: str, call: Callable[[], None]) -> None:
    try:
        call()
    except Exception as error:  # noqa: BLE001 - logged without its text
        logger.error("the backend failed to %s: %s", verb, trace_of(error))
