"""The engine as a server uses it: asyncio in front, one decode thread behind."""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from npcgen.engine.base import (
    Backend,
    Completed,
    EngineEvent,
    GenerationRequest,
    Message,
    ModelInfo,
)
from npcgen.engine.embeddings import Embedder, MakesEmbeddings, ThreadedEmbedder, Vectors
from npcgen.engine.outbox import Outcome
from npcgen.engine.pace import Pace
from npcgen.engine.reply import Reply
from npcgen.engine.scheduler import Scheduler
from npcgen.engine.stats import EngineStats
from npcgen.errors import FailedPrecondition, NpcgenError, Unavailable


class _Mailbox:
    """Where the events of one stream wait for its consumer. Lives in one event loop."""

    __slots__ = ("_events", "_waiter", "closed", "loop")

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.closed = False
        self._events: deque[Outcome] = deque()
        self._waiter: asyncio.Future[None] | None = None

    def put(self, event: Outcome) -> None:
        if not self.closed:
            self._events.append(event)
            self.wake()

    async def get(self) -> Outcome | None:
        """The next event; None once the mailbox is closed."""
        if self._waiter is not None:
            raise RuntimeError("this stream is being read by another task already")
        while not self.closed and not self._events:
            self._waiter = self.loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return None if self.closed else self._events.popleft()

    def close(self) -> None:
        self.closed = True
        self._events.clear()
        self.wake()

    def wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Generation:
    """The events of one reply: Started, TextDelta..., Completed; or an NpcgenError is raised.

    Use it with `contextlib.aclosing`. One that is dropped unclosed is cancelled when collected.
    """

    def __init__(self, reply: Reply[_Mailbox]) -> None:
        self._reply = reply
        self._mailbox = reply.receiver

    def __aiter__(self) -> "Generation":
        return self

    async def __anext__(self) -> EngineEvent:
        event = await self._mailbox.get()
        if event is None:
            raise StopAsyncIteration
        if isinstance(event, NpcgenError):
            self._mailbox.close()
            raise event
        if isinstance(event, Completed):
            self._mailbox.close()
        return event

    def cancel(self) -> None:
        """Ends the reply within one step; the stream then ends with a Completed of its own."""
        self._reply.cancel()

    async def aclose(self) -> None:
        """Ends the stream now; its slot is free within one step. May be called again."""
        self._reply.cancel()
        self._mailbox.close()

    def __del__(self) -> None:
        # A consumer that vanished without closing must not keep the model running.
        self._reply.cancel()


class Engine:
    """Streams replies from one backend, which it owns from now on."""

    def __init__(self, backend: Backend, *, queue_limit: int) -> None:
        self._backend = backend
        self._info = backend.info
        self._scheduler = Scheduler[_Mailbox](backend, queue_limit=queue_limit, deliver=_hand_over)
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="npcgen-count")
        model = backend.embedding_model() if isinstance(backend, MakesEmbeddings) else None
        self._embedder = ThreadedEmbedder(model) if model is not None else None

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def active(self) -> int:
        """Replies being generated."""
        return self._scheduler.active

    @property
    def queued(self) -> int:
        """Replies waiting for a slot."""
        return self._scheduler.queued

    @property
    def degraded(self) -> bool:
        """Whether it can't speak: never, for it has no other engine to leave that to."""
        return False

    @property
    def stats(self) -> EngineStats:
        """What it does and did."""
        return self._scheduler.stats

    @property
    def makes_embeddings(self) -> bool:
        """Whether there is an `embedder`."""
        return self._embedder is not None

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts. Raises FailedPrecondition when nothing here does."""
        if self._embedder is None:
            raise FailedPrecondition(
                f"the backend '{self._info.backend}' makes no embeddings; use llama_cpp, or openai "
                "with NPCGEN_EMBEDDING_MODEL",
                reason="NO_EMBEDDINGS",
            )
        return self._embedder

    def stream(self, request: GenerationRequest) -> Generation:
        """The reply's events, in the running event loop.

        Raises InvalidArgument, DeadlineExceeded, Overloaded or Unavailable at once.
        """
        return Generation(self._scheduler.submit(request, _Mailbox()))

    async def count_tokens(self, messages: Sequence[Message]) -> int:
        """How many tokens the messages make, the chat template's own included."""
        loop = asyncio.get_running_loop()
        try:
            counting = loop.run_in_executor(
                self._counting, self._backend.count_tokens, tuple(messages)
            )
        except RuntimeError as error:
            raise Unavailable("the engine is shutting down", reason="DRAINING") from error
        return await counting

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text: see `Embedder.embed`. Those who speak go on meanwhile.

        Raises FailedPrecondition, ModelUnusable or Unavailable.
        """
        return await self.embedder.embed(texts)

    def forget(self, messages: Sequence[Message]) -> None:
        """Erases what is kept, in memory and on disk, in which the words of one of these stand.

        Done before the next step; replies under way leave nothing behind when they end.
        """
        self._scheduler.forget(tuple(messages))

    def set_pace(self, pace: Pace) -> None:
        """How much of the machine decoding may take, from the next step on."""
        self._scheduler.set_pace(pace)
        if self._embedder is not None:
            self._embedder.set_pace(pace)

    async def close(self) -> None:
        """Ends what is in flight with Unavailable (reason DRAINING) and frees the model.

        Waits for the step in progress. May be called again.
        """
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        # NOTE: counting and embedding go first; the model must not be freed under them.
        self._counting.shutdown(wait=True)
        if self._embedder is not None:
            self._embedder.close()
        self._scheduler.close()


def _hand_over(outbox: Sequence[tuple[Reply[_Mailbox], Outcome]]) -> None:
    """Wakes each event loop once for all that a step gave. Called on the decode thread."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Reply[_Mailbox], Outcome]]] = {}
    for item in outbox:
        by_loop.setdefault(item[0].receiver.loop, []).append(item)
    for loop, batch in by_loop.items():
        try:
            loop.call_soon_threadsafe(_put_all, batch)
        except RuntimeError:  # The loop is closed: nobody will ever read these.
            for reply, _ in batch:
                reply.cancel()


def _put_all(batch: Sequence[tuple[Reply[_Mailbox], Outcome]]) -> None:
    for reply, outcome in batch:
        reply.receiver.put(outcome)
