"""kill -9 at random moments, under load: what was acknowledged must be there afterwards.

    python -m evals.crash --kills 200 --out evals/results/crash.md

A real server process with scripted replies; players talk in many conversations at once, begin new
ones and delete some. At a random moment, sometimes while the server starts, it is killed. Then its
file must hold what was acknowledged (`acknowledged.py`). The next server goes on with the same
file; now and then with none, so that kills meet the first migration too.
"""

import argparse
import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from evals.acknowledged import Acknowledged, faults
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.common_pb2 import FINISH_REASON_STOP
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub

SERVER = Path(__file__).parents[1] / "server.py"
PLAYERS = 12
FRESH_EVERY = 20
"""After so many kills the next server begins without a file."""
DURING_START = 0.25
"""The share of kills that come before the server is ready."""
START_S = 1.5
FULL_S = 5.0
"""How long at most until every player was answered once."""
LOAD_S = 1.0
WORDS_PER_S = 2_000


@dataclass(slots=True)
class Load:
    """Which players were answered since the server started: full once each was."""

    answered: set[int] = field(default_factory=set)
    is_full: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, player: int) -> None:
        self.answered.add(player)
        if len(self.answered) == PLAYERS:
            self.is_full.set()


@dataclass(slots=True)
class Tally:
    """What came of all kills."""

    kills: int = 0
    during_start: int = 0
    first_starts: int = 0
    """Kills of a server that had no file yet."""
    full_load: int = 0
    """Kills when every player had been answered and waited for its next answer."""
    turns: int = 0
    authored: int = 0
    conversations: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(arguments.kills, arguments.seed, Path(folder)))
    text = report(tally, arguments.seed, time.monotonic() - began)
    sys.stdout.write(text)
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(text, encoding="utf-8")
    sys.exit(bool(tally.faults))


async def run(kills: int, seed: int, folder: Path) -> Tally:
    """Kills as often as asked, and looks after each."""
    rng = random.Random(seed)
    tally = Tally()
    told = Acknowledged()
    data_dir = folder
    for number in range(kills):
        if number % FRESH_EVERY == 0:
            data_dir, told = folder / str(number), Acknowledged()
        before = len(told.turns), len(told.begun), told.authored
        during_start = rng.random() < DURING_START
        was_full = await one_kill(data_dir, told, rng, during_start)
        tally.kills += 1
        tally.during_start += during_start
        tally.first_starts += number % FRESH_EVERY == 0
        tally.full_load += was_full
        tally.turns += len(told.turns) - before[0]
        tally.conversations += len(told.begun) - before[1]
        tally.authored += told.authored - before[2]
        tally.faults += [f"kill {number}: {fault}" for fault in faults(data_dir, told)]
    return tally


async def one_kill(
    data_dir: Path, told: Acknowledged, rng: random.Random, during_start: bool
) -> bool:
    """Starts a server, lets players talk unless it is killed before, and kills it.

    Returns whether that was under full load.
    """
    load = Load()
    with server(data_dir) as process:
        if during_start:
            await asyncio.sleep(rng.uniform(0, START_S))
            return False
        address = await asyncio.to_thread(ready, process)
        async with grpc.aio.insecure_channel(address) as channel:
            stub = DialogueServiceStub(channel)
            await loaded(stub, told)
            players = [
                asyncio.create_task(play(stub, told, random.Random(rng.random()), number, load))
                for number in range(PLAYERS)
            ]
            with suppress(TimeoutError):
                await asyncio.wait_for(load.is_full.wait(), FULL_S)
            await asyncio.sleep(rng.uniform(0, LOAD_S))
            process.kill()
            was_full = load.is_full.is_set()
            for outcome in await asyncio.gather(*players, return_exceptions=True):
                if not isinstance(outcome, grpc.aio.AioRpcError) or "log explains" in str(outcome):
                    raise AssertionError("a player met something else than a kill") from outcome
            return was_full


