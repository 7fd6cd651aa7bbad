"""Replies from a GGUF model, many in one batch, computed by llama.cpp through its low-level API.

A step is one `llama_decode`: the newest token of everyone who speaks, and a slice of the prompts of
those who are about to. What a slot computed stays, so that a prompt pays only for what is new.
"""

from collections.abc import Sequence

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.batch import Batch
from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.model import LlamaParameters, LoadedModel, load_model
from npcgen.engine.backends.llama_cpp.sampler import Sampler
from npcgen.engine.backends.llama_cpp.vocabulary import TextDecoder, Vocabulary
from npcgen.engine.base import FinishReason, GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.chat_template import CHATML_MARKERS, DEFAULT_ORIGIN, ChatTemplate
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.prefix_cache import Plan, PrefixCache
from npcgen.engine.stop_filter import Filtered, StopFilter
from npcgen.errors import ContextTooSmall, InternalError

_EVERY_ROLE = (
    Message("system", "a"),
    Message("user", "b"),
    Message("assistant", "c"),
    Message("user", "d"),
)


class LlamaSequence:
    """One reply: its tokens, prompt first, and how many of them llama.cpp has computed."""

    __slots__ = (
        "ahead",
        "computed",
        "decoder",
        "filter",
        "leader",
        "prompt_tokens",
        "reused_tokens",
        "row",
        "sampler",
        "slot",
        "tokens",
    )

    def __init__(
        self, plan: Plan, prompt: list[int], sampler: Sampler, spelled_ends: Sequence[str]
    ) -> None:
        self.slot = plan.slot
        self.tokens = list(prompt)
        self.prompt_tokens = len(prompt)
        self.reused_tokens = plan.reused
        self.computed = plan.kept
        self.ahead = 0
        """Tokens of it in this step's batch."""
        self.leader: LlamaSequence | None = None
        """Who computes the shared tokens right now; they are copied when it has."""
        self.row: int | None = None
        """Where this step's batch gives logits to sample from."""
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
        self._slice_tokens = parameters.slice_tokens
        self._batch = Batch(self._loaded.slots + parameters.slice_tokens)
        self._cache = PrefixCache(self._loaded.slots)
        self._by_slot: dict[int, LlamaSequence] = {}
        self._info = _describe(file, self._loaded, self._template.origin, sha256)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return len(self._prompt(messages))

    def open(self, request: GenerationRequest) -> LlamaSequence:
        prompt = self._prompt(request.messages)
        room = self._info.context_tokens
        if len(prompt) + 1 > room:
            raise ContextTooSmall(
                f"the prompt has {len(prompt)} tokens and the context {room}, which must hold "
                "the reply too; use a shorter persona or a larger context",
                metadata={"prompt_tokens": str(len(prompt)), "context_tokens": str(room)},
            )
        sampler = Sampler(request.sampling, self._vocabulary.size)
        plan = self._cache.take(prompt)
        sequence = LlamaSequence(plan, prompt, sampler, self._ends)
        self._by_slot[plan.slot] = sequence
        self._begin(sequence, plan)
        return sequence

    def step(self, sequences: Sequence[LlamaSequence]) -> list[Step]:
        self._fill_batch(sequences)
        self._decode(sequences)
        return [self._advance(sequence) for sequence in sequences]

    def close(self, sequence: LlamaSequence) -> None:
        del self._by_slot[sequence.slot]
        self._cache.release(sequence.slot, sequence.computed)
        sequence.sampler.free()

    def shutdown(self) -> None:
        """Frees the model; a second call does nothing."""
        if not self._is_shut:
            self._is_shut = True
            self._batch.free()
            self._loaded.free()

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        return self._vocabulary.encode(self._template.segments(messages))

    def _begin(self, sequence: LlamaSequence, plan: Plan) -> None:
        """Leaves in the slot what the prompt begins with, and finds who has the rest of it."""
        if not self._cut(sequence.slot, plan.kept):
            sequence.computed = sequence.reused_tokens = 0
        if plan.donor is not None:
            leader = self._by_slot.get(plan.donor)
            if leader is not None and leader.computed < plan.shared:
                sequence.leader = leader
            else:
                self._copy(plan.donor, sequence)

    def _cut(self, slot: int, keep: int) -> bool:
        """Drops what follows the first `keep` tokens; False when all had to go.

        Recurrent models can't be cut back to a point in the middle.
        """
        if lib.llama_memory_seq_rm(self._loaded.memory, slot, keep, -1):
            return True
        lib.llama_memory_seq_rm(self._loaded.memory, slot, -1, -1)
        return keep == 0

    def _copy(self, donor: int, sequence: LlamaSequence) -> None:
        """Copies the shared tokens from the donor's slot, as many as it has."""
        # NOTE: between the streams of a split cache only whole sequences can be copied.
        lib.llama_memory_seq_cp(self._loaded.memory, donor, sequence.slot, -1, -1)
        if self._cut(sequence.slot, sequence.reused_tokens):
            sequence.computed = sequence.reused_tokens
        else:
            sequence.computed = sequence.reused_tokens = 0

    def _follows(self, sequence: LlamaSequence) -> bool:
        """Whether the sequence still waits for another one to compute what they share."""
        leader = sequence.leader
        if leader is None:
            return False
        is_gone = self._by_slot.get(leader.slot) is not leader
        if leader.computed < sequence.reused_tokens and not is_gone:
            return True
        sequence.leader = None
        if is_gone:
            sequence.reused_tokens = 0
        else:
            self._copy(leader.slot, sequence)
        return False

    def _fill_batch(self, sequences: Sequence[LlamaSequence]) -> None:
        """One token of everyone who speaks; then prompts, the oldest first, up to a slice."""
        self._batch.clear()
        room = self._slice_tokens
        # NOTE: before anything is added: a copy takes only what an earlier step computed.
        waiting = {sequence for sequence in sequences if self._follows(sequence)}
        for sequence in sequences:
            sequence.row, sequence.ahead = None, 0
            is_speaking = sequence.computed == len(sequence.tokens) - 1
            if sequence in waiting or not (is_speaking or room):
                continue
            first = sequence.computed
            ahead = sequence.tokens[first : first + (1 if is_speaking else room)]
            is_last = first + len(ahead) == len(sequence.tokens)
            row = self._batch.add(ahead, first, sequence.slot, wants_logits=is_last)
            sequence.row = row if is_last else None
            sequence.computed += len(ahead)
            sequence.ahead = len(ahead)
            if not is_speaking:
                room -= len(ahead)

    def _decode(self, sequences: Sequence[LlamaSequence]) -> None:
        llama_log().forget()
        code = lib.llama_decode(self._loaded.context, self._batch.handle)
        if code != 0:
            for sequence in sequences:
                lib.llama_memory_seq_rm(self._loaded.memory, sequence.slot, -1, -1)
                sequence.computed = 0
            raise InternalError(f"llama_decode returned {code}: {llama_log().why()}")

    def _advance(self, sequence: LlamaSequence) -> Step:
        if sequence.row is None:
            return Step(computed=sequence.ahead)
        token = sequence.sampler.sample(self._loaded.context, sequence.row)
        if self._vocabulary.ends_turn(token):
            return Step(sequence.filter.flush(), finished=FinishReason.STOP)
        sequence.tokens.append(token)
        self._cache.extend(sequence.slot, token)
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


def _describe(file: GgufFile, loaded: LoadedModel, origin: str, sha256: str) -> ModelInfo:
    return ModelInfo(
        name=file.path.stem,
        backend="llama_cpp",
        architecture=file.architecture,
        parameters=file.parameters,
        quantisation=file.quantisation,
        size_bytes=file.size_bytes,
        context_tokens=loaded.context_tokens,
        slots=loaded.slots,
        chat_template=origin,
        sha256=sha256,
        licence=file.text("general.license"),
        description=file.text("general.description"),
    )
