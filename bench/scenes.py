"""What a game asks of an engine, as scenes that any speaker can play."""

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.shapes import speech
from bench.speakers import Speaker, Spoken
from npcgen.engine.base import Message

WORLD, PERSONA, LINE, REPLY = 400, 200, 30, 48
"""Tokens."""


def opening(world: int, npc: int) -> tuple[Message, ...]:
    """The first thing an NPC is asked; NPCs of one world share its text."""
    lore = speech(WORLD, seed=world) + speech(PERSONA, seed=1000 * world + npc)
    return Message("system", lore), Message("user", speech(LINE, seed=npc))


def next_turn(messages: Sequence[Message], reply: str, turn: int = 0) -> tuple[Message, ...]:
    line = Message("user", speech(LINE, seed=9000 + turn))
    return (*messages, Message("assistant", reply), line)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Several replies that were asked for at once."""

    replies: tuple[Spoken, ...]

    @property
    def tokens_per_s(self) -> float:
        ended = max(reply.stamps[-1] for reply in self.replies)
        tokens = sum(len(reply.stamps) for reply in self.replies)
        return tokens / (ended - self.replies[0].began)

    @property
    def largest_ttft_s(self) -> float:
        return max(reply.ttft_s for reply in self.replies)

    @property
    def median_ttft_s(self) -> float:
        return statistics.median(reply.ttft_s for reply in self.replies)


async def tavern(speaker: Speaker, world: int, npcs: int = 8) -> tuple[Crowd, Crowd]:
    """Everyone in a world nobody has heard of is asked at once, and then once more."""
    prompts = [opening(world, npc) for npc in range(npcs)]
    cold = await _at_once(speaker, prompts)
    asked = zip(prompts, cold.replies, strict=True)
    return cold, await _at_once(speaker, [next_turn(was, reply.text) for was, reply in asked])


async def _at_once(speaker: Speaker, prompts: Sequence[Sequence[Message]]) -> Crowd:
    replies = await asyncio.gather(*(speaker.say(prompt, REPLY) for prompt in prompts))
    return Crowd(tuple(replies))


@dataclass(frozen=True, slots=True)
class Street:
    """Times to first token, in seconds, of NPCs that are met one after the other."""

    cold: float
    resident: float
    returning: float
    least_reused: float


async def street(speaker: Speaker, world: int, npcs: int = 64, returns: int = 12) -> Street:
    """Each is met once; then some are met again, long after their slots went to others."""
    met = []
    for npc in range(npcs):
        prompt = opening(world, npc)
        met.append(next_turn(prompt, (await speaker.say(prompt, 8)).text))
    back = [await speaker.say(prompt, 8) for prompt in met[:returns]]
    cold, resident = [], []
    for stranger in range(3):
        prompt = opening(world + 1 + stranger, 0)
        reply = await speaker.say(prompt, 8)
        cold.append(reply.ttft_s)
        resident.append((await speaker.say(next_turn(prompt, reply.text), 8)).ttft_s)
    return Street(
        statistics.median(cold),
        statistics.median(resident),
        statistics.median(reply.ttft_s for reply in back),
        min(reply.reused for reply in back),
    )


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a long prompt does to those who speak, in seconds."""

    usual_gap: float
    worst_gap: float
    high_gap: float
    """The 95th percentile."""
    prefill: float
    """The newcomer's own time to first token."""


async def newcomer(speaker: Speaker, speakers: int = 7, prompt: int = 2000) -> Newcomer:
    """Some speak on and on; then somebody with a long prompt comes in."""
    talk = [(Message("user", speech(LINE, seed=500 + each)),) for each in range(speakers)]
    talking = [asyncio.create_task(speaker.say(each, 400)) for each in talk]
    await asyncio.sleep(4)
    lore = Message("user", speech(prompt, seed=7))
    reply = await speaker.say((lore,), 2)
    gaps = [
        (end, end - begin)
        for spoken in await asyncio.gather(*talking)
        for begin, end in pairwise(spoken.stamps)
    ]
    before = [gap for end, gap in gaps if reply.began - 2 < end < reply.began]
    during = [gap for end, gap in gaps if reply.began < end and end - gap < reply.stamps[0]]
    return Newcomer(
        statistics.median(before),
        max(during),
        statistics.quantiles(during, n=20)[-1],
        reply.ttft_s,
    )


async def monologue(speaker: Speaker, tokens: int = 192) -> float:
    """Tokens per second of one who speaks alone."""
    spoken = await speaker.say((Message("user", speech(LINE, seed=3)),), tokens)
    return (len(spoken.stamps) - 1) / (spoken.stamps[-1] - spoken.stamps[0])
