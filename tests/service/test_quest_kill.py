"""kill -9 while quests are played: what was acknowledged goes on after the restart."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import grpc

from evals import crash
from npcgen.v1 import quest_pb2 as pb
from npcgen.v1.quest_pb2_grpc import QuestServiceStub
from npcgen.wire.quest_plays import event_from, event_to, state_to
from tests.service.native import failure_of
from tests.service.quests import VILLAGE_YAML
from tests.service.test_quest_plays import BOUGHT, GIVEN, begun, event, state_of, told
from tests.worldgen.quests.quests import LANTERN
from worldgen.quests.replanning import replanning
from worldgen.quests.tracker import Event, Tracker
from worldgen.quests.world import read_world

PLAYERS = 4


@asynccontextmanager
async def killed(data_dir: Path) -> AsyncIterator[tuple[QuestServiceStub, Callable[[], None]]]:
    """A server process of its own, and what kills it: at the end at the latest."""
    with crash.server(data_dir) as process:
        address = await asyncio.to_thread(crash.ready, process)
        # NOTE: a dead server's port may be another's by now; no connection to it is shared.
        options = [("grpc.use_local_subchannel_pool", 1)]
        async with grpc.aio.insecure_channel(address, options) as channel:
            await channel.channel_ready()
            yield QuestServiceStub(channel), process.kill
            process.kill()


async def test_a_quest_goes_on_where_a_killed_server_left_it(tmp_path: Path) -> None:
    async with killed(tmp_path) as (stub, _):
        await begun(stub, "one")
        await told(stub, "one", event("1", 1, *BOUGHT))
        before = await state_of(stub, "one")
    async with killed(tmp_path) as (stub, _):
        again = await told(stub, "one", event("1", 1, *BOUGHT))
        restarted = await begun(stub, "one")
        assert (len(again.states), len(restarted.states)) == (0, 0)
        assert await state_of(stub, "one") == before
        ended = await told(stub, "one", event("2", 2, *GIVEN))
    assert ended.states[0].status == "succeeded"


async def test_no_acknowledged_event_is_lost_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(3)
    players = [Player(f"p{at}", random.Random(at)) for at in range(PLAYERS)]
    for _ in range(2):
        async with killed(tmp_path) as (stub, kill):
            for player in players:
                await begun(stub, player.play)
            playing = [asyncio.create_task(play_on(stub, player)) for player in players]
            await asyncio.sleep(rng.uniform(0.05, 0.6))
            kill()
            await asyncio.gather(*playing)
        async with killed(tmp_path) as (stub, _):
            for player in players:
                await check(stub, player)
    assert all(len(player.acknowledged) > 0 for player in players)


@dataclass(slots=True)
class Player:
    play: str
    rng: random.Random
    acknowledged: list[Event] = field(default_factory=list)
    asked: list[Event] = field(default_factory=list)
    """The event that waits for its answer, if any."""


async def play_on(stub: QuestServiceStub, player: Player) -> None:
    """Tells what happens, in no order, until the server is gone."""
    rng = player.rng
    with suppress(grpc.aio.AioRpcError):
        while True:
            at = len(player.acknowledged)
            deed = rng.choice([BOUGHT, GIVEN, (f"at tobin {rng.choice(('mill', 'green'))}",)])
            message = event(f"{at}-{rng.random()}", rng.randrange(at + 1), *deed)
            player.asked = [event_from(message, "event")]
            await told(stub, player.play, message)
            player.acknowledged += player.asked


async def check(stub: QuestServiceStub, player: Player) -> None:
    """A tracker here is where the server's is; what wasn't acknowledged happened, or didn't."""
    state = await state_of(stub, player.play)
    assert state in (followed(player.acknowledged), followed(player.acknowledged + player.asked))
    for known in player.acknowledged:
        other = event_to(replace(known, literals=()))
        code, _ = await failure_of(told(stub, player.play, other))
        assert code is grpc.StatusCode.INVALID_ARGUMENT
    for asked in set(player.asked) - set(player.acknowledged):
        await told(stub, player.play, event_to(asked))
        player.acknowledged.append(asked)


def followed(events: list[Event]) -> pb.QuestState:
    world = read_world(VILLAGE_YAML)
    tracker = Tracker(world, replanning(world))
    tracker.start(LANTERN)
    tracker.report_all(events)
    return state_to(tracker.state(LANTERN.id))
