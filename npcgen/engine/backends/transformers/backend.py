"""Replies from a model folder, many in one batch, computed by transformers and torch.

A step is one forward: the newest token of everyone who speaks, and a slice of the prompts of those
who are about to, packed into one row. What a slot computed stays, so that a prompt pays only for
what is new.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.transformers.model import (
    LoadedModel,
    TransformersParameters,
    load_model,
)
from npcgen.engine.backends.transformers.recommended import folder_sampling
from npcgen.engine.backends.transformers.reuse import Reuse
from npcgen.engine.backends.transformers.runner import Chunk
from npcgen.engine.backends.transformers.sampler import Samplers
from npcgen.engine.backends.transformers.sequence import TorchSequence
from npcgen.engine.backends.transformers.vocabulary import Vocabulary
from npcgen.engine.base import GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.chat_template import EVERY_ROLE, ChatTemplate
from npcgen.engine.checks import check_room
from npcgen.engine.model_folder import ModelFolder
from npcgen.engine.slices import SliceSizer, StepLoad
from npcgen.engine.speech import Speech
from npcgen.engine.stats import BackendStats
from npcgen.engine.token_runs import as_tokens
from npcgen.errors import FailedPrecondition, NpcgenError


class TransformersBackend:
    """A loaded model folder."""

    def __init__(
        self, folder: ModelFolder, parameters: TransformersParameters, *, sha256: str = ""
    ) -> None:
        """Raises what `load_model` does."""
        self._vocabulary = Vocabulary(folder)
        self._template = ChatTemplate(
            folder.chat_template, bos=self._vocabulary.bos, eos=self._vocabulary.eos
        )
        self._beginning = self._vocabulary.beginning() if self._template.is_default else []
        self._vocabulary.mark_turns(self._template.segments(EVERY_ROLE))
        self._ends = self._template.spelled_ends(self._vocabulary.has_special)
        self._samplers = Samplers(self._vocabulary)
        self._loaded = load_model(folder, parameters)
        self._slices = SliceSizer(self._loaded.slice_tokens)
        self._reuse = Reuse(self._loaded.slots, self._loaded.runner)
        self._speech = Speech(self._vocabulary, self._reuse, self._loaded.context_tokens)
        self._info = _describe(folder, self._loaded, self._template.origin, sha256)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return len(self._prompt(messages))

    def open(self, request: GenerationRequest) -> TorchSequence:
        if request.adapter:
            raise FailedPrecondition(
                f"adapter '{request.adapter}': the transformers backend speaks through none; "
                "merge it into the weights, or use a GGUF file with the llama_cpp backend",
                reason="ADAPTER_NOT_FOUND",
            )
        prompt = self._prompt(request.messages)
        check_room(len(prompt), self._info.context_tokens)
        sampler = self._samplers.open(request.sampling, request.grammar)
        plan = self._reuse.plan(prompt)
        sequence = TorchSequence(plan.slot, prompt, sampler, self._ends)
        self._reuse.begin(sequence, plan)
        return sequence

    def step(self, sequences: Sequence[TorchSequence]) -> list[Step]:
        began = time.perf_counter()
        chunks = dict(self._chunks(sequences))
        speakers = sum(sequence.is_speaking for sequence in chunks)
        computed = sum(len(chunk.tokens) for chunk in chunks.values())
        logits = iter(self._loaded.runner.forward(list(chunks.values())))
        rows = {sequence: next(logits) for sequence, c in chunks.items() if c.wants_logits}
        steps = []
        for sequence in sequences:
            ahead = len(chunks[sequence].tokens) if sequence in chunks else 0
            of_prompt = max(0, min(ahead, sequence.prompt_tokens - sequence.computed))
            sequence.computed += ahead
            step = self._say(sequence, rows[sequence]) if sequence in rows else Step()
            steps.append(replace(step, computed=of_prompt))
        load = StepLoad(speakers, prompt_tokens=computed - speakers)
        self._slices.took(time.perf_counter() - began, load)
        return steps

    def forget(self, messages: Sequence[Message]) -> None:
        runs = (self._vocabulary.words(message.content) for message in messages)
        self._reuse.erase([as_tokens(run) for run in runs if run])

    def close(self, sequence: TorchSequence) -> None:
        self._reuse.end(sequence)

    def stats(self) -> BackendStats:
        return self._reuse.stats

    def shutdown(self) -> None:
        """Lets go of the model; a second call does nothing."""
        self._loaded.free()

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        return self._beginning + self._vocabulary.encode(self._template.segments(messages))

    def _chunks(self, sequences: Sequence[TorchSequence]) -> Iterator[tuple[TorchSequence, Chunk]]:
        """One token of everyone who speaks; then prompts, the oldest first, up to a slice."""
        stepped = set(sequences)
        active = [each for each in sequences if not self._reuse.waits(each, stepped)]
        room = self._slices.size(StepLoad.of([len(s.tokens) - s.computed for s in active]))
        for sequence in active:
            is_speaking = sequence.is_speaking
            first, most = sequence.computed, 1 if is_speaking else room
            tokens = sequence.tokens[first : first + most]
            if tokens:
                is_last = first + len(tokens) == len(sequence.tokens)
                yield sequence, Chunk(sequence.slot, first, tokens, wants_logits=is_last)
            if not is_speaking:
                room -= len(tokens)

    def _say(self, sequence: TorchSequence, logits: NDArray[np.float32]) -> Step:
        """Chooses the next token and shows what it makes."""
        try:
            token = sequence.sampler.sample(logits[: self._vocabulary.size])
        except NpcgenError as error:
            return Step(error=error)
        return self._speech.say(sequence, token)


def _describe(folder: ModelFolder, loaded: LoadedModel, origin: str, sha256: str) -> ModelInfo:
    return ModelInfo(
        name=folder.name,
        backend="transformers",
        architecture=folder.architecture,
        parameters=folder.parameters,
        quantisation=f"{loaded.quantisation} on {loaded.device.type}",
        size_bytes=folder.size_bytes,
        context_tokens=loaded.context_tokens,
        slots=loaded.slots,
        chat_template=origin,
        sha256=sha256,
        licence="",
        description="",
        sampling=folder_sampling(folder),
    )
