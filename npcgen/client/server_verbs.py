"""The verbs for whoever runs a server, for both clients. What they send is `server_calls.py`."""

from collections.abc import AsyncGenerator, Generator

from npcgen.client import server_calls as calls
from npcgen.client.results import LogRecord, PullProgress
from npcgen.client.verbs import BlockingVerbs, Verbs


class ServerVerbs(Verbs):
    """The verbs of a client."""

    def pull_model(
        self, name: str, licence: str, *, timeout_s: float = calls.PULL_TIMEOUT_S
    ) -> AsyncGenerator[PullProgress, None]:
        """Has the server get a model of its catalogue; the last piece has the `pulled` model.

        `licence` is the model's, which you have read. Leaving early ends the pull; what came is
        kept for the next one.
        """
        return self._stream(calls.pull_model(name, licence, timeout_s))

    async def log_records(self, after: int = 0, *, most: int = 0) -> tuple[LogRecord, ...]:
        """What the server logged since the record with the sequence `after`; the latest `most`
        (0: 200).
        """
        return await self._unary(calls.log_records(after, most))


class BlockingServerVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def pull_model(
        self, name: str, licence: str, *, timeout_s: float = calls.PULL_TIMEOUT_S
    ) -> Generator[PullProgress, None, None]:
        """Has the server get a model of its catalogue; the last piece has the `pulled` model.

        `licence` is the model's, which you have read. Leaving early ends the pull; what came is
        kept for the next one.
        """
        return self._stream(calls.pull_model(name, licence, timeout_s))

    def log_records(self, after: int = 0, *, most: int = 0) -> tuple[LogRecord, ...]:
        """What the server logged since the record with the sequence `after`; the latest `most`
        (0: 200).
        """
        return self._unary(calls.log_records(after, most))
