"""Reads one reply from the server: asks, tries again before the first token, watches the time.

Runs on the backend's event loop and ends its sequence with exactly one step that finishes or
fails it, unless it is cancelled, which closes the connection and so stops the server.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import httpx

from npcgen.engine.backends.openai.answers import check_stream
from npcgen.engine.backends.openai.chunk import Chunk, read_chunk, same_model
from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.failures import (
    RemoteFailure,
    another_model,
    broken,
    cut_off,
    stalled,
    unreachable,
)
from npcgen.engine.backends.openai.parameters import OpenAIParameters
from npcgen.engine.backends.openai.quoting import loggable
from npcgen.engine.backends.openai.retries import retried
from npcgen.engine.backends.openai.sequence import RemoteSequence
from npcgen.engine.backends.openai.sse import EventParser
from npcgen.engine.backends.openai.surrogates import SurrogateJoiner
from npcgen.engine.base import FinishReason, Step, Usage
from npcgen.errors import InternalError, trace_of

logger = logging.getLogger(__name__)

_LAST_BYTES_S = 0.5
"""For the usage and the end of the stream, once the reply is complete."""


@dataclass(slots=True)
class _Progress:
    """What one request has brought so far."""

    answered: bool = False
    chunks: int = 0
    texts: int = 0
    told: int = 0
    """Tokens that were counted in steps already."""
    finished: FinishReason | None = None
    usage: Usage = field(default_factory=Usage)
    joiner: SurrogateJoiner = field(default_factory=SurrogateJoiner)


class Reader:
    def __init__(
        self,
        clients: Clients,
        parameters: OpenAIParameters,
        body: dict[str, Any],
        sequence: RemoteSequence,
    ) -> None:
        self._clients = clients
        self._parameters = parameters
        self._body = body
        self._sequence = sequence
        self._max_tokens = sequence.request.max_tokens
        self._spoke = False

    async def run(self) -> None:
        try:
            await retried(self._attempt, self._parameters, self._warn)
        except RemoteFailure as failure:
            self._warn(failure)
            await self._sequence.put(Step(error=failure.error))
        except Exception as error:  # noqa: BLE001 - logged without its text
            logger.error("reading from the model server failed: %s", trace_of(error))
            error = InternalError("reading from the model server failed")
            await self._sequence.put(Step(error=error))

    async def _attempt(self) -> None:
        progress = _Progress()
        try:
            await self._converse(progress)
        except RemoteFailure as failure:
            failure.again &= not self._spoke
            raise

    async def _converse(self, progress: _Progress) -> None:
        """One request, to the end of its answer."""
        url = f"{self._parameters.url}/chat/completions"
        try:
            async with (
                self._clients.lend() as client,
                asyncio.timeout(self._parameters.first_token_s) as limit,
                client.stream("POST", url, json=self._body) as response,
            ):
                await check_stream(response)
                progress.answered = True
                await self._read(response, progress, limit)
        except TimeoutError:
            if progress.finished is None:
                raise self._stalled() from None
        except httpx.RequestError as error:
            if progress.finished is None:
                raise cut_off() if progress.answered else unreachable(error) from error
        if not self._sequence.over:
            await self._finish(progress)

    async def _read(
        self, response: httpx.Response, progress: _Progress, limit: asyncio.Timeout
    ) -> None:
        parser = EventParser()
        async for piece in response.aiter_raw():
            for data in parser.feed(piece) if not self._sequence.over else ():
                if data.strip() == "[DONE]":
                    await self._finish(progress)
                    break
                await self._take(read_chunk(data), progress, limit)
                if progress.chunks > self._most_chunks:
                    return
        if progress.finished is None:
            raise broken("ended with half an event") if parser.inside else cut_off()

    @property
    def _most_chunks(self) -> int:
        """A chunk is a token or less, in servers that send one by parts."""
        return 4 * self._max_tokens + 64

    async def _take(self, chunk: Chunk, progress: _Progress, limit: asyncio.Timeout) -> None:
        asked = self._body["model"]
        is_checked = chunk.model and not self._parameters.any_model
        if is_checked and not same_model(asked, chunk.model):
            raise another_model(asked, chunk.model)
        progress.usage = chunk.usage or progress.usage
        progress.finished = progress.finished or chunk.finished
        progress.chunks += 1
        if progress.chunks > self._most_chunks:
            if not self._spoke:
                raise broken("keeps sending and says nothing")
            progress.finished = progress.finished or FinishReason.LENGTH
        elif chunk.text:
            # A consumer that takes its time isn't the server's fault.
            limit.reschedule(None)
            await self._say(chunk.text, progress)
        self._set_time(progress, limit)

    async def _say(self, text: str, progress: _Progress) -> None:
        self._spoke = True
        progress.texts += 1
        # NOTE: the last token is told at the end, with the usage: it would end the reply before.
        tokens = int(progress.told < self._max_tokens - 1)
        progress.told += tokens
        whole = progress.joiner.feed(text)
        if self._max_tokens and (whole or tokens):
            await self._sequence.put(Step(whole, tokens=tokens))

    def _set_time(self, progress: _Progress, limit: asyncio.Timeout) -> None:
        now = asyncio.get_running_loop().time()
        if progress.finished is not None:
            limit.reschedule(now + _LAST_BYTES_S)
        elif self._spoke:
            limit.reschedule(now + self._parameters.between_tokens_s)

    async def _finish(self, progress: _Progress) -> None:
        if progress.finished is None:
            raise cut_off()
        self._sequence.usage = progress.usage
        tokens = (progress.usage.completion_tokens or progress.texts) - progress.told
        rest = progress.joiner.flush() if self._max_tokens else ""
        await self._sequence.put(Step(rest, tokens=max(0, tokens), finished=progress.finished))

    def _stalled(self) -> RemoteFailure:
        first, between = self._parameters.first_token_s, self._parameters.between_tokens_s
        return stalled(between if self._spoke else first, spoke=self._spoke)

    def _warn(self, failure: RemoteFailure) -> None:
        said = loggable(failure.remote, self._sequence.request.messages, self._parameters.key)
        logger.warning("%s%s", failure.error, f" (it said: {said})" if said else "")
