"""The prompt of a line, asked for while the model answers it. Knows no page."""

import asyncio

from npcgen import GameState
from npcgen.preview.pages.talk.heard import Looked, Told
from npcgen.preview.pages.talk.session import Session


class Looking:
    """One look, which ends with the reply.

    It begins once the model has the line, so that no word waits for it, and asks for the
    prompt before the turn is over and belongs to the history.
    """

    def __init__(self, session: Session, state: GameState | None) -> None:
        self._session, self._state = session, state
        self._task: asyncio.Task[Looked] | None = None

    async def __aenter__(self) -> "Looking":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def begin(self, told: Told) -> None:
        if self._task is None and told.was_read:
            look = self._session.look(told.player_text, self._state)
            self._task = asyncio.create_task(look)

    async def done(self) -> Looked | None:
        """None where no model read the line. Raises what the server raises."""
        return None if self._task is None else await self._task
