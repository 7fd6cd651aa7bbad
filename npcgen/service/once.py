"""Calls that create something, made safe to send again by their request id. Not thread-safe."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from npcgen.errors import InvalidArgument

MAX_ID_CHARS = 64
REMEMBERED = 256

Asked = TypeVar("Asked")
Made = TypeVar("Made")


class Once(Generic[Asked, Made]):
    """What the latest request ids asked for, and got."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, tuple[Asked, Made]] = OrderedDict()
        self._making: dict[str, tuple[Asked, asyncio.Task[Made]]] = {}

    def make(self, request_id: str, asked: Asked, make: Callable[[Asked], Made]) -> Made:
        """What `make` gives, or gave for the same id; an empty id is none.

        Raises InvalidArgument for an id that is too long, or was sent with something else. What
        `make` raises isn't remembered.
        """
        known = self._known(request_id, asked)
        return known[0] if known else self._keep(request_id, asked, make(asked))

    async def make_later(
        self, request_id: str, asked: Asked, make: Callable[[Asked], Awaitable[Made]]
    ) -> Made:
        """As `make`, for what is awaited: calls at once wait for the same.

        What began is made to its end, also when its caller leaves: the same call again finds it.
        """
        if known := self._known(request_id, asked):
            return known[0]
        if not request_id:
            return await make(asked)
        if request_id not in self._making:
            making = asyncio.create_task(self._make(request_id, asked, make), name="npcgen-once")
            self._making[request_id] = asked, making
        before, making = self._making[request_id]
        _check_same(request_id, before, asked)
        return await asyncio.shield(making)

    async def _make(
        self, request_id: str, asked: Asked, make: Callable[[Asked], Awaitable[Made]]
    ) -> Made:
        try:
            return self._keep(request_id, asked, await make(asked))
        finally:
            del self._making[request_id]

    def _known(self, request_id: str, asked: Asked) -> tuple[Made] | None:
        """What the same call got before, where it was sent before. Raises InvalidArgument."""
        if len(request_id) > MAX_ID_CHARS:
            found = f"has {len(request_id)} characters; send at most {MAX_ID_CHARS}"
            raise InvalidArgument.at("request_id", found)
        if not request_id or request_id not in self._calls:
            return None
        before, made = self._calls[request_id]
        _check_same(request_id, before, asked)
        self._calls.move_to_end(request_id)
        return (made,)

    def _keep(self, request_id: str, asked: Asked, made: Made) -> Made:
        if request_id:
            self._calls[request_id] = asked, made
            if len(self._calls) > REMEMBERED:
                self._calls.popitem(last=False)
        return made


def _check_same(request_id: str, before: object, asked: object) -> None:
    if before != asked:
        raise InvalidArgument.at(
            "request_id", f"'{request_id}' was sent with something else; choose a new one"
        )
