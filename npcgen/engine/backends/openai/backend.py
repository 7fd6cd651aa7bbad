"""Replies from an OpenAI-compatible chat-completions server, behind the engine's protocol.

Each open sequence has a reader, a task on an event loop of this backend's own thread; `step`
picks up what the readers brought. The remote server batches; nothing is computed here.
"""

import threading
from collections.abc import Sequence

from npcgen.engine.backends.openai.body import chat_body
from npcgen.engine.backends.openai.chunk import plain_name
from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.embedder import RemoteEmbedder
from npcgen.engine.backends.openai.failures import RemoteFailure
from npcgen.engine.backends.openai.loop_thread import LoopThread
from npcgen.engine.backends.openai.parameters import OpenAIParameters, checked
from npcgen.engine.backends.openai.quoting import shown
from npcgen.engine.backends.openai.reader import Reader
from npcgen.engine.backends.openai.remote import Remote, examine
from npcgen.engine.backends.openai.sequence import RemoteSequence
from npcgen.engine.backends.openai.tokens import TokenCounter, count_text
from npcgen.engine.base import GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.stats import BackendStats

_STEP_S = 0.02
"""How long a step waits for news: a cancel comes through within it, and a new request."""


class OpenAIBackend:
    def __init__(self, parameters: OpenAIParameters) -> None:
        """Asks the server what it is, which blocks.

        Raises ConfigError, NotFound for a model that isn't there, Unavailable for a server that
        isn't, FailedPrecondition for a refused key.
        """
        self._parameters = checked(parameters)
        self._clients = Clients(self._parameters)
        self._bell = threading.Event()
        self._thread = LoopThread("npcgen-openai", self._clients.aclose)
        try:
            self._remote = self._thread.call(examine(self._clients, self._parameters))
            self._embedder = self._open_embedder()
        except RemoteFailure as failure:
            self.shutdown()
            raise failure.error from None
        except BaseException:
            self.shutdown()
            raise
        self._info = _info(self._remote, self._parameters.slots)
        self._counter = TokenCounter(self._count if self._remote.tokenizer else None)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """The server's count where it gives one, else an estimate that is rather too high."""
        return self._counter(messages)

    def open(self, request: GenerationRequest) -> RemoteSequence:
        """Asks for the reply at once. Raises InvalidArgument for a logit bias."""
        body = chat_body(request, self._remote.model, extensions=self._parameters.extensions)
        sequence = RemoteSequence(request, self._bell)
        reader = Reader(self._clients, self._parameters, body, sequence)
        sequence.reader = self._thread.start(reader.run())
        return sequence

    def step(self, sequences: Sequence[RemoteSequence]) -> list[Step]:
        """What has arrived; waits a moment when nothing has."""
        self._bell.wait(_STEP_S)
        self._bell.clear()
        return [sequence.take(self._thread.soon) for sequence in sequences]

    def close(self, sequence: RemoteSequence) -> None:
        """Closes the connection of an unfinished reply, so that the server stops, too."""
        if sequence.reader is not None and not sequence.over:
            sequence.reader.cancel()

    def embedding_model(self) -> RemoteEmbedder | None:
        return self._embedder

    def stats(self) -> BackendStats:
        """Empty: what a server keeps is its own business."""
        return BackendStats()

    def shutdown(self) -> None:
        self._thread.close()

    def _open_embedder(self) -> RemoteEmbedder | None:
        if not self._parameters.embedding_model:
            return None
        return RemoteEmbedder(self._clients, self._parameters, self._thread.call)

    def _count(self, text: str) -> int:
        remote = self._remote
        return self._thread.call(count_text(self._clients, remote.tokenizer, remote.model, text))


def _info(remote: Remote, slots: int) -> ModelInfo:
    return ModelInfo(
        name=shown(plain_name(remote.model)),
        backend="openai",
        architecture="unknown",
        parameters=0,
        quantisation="unknown",
        size_bytes=0,
        context_tokens=remote.context_tokens,
        slots=slots,
        chat_template="remote",
        sha256="",
        licence="",
        description="A model behind an OpenAI-compatible server.",
    )
