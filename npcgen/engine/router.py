"""Several engines behind the face of one: the healthy, least busy one speaks, and the next one
takes over where it fails before its first word.

A persona stays with the engine that knows its prompt for as long as that isn't much busier than
the others. Knows nothing of what is behind the engines.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from npcgen.engine.base import (
    EngineEvent,
    GenerationRequest,
    Message,
    ModelInfo,
    Started,
    TextDelta,
)
from npcgen.engine.embeddings import Embedder, Vectors
from npcgen.engine.engine import Engine, Generation
from npcgen.engine.pace import Pace
from npcgen.engine.routed_embedder import RoutedEmbedder
from npcgen.engine.stats import EngineStats, combined
from npcgen.errors import (
    FailedPrecondition,
    InternalError,
    NotFound,
    NpcgenError,
    Overloaded,
    Unavailable,
)

logger = logging.getLogger(__name__)

_MOST_HOMES = 4096
_HOME_WORTH = 0.5
"""How much fuller, in shares of its slots, an engine may be that knows the prompt already."""


@dataclass(eq=False, slots=True)
class _Member:
    engine: Engine
    resting_until: float = 0.0

    @property
    def load(self) -> float:
        """Replies that it has, for each of its slots."""
        return (self.engine.active + self.engine.queued) / self.engine.info.slots


class RoutedGeneration:
    """The events of one reply, as an engine's: one Started, one Completed or NpcgenError.

    Its timings are those of the engine that spoke. Use it with `contextlib.aclosing`.
    """

    def __init__(self, router: "Router", request: GenerationRequest) -> None:
        self._router = router
        self._request = request
        self._members = router.in_order(request)
        self._started = self._spoke = self._cancelled = False
        self._take_next(Unavailable("there is no engine to speak", reason="NO_ENGINE"))

    def __aiter__(self) -> "RoutedGeneration":
        return self

    async def __anext__(self) -> EngineEvent:
        while True:
            try:
                event = await anext(self._generation)
            except NpcgenError as error:
                self._router.note_failure(self._member, error)
                if self._spoke or not _passes_on(error):
                    raise
                self._take_next(error)
                continue
            if isinstance(event, TextDelta):
                self._spoke = True
            if isinstance(event, Started) and self._started:
                continue
            self._started = True
            return event

    def cancel(self) -> None:
        """Ends the reply within one step; the stream then ends with a Completed of its own."""
        self._cancelled = True
        self._generation.cancel()

    async def aclose(self) -> None:
        """Ends the stream now. May be called again."""
        await self._generation.aclose()

    def _take_next(self, error: NpcgenError) -> None:
        """Asks the next engine that takes the request. Raises the last error when none does."""
        for member in self._members:
            try:
                self._generation: Generation = member.engine.stream(self._request)
            except NpcgenError as refusal:
                self._router.note_failure(member, refusal)
                if not _passes_on(refusal):
                    raise
                error = refusal
            else:
                self._member = member
                if self._cancelled:
                    self._generation.cancel()
                return
        raise error


class Router:
    """Owns its engines from now on."""

    def __init__(self, engines: Sequence[Engine], *, rest_s: float = 5.0) -> None:
        """`engines`: at least one. `rest_s`: seconds for which one that failed isn't asked, as
        long as another one can be.
        """
        self._members = [_Member(engine) for engine in engines]
        self._rest_s = rest_s
        self._pace = Pace()
        self._homes: OrderedDict[int, _Member] = OrderedDict()

    @property
    def info(self) -> ModelInfo:
        """The first engine's, with the smallest context and the slots of all."""
        infos = [member.engine.info for member in self._members]
        context = min(info.context_tokens for info in infos)
        return replace(infos[0], context_tokens=context, slots=sum(info.slots for info in infos))

    @property
    def active(self) -> int:
        """Replies being generated."""
        return sum(member.engine.active for member in self._members)

    @property
    def queued(self) -> int:
        """Replies waiting for a slot."""
        return sum(member.engine.queued for member in self._members)

    @property
    def degraded(self) -> bool:
        """Whether every engine rests."""
        return not self._awake()

    @property
    def away(self) -> int:
        """Engines that should be there and aren't."""
        return 0

    @property
    def stats(self) -> EngineStats:
        """Of all engines together."""
        together = combined([member.engine.stats for member in self._members])
        resting = len(self._members) - len(self._awake()) + self.away
        return replace(together, engines=len(self._members) + self.away, resting=resting)

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts: the engines that have the same embedding model as the first
        one that has any. Those that rest come last.

        Raises FailedPrecondition when none has one.
        """
        able = [member.engine for member in self._members if member.engine.makes_embeddings]
        if not able:
            return self._members[0].engine.embedder
        awake = [member.engine for member in self._awake()]
        embedders = [e.embedder for e in sorted(able, key=lambda engine: engine not in awake)]
        model = _vectors_of(able[0].embedder)
        return RoutedEmbedder([each for each in embedders if _vectors_of(each) == model])

    def add(self, engine: Engine) -> None:
        """One more engine, from now on."""
        engine.set_pace(self._pace)
        self._members.append(_Member(engine))

    def stream(self, request: GenerationRequest) -> RoutedGeneration:
        """The reply's events, in the running event loop.

        Raises InvalidArgument or DeadlineExceeded at once; Overloaded or Unavailable when no
        engine takes it.
        """
        return RoutedGeneration(self, request)

    async def count_tokens(self, messages: Sequence[Message]) -> int:
        """The most that any engine counts: whichever speaks, the prompt fits.

        NOTE: one that rests isn't asked, for its server may take long to say nothing.
        """
        asked = self._awake() or self._members
        return max(await asyncio.gather(*(each.engine.count_tokens(messages) for each in asked)))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text: see `Embedder.embed`. Raises what `embedder` and the last engine
        that was asked raise.
        """
        return await self.embedder.embed(texts)

    def forget(self, messages: Sequence[Message]) -> None:
        """Erases what any engine keeps in which the words of one of these messages stand."""
        for member in self._members:
            member.engine.forget(messages)

    def set_pace(self, pace: Pace) -> None:
        """How much of the machine each engine may take."""
        self._pace = pace
        for member in self._members:
            member.engine.set_pace(pace)

    async def close(self) -> None:
        """Closes all engines. May be called again."""
        await asyncio.gather(*(member.engine.close() for member in self._members))

    def in_order(self, request: GenerationRequest) -> Iterator[_Member]:
        """Who is asked, one after the other."""
        awake = sorted(self._awake(), key=lambda member: member.load)
        key = hash(request.messages[0].content) if request.messages else 0
        home = self._homes.get(key)
        if home in awake and home.load <= awake[0].load + _HOME_WORTH:
            awake.remove(home)
            awake.insert(0, home)
        for member in awake:
            self._settle(key, member)
            yield member
        yield from (member for member in self._members if member not in awake)

    def note_failure(self, member: _Member, error: NpcgenError) -> None:
        """Lets an engine rest that can't speak at all.

        NOTE: not one that refused a single request, or a player's line could silence them all.
        """
        sick = isinstance(error, Unavailable | InternalError | NotFound) and _passes_on(error)
        if sick:
            name = member.engine.info.name
            logger.warning("'%s' rests for %g s: %s", name, self._rest_s, error)
            member.resting_until = time.monotonic() + self._rest_s

    def _settle(self, key: int, member: _Member) -> None:
        self._homes[key] = member
        self._homes.move_to_end(key)
        if len(self._homes) > _MOST_HOMES:
            self._homes.popitem(last=False)

    def _awake(self) -> list[_Member]:
        now = time.monotonic()
        return [member for member in self._members if member.resting_until <= now]


def _vectors_of(embedder: Embedder) -> tuple[str, int]:
    """Vectors can be compared where this is the same."""
    return embedder.key, embedder.dimensions


def _passes_on(error: NpcgenError) -> bool:
    """Whether another engine might do better."""
    kinds = (Unavailable, Overloaded, InternalError, FailedPrecondition, NotFound)
    return isinstance(error, kinds) and error.reason != "PREEMPTED"
