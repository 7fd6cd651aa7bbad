"""Calls that create something, made safe to send again by their request id. Not thread-safe."""

from collections import OrderedDict
from collections.abc import Callable
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

    def make(self, request_id: str, asked: Asked, make: Callable[[Asked], Made]) -> Made:
        """What `make` gives, or gave for the same id; an empty id is none.

        Raises InvalidArgument for an id that is too long, or was sent with something else. What
        `make` raises isn't remembered.
        """
        if len(request_id) > MAX_ID_CHARS:
            found = f"has {len(request_id)} characters; send at most {MAX_ID_CHARS}"
            raise InvalidArgument.at("request_id", found)
        if not request_id:
            return make(asked)
        if request_id not in self._calls:
            self._calls[request_id] = asked, make(asked)
        before, made = self._calls[request_id]
        if before != asked:
            raise InvalidArgument.at(
                "request_id", f"'{request_id}' was sent with something else; choose a new one"
            )
        self._calls.move_to_end(request_id)
        if len(self._calls) > REMEMBERED:
            self._calls.popitem(last=False)
        return made
