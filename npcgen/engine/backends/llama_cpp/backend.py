"""Replies from a GGUF model, computed by llama.cpp through its low-level API.

One slot for now. What the slot computed stays, so that the next prompt pays only for what is new.
"""

from collections.abc import Sequence
from typing import Any

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.model import LlamaParameters, LoadedModel, load_model
from npcgen.engine.backends.llama_cpp.sampler import Sampler
from npcgen.engine.backends.llama_cpp.vocabulary import TextDecoder, Vocabulary
from npcgen.engine.base import FinishReason, GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.chat_template import CHATML_MARKERS, DEFAULT_ORIGIN, ChatTemplate
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.stop_filter import Filtered, StopFilter
from npcgen.errors import ContextTooSmall, InternalError

_SLOTS = 1
_EVERY_ROLE = (
    Message("system", "a"),
    Message("user", "b"),
    Message("assistant", "c"),
    Message("user", "d"),
)


class LlamaSequence:
    """One reply: its tokens, prompt first, and how many of them llama.cpp has computed."""

    __slots__ = (
        "computed",
        "decoder",
        "filter",
        "prompt_tokens",
        "reused_tokens",
        "sampler",
        "slot",
        "tokens",
    )

    def __init__(
        self,
        slot: int,
        prompt: list[int],
        reused: int,
        sampler: Sampler,
        spelled_ends: Sequence[str],
    ) -> None:
        self.slot = slot
        self.tokens = list(prompt)
        self.prompt_tokens = len(prompt)
        self.reused_tokens = reused
        self.computed = reused
        self.sampler = sampler
        self.decoder = TextDecoder()
        self.filter = StopFilter(spelled_ends)


class LlamaCppBackend:
    """A loaded GGUF model."""

    def __init__(self, file: GgufFile, parameters: LlamaParameters, *, sha256: str = "") -> None:
        """Raises ModelUnusable, or ConfigError when the parameters don't fit the model."""
        self._loaded = load_model(file, parameters)
        try:
            self._vocabulary = Vocabulary(self._loaded.model)
            self._template = ChatTemplate(
                file.chat_template, bos=self._vocabulary.bos, eos=self._vocabulary.eos
            )
            self._vocabulary.mark_turns(self._template.segments(_EVERY_ROLE))
            self._ends = self._spelled_ends()
        except BaseException:
            self._loaded.free()
            raise
        self._is_shut = False
        self._batch = _Batch(parameters.slice_tokens)
        self._kept: list[list[int]] = [[] for _ in range(_SLOTS)]
        self._info = _describe(file, self._loaded, self._template.origin, sha256)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return len(self._prompt(messages))

    def open(self, request: GenerationRequest, slot: int) -> LlamaSequence:
        prompt = self._prompt(request.messages)
        room = self._info.context_tokens
        if len(prompt) + 1 > room:
            raise ContextTooSmall(
                f"the prompt has {len(prompt)} tokens and the context {room}, which must hold "
                "the reply too; use a shorter persona or a larger context",
                metadata={"prompt_tokens": str(len(prompt)), "context_tokens": str(room)},
            )
        reused = self._keep_prefix(slot, prompt)
        sampler = Sampler(request.sampling, self._vocabulary.size)
        return LlamaSequence(slot, prompt, reused, sampler, self._ends)

    def step(self, sequences: Sequence[LlamaSequence]) -> list[Step]:
        return [self._advance(sequence) for sequence in sequences]

    def close(self, sequence: LlamaSequence) -> None:
        self._kept[sequence.slot] = sequence.tokens[: sequence.computed]
        sequence.sampler.free()

    def shutdown(self) -> None:
        """Frees the model; a second call does nothing."""
        if not self._is_shut:
            self._is_shut = True
            self._batch.free()
            self._loaded.free()

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        return self._vocabulary.encode(self._template.segments(messages))

    def _keep_prefix(self, slot: int, prompt: Sequence[int]) -> int:
        """Drops from the slot what the prompt doesn't begin with; returns how much is left."""
        # NOTE: the last token is always computed again: only computing gives logits to sample.
        keep = min(_common_prefix(self._kept[slot], prompt), len(prompt) - 1)
        self._kept[slot] = []
        if lib.llama_memory_seq_rm(self._loaded.memory, slot, keep, -1):
            return keep
        # Recurrent models can't be cut back to a point in the middle.
        lib.llama_memory_seq_rm(self._loaded.memory, slot, -1, -1)
        return 0

    def _advance(self, sequence: LlamaSequence) -> Step:
        self._compute(sequence)
        if sequence.computed < len(sequence.tokens):
            return Step()
        token = sequence.sampler.sample(self._loaded.context)
        if self._vocabulary.ends_turn(token):
            return Step(sequence.filter.flush(), finished=FinishReason.STOP)
        sequence.tokens.append(token)
        shown = sequence.filter.feed(sequence.decoder.feed(self._vocabulary.piece(token)))
        return Step(shown.text, tokens=1, finished=self._end_of(sequence, shown))

    def _end_of(self, sequence: LlamaSequence, shown: Filtered) -> FinishReason | None:
        if shown.stopped:
            return FinishReason.STOP
        is_full = len(sequence.tokens) >= self._info.context_tokens
        return FinishReason.LENGTH if is_full else None

    def _spelled_ends(self) -> tuple[str, ...]:
        """The ends of a turn that this vocabulary has to spell out in letters.

        A model without a template of its own rarely has ChatML's tokens.
        """
        if self._template.origin != DEFAULT_ORIGIN:
            return ()
        return tuple(end for end in CHATML_MARKERS if not self._vocabulary.has_special(end))

    def _compute(self, sequence: LlamaSequence) -> None:
        """Computes the next slice of the sequence's tokens, or its newest token."""
        first = sequence.computed
        ahead = sequence.tokens[first : first + self._batch.room]
        is_last = first + len(ahead) == len(sequence.tokens)
        self._batch.fill(ahead, first, sequence.slot, wants_logits=is_last)
        llama_log().forget()
        code = lib.llama_decode(self._loaded.context, self._batch.handle)
        if code != 0:
            lib.llama_memory_seq_rm(self._loaded.memory, sequence.slot, -1, -1)
            sequence.computed = 0
            why = llama_log().why()
            raise InternalError(f"llama_decode returned {code} at token {first}: {why}")
        sequence.computed += len(ahead)


class _Batch:
    """llama.cpp's input buffer, allocated once. NOTE: `free` must be called once."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.handle: Any = lib.llama_batch_init(room, 0, 1)

    def fill(self, tokens: Sequence[int], first: int, slot: int, *, wants_logits: bool) -> None:
        batch = self.handle
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            batch.pos[index] = first + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = slot
            batch.logits[index] = 0
        batch.logits[len(tokens) - 1] = wants_logits

    def free(self) -> None:
        lib.llama_batch_free(self.handle)


def _common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    for index, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return index
    return min(len(a), len(b))


def _describe(file: GgufFile, loaded: LoadedModel, origin: str, sha256: str) -> ModelInfo:
    return ModelInfo(
        name=file.path.stem,
        backend="llama_cpp",
        architecture=file.architecture,
        parameters=file.parameters,
        quantisation=file.quantisation,
        size_bytes=file.size_bytes,
        context_tokens=loaded.context_tokens,
        slots=_SLOTS,
        chat_template=origin,
        sha256=sha256,
        licence=file.text("general.license"),
        description=file.text("general.description"),
    )
