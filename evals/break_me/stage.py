"""The server that is evaluated: a real one on free ports, and a client that talks to it over gRPC.

Where an author wrote the reply, that is said in the model's place. What the engine is asked is
overheard: nothing but these requests ever reaches a model.
"""

import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from npcgen.app import App
from npcgen.client import Client
from npcgen.dialogue.events import Completed, Safety, TextDelta
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend, GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.load import load_backend
from npcgen.engine.stats import BackendStats
from npcgen.settings import Settings

PLAYER = "Ada"
MAX_TOKENS = 48
SEED = 7
_AUTHORED_TOKENS_PER_S = 10_000.0
_AUTHORED_MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class _Sequence:
    speaker: Backend
    inner: Any

    @property
    def prompt_tokens(self) -> int:
        return int(self.inner.prompt_tokens)

    @property
    def reused_tokens(self) -> int:
        return int(self.inner.reused_tokens)


class OverheardBackend:
    """A model that keeps what it was asked, and steps back while another `speaker` has the word."""

    def __init__(self, model: Backend) -> None:
        self._model = model
        self.speaker = model
        self.requests: list[GenerationRequest] = []

    @property
    def model(self) -> Backend:
        return self._model

    @property
    def info(self) -> ModelInfo:
        return self._model.info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return self._model.count_tokens(messages)

    def open(self, request: GenerationRequest) -> _Sequence:
        self.requests.append(request)
        return _Sequence(self.speaker, self.speaker.open(request))

    def step(self, sequences: Sequence[_Sequence]) -> list[Step]:
        """One after the other: there is never more than one here."""
        return [each.speaker.step([each.inner])[0] for each in sequences]

    def close(self, sequence: _Sequence) -> None:
        sequence.speaker.close(sequence.inner)

    def stats(self) -> BackendStats:
        return self._model.stats()

    def shutdown(self) -> None:
        self._model.shutdown()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one turn brought to the player, and what the engine was asked for it."""

    shown: str
    """All text deltas in a row."""
    completed: str
    """The whole reply, as the last event has it."""
    safety: tuple[Safety, ...]
    requests: tuple[GenerationRequest, ...]


class Stage:
    """A running server and its client; one turn at a time."""

    def __init__(self, client: Client, backend: OverheardBackend) -> None:
        self._client = client
        self._backend = backend

    async def begin(self, persona_id: str) -> str:
        """A new conversation's id."""
        return (await self._client.start_conversation(persona_id, player=PLAYER)).id

    async def turn(self, conversation_id: str, text: str, reply: str = "") -> Spoken:
        """The player says `text`; `reply` is said in the model's place, where there is one."""
        backend = self._backend
        authored = ScriptedBackend((reply,), tokens_per_s=_AUTHORED_TOKENS_PER_S)
        backend.speaker = authored if reply else backend.model
        backend.requests.clear()
        shown, safety, completed = "", [], ""
        max_tokens = _AUTHORED_MAX_TOKENS if reply else MAX_TOKENS
        chat = self._client.chat(
            conversation_id, text, temperature=0.0, seed=SEED, max_tokens=max_tokens
        )
        async with aclosing(chat) as events:
            async for event in events:
                match event.body:
                    case TextDelta(new):
                        shown += new
                    case Safety() as found:
                        safety.append(found)
                    case Completed() as whole:
                        completed = whole.text
        return Spoken(shown, completed, tuple(safety), tuple(backend.requests))

    async def end(self, conversation_id: str) -> None:
        await self._client.delete_conversation(conversation_id)


@asynccontextmanager
async def stage(
    tier: str, model: str = "", load: Callable[[], Backend] | None = None
) -> AsyncIterator[Stage]:
    """A server in an empty folder, with `model`, or what `load` gives."""
    backends: list[OverheardBackend] = []
    with tempfile.TemporaryDirectory() as folder:
        fields = {"tier": tier, "slots": 1, "grpc_port": 0, "http_port": 0, "data_dir": folder}
        # Idle work asks the model too, and would be overheard in another's turn.
        settings = Settings.model_validate(
            fields | {"model": model or "pocket", "memory_idle_s": 1e6}
        )

        def overheard() -> Backend:
            backends.append(OverheardBackend(load() if load else load_backend(settings)))
            return backends[0]

        app = App(settings, overheard)
        bound = await app.start()
        try:
            await app.wait_ready()
            async with Client(bound.grpc) as client:
                yield Stage(client, backends[0])
        finally:
            await app.stop(0.0)
