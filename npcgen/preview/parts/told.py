"""Errors where a designer sees them: what is wrong, and what to do."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from nicegui import ui

from npcgen.errors import NpcgenError, Unauthenticated

P = ParamSpec("P")
logger = logging.getLogger(__name__)


@contextmanager
def telling() -> Iterator[None]:
    """Shows what goes wrong within, and ends there. Texts of players never get into the log."""
    try:
        yield
    except Unauthenticated as error:
        # The frame asks for a key.
        ui.context.client.handle_exception(error)
    except NpcgenError as error:
        show_error(str(error))
    except ValueError as error:
        show_error(str(error))


def told(handler: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
    """The handler, with its errors shown."""

    @wraps(handler)
    async def shown(*args: P.args, **named: P.kwargs) -> None:
        with telling():
            await handler(*args, **named)

    return shown


def show_error(text: str) -> None:
    """A message that stays until it's closed, read out by screen readers."""
    ui.notify(
        text,
        type="negative",
        position="top",
        timeout=0,
        close_button="Close",
        multi_line=True,
        classes="room-error",
    )
