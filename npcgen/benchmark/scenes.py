"""What a game asks of an engine, as scenes that any speaker can play."""

import asyncio
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from npcgen.benchmark.speaker import Speaker, Spoken
from npcgen.engine.base import Message


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long things are, in tokens."""

    world: int = 400
    persona: int = 200
    line: int = 30
    reply: int = 48
    newcomer: int = 2000

    def within(self, context_tokens: int) -> "Sizes":
        """The same, or all of it smaller, so that two turns fit into a context."""
        two_turns = self.world + self.persona + 3 * (self.line + self.reply)
        share = min(1.0, context_tokens / (1.2 * two_turns))
        newcomer = min(self.newcomer, round(0.8 * context_tokens))
        world, persona, line, reply = (
            max(1, round(share * size))
            for size in (self.world, self.persona, self.line, self.reply)
        )
        return Sizes(world, persona, line, reply, newcomer)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Several replies that were asked for at once."""

    replies: tuple[Spoken, ...]

    @property
    def tokens_per_s(self) -> float:
        """Of all together, from the question to the last token."""
        ended = max(reply.stamps[-1] for reply in self.replies)
        tokens = sum(len(reply.stamps) for reply in self.replies)
        return tokens / (ended - self.replies[0].began)

    @property
    def largest_ttft_s(self) -> float:
        return max(reply.ttft_s for reply in self.replies)

    @property
    def median_ttft_s(self) -> float:
        return statistics.median(reply.ttft_s for reply in self.replies)


@dataclass(frozen=True, slots=True)
class Street:
    """Times to first token, in seconds, of NPCs that are met one after the other."""

    cold: float
    resident: float
    returning: float
    least_reused: float


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a long prompt does to those who speak, in seconds."""

    usual_gap: float
    worst_gap: float
    high_gap: float
    """The 95th percentile."""
    prefill: float
    """The newcomer's own time to first token."""


class Scenes:
    """Scenes with texts from `speech`, which gives one of so many tokens for a seed."""

    def __init__(self, speech: Callable[[int, int], str], sizes: Sizes | None = None) -> None:
        self._speech = speech
        self.sizes = sizes or Sizes()

    def opening(self, world: int, npc: int) -> tuple[Message, ...]:
        """The first thing an NPC is asked; NPCs of one world share its text."""
        persona = self._speech(self.sizes.persona, 1000 * world + npc)
        lore = self._speech(self.sizes.world, world) + persona
        return Message("system", lore), Message("user", self._speech(self.sizes.line, npc))

    def next_turn(
        self, messages: Sequence[Message], reply: str, turn: int = 0
    ) -> tuple[Message, ...]:
        line = Message("user", self._speech(self.sizes.line, 9000 + turn))
        return (*messages, Message("assistant", reply), line)

    async def tavern(self, speaker: Speaker, world: int, npcs: int = 8) -> tuple[Crowd, Crowd]:
        """Everyone in a world nobody has heard of is asked at once, and then once more."""
        prompts = [self.opening(world, npc) for npc in range(npcs)]
        cold = await self._at_once(speaker, prompts)
        asked = zip(prompts, cold.replies, strict=True)
        again = [self.next_turn(was, reply.text) for was, reply in asked]
        return cold, await self._at_once(speaker, again)

    async def street(
        self, speaker: Speaker, world: int, npcs: int = 64, returns: int = 12
    ) -> Street:
        """Each is met once; then some are met again, long after their slots went to others."""
        met = []
        for npc in range(npcs):
            prompt = self.opening(world, npc)
            met.append(self.next_turn(prompt, (await speaker.say(prompt, 8)).text))
        back = [await speaker.say(prompt, 8) for prompt in met[:returns]]
        cold, resident = [], []
        for stranger in range(3):
            prompt = self.opening(world + 1 + stranger, 0)
            reply = await speaker.say(prompt, 8)
            cold.append(reply.ttft_s)
            again = self.next_turn(prompt, reply.text)
            resident.append((await speaker.say(again, 8)).ttft_s)
        return Street(
            statistics.median(cold),
            statistics.median(resident),
            statistics.median(reply.ttft_s for reply in back),
            min(reply.reused for reply in back),
        )

    async def newcomer(
        self, speaker: Speaker, speakers: int = 7, settle_s: float = 4.0
    ) -> Newcomer | None:
        """Some speak on and on; then somebody with a long prompt comes in.

        None where too little was said meanwhile to tell.
        """
        over = asyncio.Event()
        talking = [asyncio.create_task(self._talk(speaker, each, over)) for each in range(speakers)]
        await asyncio.sleep(settle_s)
        lore = Message("user", self._speech(self.sizes.newcomer, 7))
        reply = await speaker.say((lore,), 2)
        over.set()
        gaps = [
            (end, end - begin)
            for replies in await asyncio.gather(*talking)
            for spoken in replies
            for begin, end in pairwise(spoken.stamps)
        ]
        before = [gap for end, gap in gaps if reply.began - 2 < end < reply.began]
        during = [gap for end, gap in gaps if reply.began < end and end - gap < reply.stamps[0]]
        if not before or len(during) < 2:
            return None
        return Newcomer(
            statistics.median(before),
            max(during),
            statistics.quantiles(during, n=20)[-1],
            reply.ttft_s,
        )

    async def monologue(self, speaker: Speaker, tokens: int = 192) -> float:
        """Tokens per second of one who speaks alone; more lines where replies are short."""
        said, spent = 0, 0.0
        for line in range(16):
            prompt = Message("user", self._speech(self.sizes.line, 3 + line))
            stamps = (await speaker.say((prompt,), tokens)).stamps
            said, spent = said + len(stamps) - 1, spent + stamps[-1] - stamps[0]
            if said >= tokens // 2:
                break
        return said / spent if spent else 0.0

    async def _at_once(self, speaker: Speaker, prompts: Sequence[Sequence[Message]]) -> Crowd:
        replies = await asyncio.gather(
            *(speaker.say(prompt, self.sizes.reply) for prompt in prompts)
        )
        return Crowd(tuple(replies))

    async def _talk(self, speaker: Speaker, who: int, over: asyncio.Event) -> list[Spoken]:
        prompt = (Message("user", self._speech(self.sizes.line, 500 + who)),)
        replies = [await speaker.say(prompt, 400)]
        while not over.is_set():
            replies.append(await speaker.say(prompt, 400))
        return replies
