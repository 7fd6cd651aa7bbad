"""Replies from a GGUF model, many in one batch, computed by llama.cpp through its low-level API.

A step is one `llama_decode`: the newest token of everyone who speaks, and a slice of the prompts of
those who are about to. What a slot computed stays, so that a prompt pays only for what is new.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import llama_cpp as lib

from npcgen.engine.adapters import AdapterFile, check_adapter
from npcgen.engine.backends.llama_cpp.abort import ABORTED, Abort, is_worth_it
from npcgen.engine.backends.llama_cpp.adapters import Adapters
from npcgen.engine.backends.llama_cpp.batch import Batch
from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.backends.llama_cpp.kv_cache import KvCache
from npcgen.engine.backends.llama_cpp.likelihood import Likelihood
from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.model import LlamaParameters, LoadedModel, load_model
from npcgen.engine.backends.llama_cpp.reuse import Reuse
from npcgen.engine.backends.llama_cpp.sampler import Samplers
from npcgen.engine.backends.llama_cpp.sequence import LlamaSequence
from npcgen.engine.backends.llama_cpp.turns import Turns
from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.backends.llama_cpp.whole_reuse import WholeReuse
from npcgen.engine.base import GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.chat_template import EVERY_ROLE, ChatTemplate, Segment
from npcgen.engine.checks import check_room
from npcgen.engine.embeddings import EmbeddingModel
from npcgen.engine.gguf_file import JOBS_KEY, GgufFile
from npcgen.engine.parking import ParkingLimits, ParkingLot
from npcgen.engine.sampling import recommended_sampling
from npcgen.engine.slices import SHORTEST_SLICE, SliceSizer, StepLoad
from npcgen.engine.snapshots import marks_of
from npcgen.engine.speech import Speech
from npcgen.engine.stats import BackendStats
from npcgen.engine.threads import default_threads
from npcgen.engine.token_runs import as_tokens
from npcgen.errors import InternalError, NpcgenError


class LlamaCppBackend:
    """A loaded GGUF model."""

    def __init__(
        self,
        file: GgufFile,
        parameters: LlamaParameters,
        *,
        sha256: str = "",
        parking: ParkingLot | None = None,
        embedder: EmbeddingModel | None = None,
        adapters: Sequence[AdapterFile] = (),
    ) -> None:
        """`parking` None parks in memory only; `embedder` None makes vectors with the model itself;
        `adapters` are loaded but for those that have a problem.

        Raises ModelUnusable, or ConfigError when the parameters don't fit the model.
        """
        self._loaded = load_model(file, parameters)
        try:
            self._vocabulary = Vocabulary(self._loaded.model)
            self._template = ChatTemplate(
                file.chat_template, bos=self._vocabulary.bos, eos=self._vocabulary.eos
            )
            self._vocabulary.mark_turns(self._template.segments(EVERY_ROLE))
            self._ends = self._template.spelled_ends(self._vocabulary.has_special)
            self._samplers = Samplers(self._vocabulary)
            self._adapters = Adapters(self._loaded, adapters)
        except BaseException:
            self._loaded.free()
            raise
        self._likelihood: Likelihood | None = None
        self._threads = parameters.threads or default_threads()
        self._embedder = embedder or LlamaEmbedder(file, model=self._loaded.model, sha256=sha256)
        self._is_shut = False
        self._slices = SliceSizer(parameters.slice_tokens)
        self._batch = Batch(self._loaded.slots + parameters.slice_tokens)
        self._kv = KvCache(self._loaded.model, self._loaded.context)
        self._parking = ParkingLot(ParkingLimits(), None, "") if parking is None else parking
        self._abort = Abort(self._loaded.context)
        self._stepped: frozenset[LlamaSequence] = frozenset()
        self._grain = parameters.grain
        kind = WholeReuse if self._kv.is_whole_only else Reuse
        self._reuse = kind(self._loaded.slots, self._kv, self._parking, grain=self._grain)
        self._speech = Speech(self._vocabulary, self._reuse, self._loaded.context_tokens)
        self._turns = Turns(parameters.turn_steps)
        self._info = replace(
            _describe(file, self._loaded, self._template.origin, sha256),
            adapters=self._adapters.infos,
        )

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def model(self) -> Any:
        """llama.cpp's handle of the weights; nothing after `shutdown`."""
        return self._loaded.model

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return len(self._prompt(messages))

    def open(self, request: GenerationRequest) -> LlamaSequence:
        segments = self._template.segments(request.messages)
        prompt, starts = self._vocabulary.encode_with_starts(segments)
        check_room(len(prompt), self._info.context_tokens)
        check_adapter(request.adapter, self._info)
        adapter = self._adapters.get(request.adapter)
        sampler = self._samplers.open(request.sampling, request.grammar)
        plan = self._reuse.plan(prompt, adapter.sha256)
        sequence = LlamaSequence(plan.slot, prompt, sampler, self._ends, adapter)
        sequence.boundaries = marks_of(
            request.messages, starts, len(prompt), is_ahead=not request.max_tokens
        )
        self._reuse.begin(sequence, plan)
        return sequence

    def step(self, sequences: Sequence[LlamaSequence]) -> list[Step]:
        turn = self._turns.take([sequence.adapter.name for sequence in sequences])
        stepped = [sequence for sequence in sequences if sequence.adapter.name == turn]
        self._adapters.use(stepped[0].adapter)
        self._stepped = frozenset(stepped)
        others = sum(s.is_speaking for s in sequences if s.adapter.name != turn)
        steps: dict[LlamaSequence, Step] = {}
        for batch in [stepped] if self._grain == 1 else self._one_by_one(stepped):
            steps |= self._step_batch(batch, others)
        return [steps.get(sequence, Step()) for sequence in sequences]

    def interrupt(self, unwanted: Sequence[LlamaSequence]) -> None:
        ahead = sum(sequence.ahead for sequence in unwanted if sequence in self._stepped)
        if is_worth_it(ahead, len(self._batch), is_whole_only=self._kv.is_whole_only):
            self._abort.set()

    def forget(self, messages: Sequence[Message]) -> None:
        runs = (self._vocabulary.words(message.content) for message in messages)
        self._reuse.erase([as_tokens(run) for run in runs if run])

    def close(self, sequence: LlamaSequence) -> None:
        self._reuse.end(sequence)
        sequence.sampler.free()

    def log_likelihood(self, messages: Sequence[Message], reply: str) -> float:
        if self._likelihood is None:
            room = self._info.context_tokens
            self._likelihood = Likelihood(self._loaded.model, room, self._threads)
        segments = self._template.segments(messages)
        first = len(self._vocabulary.encode(segments))
        tokens = self._vocabulary.encode([*segments, Segment(reply, is_content=True)])
        return self._likelihood.log_likelihood(tokens, first)

    def embedding_model(self) -> EmbeddingModel:
        return self._embedder

    def stats(self) -> BackendStats:
        return self._reuse.stats

    def shutdown(self) -> None:
        """Parks what idle slots hold, and frees the model; a second call does nothing."""
        if not self._is_shut:
            self._is_shut = True
            self._reuse.park_all()
            self._parking.close()
            self._batch.free()
            self._samplers.free()
            if self._likelihood is not None:
                self._likelihood.close()
            self._loaded.free()

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        return self._vocabulary.encode(self._template.segments(messages))

    def _one_by_one(self, sequences: Sequence[LlamaSequence]) -> list[list[LlamaSequence]]:
        """Everyone who speaks, and the oldest prompt, each in a batch of its own.

        What a batch computes depends in its last bits on how many tokens are in it.
        """
        ready = [each for each in sequences if not self._reuse.waits(each, self._stepped)]
        speakers = [[each] for each in ready if each.is_speaking]
        return speakers + [[each] for each in ready if not each.is_speaking][:1]

    def _step_batch(
        self, sequences: Sequence[LlamaSequence], others: int
    ) -> dict[LlamaSequence, Step]:
        """Computes these together; empty when it was cut short."""
        began = time.perf_counter()
        load = self._fill_batch(sequences, others)
        try:
            if not self._decode(sequences):
                return {}
        finally:
            self._abort.clear()
        for sequence in sequences:
            self._reuse.advanced(sequence)
        steps = {sequence: self._advance(sequence) for sequence in sequences}
        self._slices.took(time.perf_counter() - began, load)
        return steps

    def _fill_batch(self, sequences: Sequence[LlamaSequence], others: int) -> StepLoad:
        """One token of everyone who speaks; then prompts, the oldest first, up to a slice.

        `others`: speakers whose turn it isn't, and who wait for this step.
        """
        self._batch.clear()
        waiting = {each for each in sequences if self._reuse.waits(each, self._stepped)}
        wanted = StepLoad.of([len(s.tokens) - s.computed for s in sequences if s not in waiting])
        room = self._slices.size(replace(wanted, speakers=wanted.speakers + others))
        room = room if room or wanted.speakers else SHORTEST_SLICE
        room = room if self._grain == 1 else self._grain
        speakers = 0 if self._slices.holds(wanted) else wanted.speakers
        for sequence in sequences:
            sequence.row, sequence.ahead = None, 0
            is_speaking = sequence.is_speaking
            if sequence in waiting or not (speakers if is_speaking else room):
                continue
            first = sequence.computed
            size = 1 if is_speaking else self._reuse.ahead(sequence, room)
            ahead = sequence.tokens[first : first + size]
            assert ahead, "a sequence was stepped after its end"
            is_last = first + len(ahead) == len(sequence.tokens)
            row = self._batch.add(ahead, first, sequence.slot, wants_logits=is_last)
            sequence.row = row if is_last else None
            sequence.computed += len(ahead)
            sequence.ahead = len(ahead)
            if not is_speaking:
                room -= len(ahead)
        return StepLoad(speakers, prompt_tokens=len(self._batch) - speakers)

    def _decode(self, sequences: Sequence[LlamaSequence]) -> bool:
        """Whether it ran to its end; False when it was cut short and left no trace."""
        llama_log().forget()
        code = lib.llama_decode(self._loaded.context, self._batch.handle)
        if code == ABORTED:
            self._reuse.undo([sequence for sequence in sequences if sequence.ahead])
            return False
        if code != 0:
            for sequence in sequences:
                self._reuse.forget(sequence)
            raise InternalError(f"llama_decode returned {code}: {llama_log().why()}")
        lib.llama_synchronize(self._loaded.context)
        self._kv.settle()
        return True

    def _advance(self, sequence: LlamaSequence) -> Step:
        if sequence.row is None:
            return Step(computed=sequence.ahead)
        try:
            token = sequence.sampler.sample(self._loaded.context, sequence.row)
        except NpcgenError as error:
            return Step(error=error)
        return self._speech.say(sequence, token)


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
        sampling=recommended_sampling(file),
        file=file.mark,
        jobs=file.texts(JOBS_KEY),
    )
