"""`python -m bench.soak`: hundreds of conversations with one server, half of them misbehaving.

Half are cancelled, run into deadlines or hang up at random moments; the others talk to the end,
greedily. Afterwards the server must stand as it stood before, and what the others heard must be
what they hear one at a time in a server with nobody else, word for word.
"""

import argparse
import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

import httpx
import psutil
from rich.console import Console

from bench.figures import Figure, as_table
from npcgen.client import Client, LocalServer
from npcgen.dialogue.events import Completed
from npcgen.engine.base import TextDelta
from npcgen.errors import NpcgenError

NPCS = ("brannoch", "corrin", "halwen", "isolde", "odrin", "tamsin")
LINES = (
    "Good day to you.",
    "Who are you?",
    "What do you sell?",
    "Where can I sleep tonight?",
    "What happened at the mine?",
    "Who guards the gate?",
    "Do you fear the wolves?",
    "Tell me about this village.",
    "What does it cost?",
    "I must go now.",
)
REPLY_TOKENS = 16
POOL_THREADS = min(32, (os.cpu_count() or 1) + 4)
"""Most threads of asyncio's own pool. It has as many as were ever busy at once, and keeps them: the
pool may be larger afterwards, where a thread left behind by each turn or hang-up would be hundreds.
"""
_notes = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a server holds at one moment."""

    active: int
    queued: int
    calls: int
    conversations: int
    threads: int
    memory_mib: float


class Crowd:
    """Conversations that go on beside each other, and how their turns ended."""

    def __init__(self, client: Client, *, turns: int, seed: int) -> None:
        self._client = client
        self._turns = turns
        self._seed = seed
        self.ends: Counter[str] = Counter()

    async def talk(self, number: int, *, rowdy: bool) -> tuple[str, ...]:
        """One conversation from its start to its end; returns what the NPC said, turn by turn."""
        chance = random.Random(f"{self._seed}:{number}")
        conversation = await self._client.start_conversation(NPCS[number % len(NPCS)])
        said = []
        for turn in range(self._turns):
            line = f"{LINES[(number + turn) % len(LINES)]} It is day {turn}."
            trouble = chance.choice(("none", "cancel", "deadline", "hang up")) if rowdy else "none"
            said.append(await self._turn(conversation.id, line, trouble, chance))
        await self._client.delete_conversation(conversation.id)
        return tuple(said)

    async def _turn(self, where: str, line: str, trouble: str, chance: random.Random) -> str:
        patience = chance.randrange(REPLY_TOKENS)
        timeout_s = chance.uniform(0.02, 0.5) if trouble == "deadline" else 120.0
        texts: list[str] = []
        stream = self._client.chat(
            where,
            line,
            temperature=0.0,
            seed=1,
            max_tokens=REPLY_TOKENS,
            timeout_s=timeout_s,
            fallback_line=False,
        )
        try:
            async with aclosing(stream) as events:
                async for event in events:
                    if isinstance(event.body, TextDelta):
                        texts.append(event.body.text)
                        if len(texts) > patience and trouble == "hang up":
                            self.ends["hung up"] += 1
                            break
                        if len(texts) > patience and trouble == "cancel":
                            await self._client.cancel(where)
                    if isinstance(event.body, Completed):
                        self.ends[event.body.finish_reason.value] += 1
        except NpcgenError as error:
            self.ends[error.reason] += 1
        await self._until_free(where)
        return "".join(texts)

    async def _until_free(self, where: str) -> None:
        """Waits until a turn that was hung up on is over, which the server says to nobody."""
        while (await self._client.get_conversation(where)).active_turn_id:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def pocket_server() -> AsyncIterator[tuple[Client, LocalServer, psutil.Process]]:
    """A server of its own with the bundled model, and its process."""
    with LocalServer("--backend", "llama_cpp") as server:
        (process,) = psutil.Process().children()
        async with Client(server.target) as client:
            await client.wait_ready()
            yield client, server, process


async def standing(client: Client, server: LocalServer, process: psutil.Process) -> Standing:
    info = await client.server_info()
    async with httpx.AsyncClient() as http:
        metrics = (await http.get(f"{server.http_url}/metrics")).text
    calls = re.search(r"^npcgen_calls_in_flight (\S+)$", metrics, re.MULTILINE)
    assert calls is not None, "the server has no such gauge"
    return Standing(
        info.active_replies,
        info.queued_replies,
        int(float(calls[1])),
        info.conversations,
        process.num_threads(),
        process.memory_info().rss / 2**20,
    )


async def figures(conversations: int, turns: int, at_once: int, seed: int) -> list[Figure]:
    async with pocket_server() as (client, server, process):
        await _talk_all(Crowd(client, turns=3, seed=seed), 2 * at_once, at_once)
        before = await standing(client, server, process)
        crowd = Crowd(client, turns=turns, seed=seed)
        heard = await _talk_all(crowd, conversations, at_once)
        after = await standing(client, server, process)
    _notes.print(f"turns ended: {dict(crowd.ends)}\nbefore {before}\nafter  {after}")
    async with pocket_server() as (client, _, _):
        alone = Crowd(client, turns=turns, seed=seed)
        expected = {
            each: await alone.talk(each, rowdy=False) for each in range(0, conversations, 2)
        }
    differing = sum(
        mine != other
        for each in expected
        for mine, other in zip(heard[each], expected[each], strict=True)
    )
    left = after.active + after.queued + after.calls + after.conversations
    return [
        Figure("turns of the undisturbed that differ from a quiet run", differing, "turns", 0),
        Figure("slots, queue, calls, conversations left over", left, "", 0),
        Figure(
            "threads more than before",
            after.threads - before.threads,
            "threads",
            POOL_THREADS - 1,
        ),
        Figure("memory more than before", after.memory_mib - before.memory_mib, "MiB", 32),
    ]


async def _talk_all(crowd: Crowd, conversations: int, at_once: int) -> dict[int, tuple[str, ...]]:
    gate, heard = asyncio.Semaphore(at_once), {}

    async def one(number: int) -> None:
        async with gate:
            heard[number] = await crowd.talk(number, rowdy=number % 2 == 1)

    async with asyncio.TaskGroup() as group:
        for number in range(conversations):
            group.create_task(one(number))
    return heard


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    Console().print(
        as_table(asyncio.run(figures(given.conversations, given.turns, given.at_once, given.seed)))
    )


if __name__ == "__main__":
    main()
