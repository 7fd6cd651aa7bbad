"""A backend without a model: canned lines at a given pace, the same for the same prompt and seed.

It stands in for a model in tests, in load measurements and on machines that have no model file.
Words are its tokens. A step is one tick of its clock and gives every sequence one word, the way
a batch does. Of the sampling only the seed counts; grammars and adapters are passed over.
"""

import hashlib
import re
import time
from collections.abc import Sequence

from npcgen.engine.base import FinishReason, GenerationRequest, Message, ModelInfo, Step
from npcgen.engine.prefix_cache import PrefixCache
from npcgen.engine.stats import BackendStats
from npcgen.errors import ContextTooSmall

DEFAULT_REPLIES = (
    "Well met, traveller. These are scripted words, for no model is loaded behind my eyes.",
    "I would tell you of the old road, but my lines are scripted. Give me a model and ask again.",
    "Hm. I have heard that question before, and I answer it from a script, word for word.",
    "The wind is turning. That is all my script says; a loaded model would know more.",
)

_TOKEN = re.compile(r"\s*\S+|\s+")
_MAX_LAG_S = 1.0


class ScriptedSequence:
    """One canned reply, word by word."""

    __slots__ = ("_next", "prompt_tokens", "reused_tokens", "slot", "words")

    def __init__(self, words: Sequence[str], slot: int, prompt: int, reused: int) -> None:
        self.words = words
        self.slot = slot
        self.prompt_tokens = prompt
        self.reused_tokens = reused
        self._next = 0

    def advance(self) -> Step:
        if self._next == len(self.words):
            return Step(finished=FinishReason.STOP)
        self._next += 1
        return Step(self.words[self._next - 1], tokens=1)


class ScriptedBackend:
    """Canned replies. A reply costs one step for each word and one for its end."""

    def __init__(
        self,
        replies: Sequence[str] = DEFAULT_REPLIES,
        *,
        tokens_per_s: float = 100.0,
        slots: int = 64,
        context_tokens: int = 8192,
    ) -> None:
        self._replies = tuple(tuple(_TOKEN.findall(reply)) for reply in replies)
        self._tick_s = 1.0 / tokens_per_s
        self._due = 0.0
        self._busy = 0
        self._cache = PrefixCache(slots)
        self._info = ModelInfo(
            name="scripted",
            backend="scripted",
            architecture="none",
            parameters=0,
            quantisation="none",
            size_bytes=0,
            context_tokens=context_tokens,
            slots=slots,
            chat_template="none",
            sha256="",
            licence="Apache-2.0",
            description="Canned lines at a steady pace; no model is loaded.",
            adapters=None,
        )

    @property
    def info(self) -> ModelInfo:
        return self._info

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """One token for each message's role and one for each run of non-spaces."""
        return len(_prompt(messages))

    def open(self, request: GenerationRequest) -> ScriptedSequence:
        prompt = _prompt(request.messages)
        if len(prompt) + 1 > self._info.context_tokens:
            raise ContextTooSmall(
                f"the prompt has {len(prompt)} tokens, the context {self._info.context_tokens}; "
                "use a shorter persona"
            )
        plan = self._cache.take([hash(word) for word in prompt])
        if not self._busy:
            self._due = time.monotonic() + self._tick_s
        self._busy += 1
        words = self._replies[_pick(prompt, request.sampling.seed, len(self._replies))]
        return ScriptedSequence(words, plan.slot, len(prompt), plan.reused)

    def step(self, sequences: Sequence[ScriptedSequence]) -> list[Step]:
        self._wait_for_tick()
        return [sequence.advance() for sequence in sequences]

    def close(self, sequence: ScriptedSequence) -> None:
        """The slot's last prompt stays for reuse."""
        self._busy -= 1
        self._cache.release(sequence.slot, sequence.prompt_tokens)

    def stats(self) -> BackendStats:
        return BackendStats(evictions=self._cache.evictions)

    def shutdown(self) -> None:
        """Nothing to free."""

    def _wait_for_tick(self) -> None:
        """Sleeps until the next tick is due. A late tick shortens the next ones, up to a second
        of lag, so that the pace holds on a busy machine.
        """
        now = time.monotonic()
        if now < self._due:
            time.sleep(self._due - now)
        self._due = max(self._due, now - _MAX_LAG_S) + self._tick_s


def _prompt(messages: Sequence[Message]) -> tuple[str, ...]:
    tokens: list[str] = []
    for message in messages:
        tokens.append(f"<{message.role}>")
        tokens += message.content.split()
    return tuple(tokens)


def _pick(prompt: Sequence[str], seed: int, choices: int) -> int:
    digest = hashlib.sha256(f"{seed}\0{chr(0).join(prompt)}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % choices
