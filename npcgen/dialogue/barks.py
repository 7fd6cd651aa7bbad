"""One-liners for passers-by: no conversation, no memory, each line another.

A line has at most 12 words. What the model says again in other words, it is asked for anew with
another seed; when that doesn't help, fewer lines come.
"""

import hashlib
import secrets
import time
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace

from npcgen.dialogue.events import Completed, DialogueEvent, EventBody, Started
from npcgen.dialogue.guards import NO_GUARDS, Guards
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import one_line, system_text
from npcgen.dialogue.reply_options import ReplyOptions
from npcgen.dialogue.sentences import SentenceCutter
from npcgen.dialogue.speaker_selection import goes_round
from npcgen.dialogue.world import World
from npcgen.engine import base
from npcgen.errors import DeadlineExceeded, InvalidArgument

MAX_BARKS = 8
MAX_WORDS = 12
MAX_TOKENS = 32
ATTEMPTS = 3
"""For each line that is asked for."""
_PAUSES = ",;:—"


@dataclass(frozen=True, slots=True)
class Bark:
    """What is asked for."""

    persona: Persona
    world: World | None
    situation: str
    count: int


async def bark(
    asked: Bark, engine: LanguageModel, options: ReplyOptions, guards: Guards = NO_GUARDS
) -> AsyncGenerator[DialogueEvent, None]:
    """The lines' events: each line is a turn of its own, from Started to Completed.

    A line that a guardrail would cut isn't said at all.

    Raises InvalidArgument for a bad count, DeadlineExceeded when not one line came in time, and
    whatever the engine raises.
    """
    if not 1 <= asked.count <= MAX_BARKS:
        raise InvalidArgument.at("count", f"is {asked.count}; choose 1 to {MAX_BARKS}")
    call_id = secrets.token_urlsafe(9)
    said: list[str] = []
    sequence = 0
    for attempt in range(asked.count * ATTEMPTS):
        started, line = await _line(asked, engine, options, attempt)
        text = short(line.text)
        if line.finish_reason is base.FinishReason.DEADLINE and not text:
            break
        if not text or goes_round(text, said):
            continue
        if not guards.may_say(asked.persona, asked.world, text):
            continue
        said.append(text)
        for body in _bodies(started, replace(line, text=text)):
            turn_id = f"{call_id}.{len(said)}"
            yield DialogueEvent(sequence, turn_id, asked.persona.id, body)
            sequence += 1
        if len(said) == asked.count:
            return
    if not said:
        raise DeadlineExceeded("no line was ready in time; allow more time, or ask again")


def short(text: str) -> str:
    """The whole sentences of the first line that have 12 words together; of a longer one, what
    stands before its last pause, or its first 12 words.
    """
    line = one_line(text.strip().split("\n", 1)[0])
    cutter = SentenceCutter()
    kept = ""
    for sentence in [*cutter.feed(line), *cutter.finish()]:
        longer = f"{kept} {sentence.text}".strip()
        if len(longer.split()) > MAX_WORDS:
            break
        kept = longer
    return kept or _cut(line.split()[:MAX_WORDS])


def _cut(words: list[str]) -> str:
    for end in range(len(words), len(words) // 2, -1):
        if words[end - 1][-1] in _PAUSES:
            return " ".join(words[:end]).rstrip(_PAUSES) + "."
    return " ".join(words).rstrip(_PAUSES) + "…" if words else ""


async def _line(
    asked: Bark, engine: LanguageModel, options: ReplyOptions, attempt: int
) -> tuple[Started, base.Completed]:
    """What the model says, whatever it is."""
    sampling = replace(options.sampling, seed=_seed(options.sampling.seed, attempt))
    began = time.monotonic()
    request = base.GenerationRequest(
        messages(asked),
        sampling,
        min(options.max_tokens, MAX_TOKENS),
        ("\n",),
        began + options.timeout_s,
        began,
        base.Priority.AMBIENT,
        adapter=asked.persona.adapter,
        max_tokens_per_s=options.max_tokens_per_s,
    )
    line = await completed(engine.stream(request))
    usage = line.usage
    model = engine.info.name
    return Started(model, sampling.seed, usage.prompt_tokens, usage.reused_tokens, 0), line


def messages(asked: Bark) -> tuple[base.Message, ...]:
    """The prompt of one line."""
    name = asked.persona.name
    situation = (
        f"[Happens: {asked.situation}]\n"
        f"[{name} says one short line, at most {MAX_WORDS} words, to whoever is near.]"
    )
    return (
        base.Message("system", system_text(asked.persona, asked.world)),
        base.Message("user", situation),
    )


def _bodies(started: Started, line: Completed) -> Iterator[EventBody]:
    cutter = SentenceCutter()
    yield started
    yield base.TextDelta(line.text)
    yield from cutter.feed(line.text)
    yield from cutter.finish()
    yield line


def _seed(seed: int, attempt: int) -> int:
    """One of its own for each attempt, the same for the same seed."""
    digest = hashlib.sha256(f"{seed}\0bark\0{attempt}".encode()).digest()
    return int.from_bytes(digest[:4], "big")