async def loaded(stub: DialogueServiceStub, told: Acknowledged) -> None:
    """Returns once a conversation can begin."""
    while True:
        try:
            begun = await stub.StartConversation(
                pb.StartConversationRequest(persona_id="brannoch"), timeout=10.0
            )
        except grpc.aio.AioRpcError:
            await asyncio.sleep(0.02)
        else:
            told.begun.add(begun.conversation.id)
            return


async def play(
    stub: DialogueServiceStub,
    told: Acknowledged,
    rng: random.Random,
    number: int,
    load: Load,
) -> None:
    """Talks until the server is gone; says `load` of each answer."""
    while True:
        known = sorted(told.begun - told.asked_to_delete)
        if not known or rng.random() < 0.2:
            request = pb.StartConversationRequest(
                persona_id="brannoch", player=pb.Player(id=f"p{rng.randrange(9)}")
            )
            begun = await stub.StartConversation(request)
            told.begun.add(begun.conversation.id)
        elif rng.random() < 0.05:
            await delete(stub, told, rng.choice(known))
        else:
            await talk(stub, told, rng.choice(known), promise(rng))
        load.answer(number)


def promise(rng: random.Random) -> str:
    """Something that an NPC remembers, and that nobody else says."""
    return f"I will bring you {rng.randrange(10**9)} apples."


async def delete(stub: DialogueServiceStub, told: Acknowledged, conversation_id: str) -> None:
    told.asked_to_delete.add(conversation_id)
    try:
        await stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation_id))
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.NOT_FOUND:
            raise
    told.deleted.add(conversation_id)


async def talk(
    stub: DialogueServiceStub, told: Acknowledged, conversation_id: str, text: str
) -> None:
    try:
        call = stub.Chat(pb.ChatRequest(conversation_id=conversation_id, text=text))
        async for response in call:
            event = response.event
            if event.WhichOneof("event") == "completed":
                told.turns[event.turn_id] = (text, event.completed.text)
                told.authored += event.completed.finish_reason != FINISH_REASON_STOP
    except grpc.aio.AioRpcError as error:
        # Another player talks in it, or deleted it.
        if error.code() not in (
            grpc.StatusCode.FAILED_PRECONDITION,
            grpc.StatusCode.NOT_FOUND,
        ):
            raise


@contextmanager
def server(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A server process that is killed in the end, and not asked to stop."""
    flags = ("--backend", "scripted", "--grpc-port", "0", "--http-port", "0")
    with subprocess.Popen(
        [sys.executable, str(SERVER), *flags, "--data-dir", str(data_dir)],
        env={"NPCGEN_SCRIPTED_TOKENS_PER_S": str(WORDS_PER_S)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ready(process: subprocess.Popen[str]) -> str:
    """HOST:PORT of native gRPC, once the server says it."""
    assert process.stdout is not None
    for line in process.stdout:
        if "ready-to-connect" in line:
            return line.split("grpc=")[1].split()[0]
    raise AssertionError("the server ended before it was ready: its store doesn't open")


def report(tally: Tally, seed: int, seconds: float) -> str:
    """As Markdown."""
    lines = [
        "# kill -9 under load",
        "",
        f"`python -m evals.crash --kills {tally.kills} --seed {seed}`, {seconds:.0f} s, "
        f"SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}.",
        "",
        "| what | count |",
        "|---|---|",
        f"| kills | {tally.kills} |",
        f"| of them while the server started | {tally.during_start} |",
        f"| of them in a folder without a store | {tally.first_starts} |",
        f"| of them under full load: each of {PLAYERS} players answered, and waiting again "
        f"| {tally.full_load} |",
        f"| conversations acknowledged | {tally.conversations} |",
        f"| turns acknowledged | {tally.turns} |",
        f"| of them ended by an authored line | {tally.authored} |",
        f"| lost, come back, half kept, or damaged | {len(tally.faults)} |",
        "",
        *(f"- {fault}" for fault in tally.faults),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    main()
