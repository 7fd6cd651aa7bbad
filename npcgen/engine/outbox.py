"""What a step gave, handed over together: whoever reads it is woken once a step."""

import logging
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from npcgen.engine.base import EngineEvent
from npcgen.engine.reply import Reply
from npcgen.errors import NpcgenError, trace_of

logger = logging.getLogger(__name__)

R = TypeVar("R")
Outcome = EngineEvent | NpcgenError
Deliver = Callable[[Sequence[tuple[Reply[R], Outcome]]], None]


class Outbox(Generic[R]):
    """NOTE: belongs to the decode thread, which must outlive whatever `deliver` raises."""

    def __init__(self, deliver: Deliver[R]) -> None:
        self._deliver = deliver
        self._outcomes: list[tuple[Reply[R], Outcome]] = []

    def put(self, reply: Reply[R], outcome: Outcome) -> None:
        """Goes out with the next `emit`, in order."""
        self._outcomes.append((reply, outcome))

    def emit(self) -> None:
        """Delivers what there is."""
        if not self._outcomes:
            return
        outcomes, self._outcomes = self._outcomes, []
        try:
            self._deliver(outcomes)
        except Exception as error:  # noqa: BLE001 - logged without its text
            logger.error("what a step gave couldn't be delivered: %s", trace_of(error))
