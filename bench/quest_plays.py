"""`python -m bench.quest_plays`: game events a second that a server takes.

Each is on disk before its answer: a server process of its own over gRPC, with SQLite and scripted
replies, and 20 quests of Emberlow in each play. Wall-clock time, with what the client takes.
Where an event leaves a quest without a way on, planning anew comes on top: some 1 to 8 ms a quest.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.crash import ready, server
from npcgen import Client
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event
from worldgen.quests.worlds import world_of
from worldgen.rng import Stream

WORLD = "emberlow"
FOLLOWED = 20
"""Quests of a play."""
CALLS = ((1, 1, 300), (1, 100, 30), (1, 1000, 5), (16, 1, 50), (16, 100, 3))
"""Plays at once, events a call, calls of each play."""


def main() -> None:
    console = Console(width=100)
    with console.status("measuring, about a minute"), tempfile.TemporaryDirectory() as folder:
        rates = asyncio.run(_rates(Path(folder)))
    table = Table("plays at once", "events a call", "events/s", "calls/s")
    for (plays, size, _), rate in zip(CALLS, rates, strict=True):
        table.add_row(str(plays), str(size), f"{rate:.0f}", f"{rate / size:.0f}")
    console.print(table)


async def _rates(folder: Path) -> list[float]:
    quests = [made.quest for made in make(world_of(WORLD), read_spec({"count": FOLLOWED}))]
    with server(folder) as process:
        target = await asyncio.to_thread(ready, process)
        async with Client(target, timeout_s=120) as client:
            await client.wait_ready()
            return [await _rate(client, quests, *calls) for calls in CALLS]


async def _rate(
    client: Client, quests: Sequence[Quest], plays: int, size: int, calls: int
) -> float:
    names = [f"{plays}-{size}-{at}" for at in range(plays)]
    for name in names:
        for quest in quests:
            await client.start_quest(name, quest, world=WORLD)
    events = _events(size * calls)
    lots = [events[at : at + size] for at in range(0, len(events), size)]
    began = time.perf_counter()
    await asyncio.gather(*(_tell(client, name, lots) for name in names))
    return plays * size * calls / (time.perf_counter() - began)


async def _tell(client: Client, play: str, lots: Sequence[Sequence[Event]]) -> None:
    for lot in lots:
        await client.report_game_event(play, *lot)


def _events(count: int) -> list[Event]:
    """The player comes and goes: no way is ever lost, so nothing is planned anew."""
    draw, places = Stream("bench", "plays"), list(world_of(WORLD).of_type("place"))
    return [
        Event(f"event {at}", at, (Literal(Fact("at", ("player", draw.pick(places)))),))
        for at in range(count)
    ]


if __name__ == "__main__":
    main()
