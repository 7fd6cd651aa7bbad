"""Plays on a real store: kept before a call is answered, and brought back from there."""

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.errors import (
    AlreadyExists,
    DataLoss,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Overloaded,
)
from npcgen.quests.plays import Plays
from tests.dialogue.store.rows import NAME, opened
from tests.service.quests import VILLAGE_YAML
from tests.worldgen.quests.quests import LANTERN, SALVE
from worldgen.quests.facts import read_literal
from worldgen.quests.tracker import Event

QUEST = LANTERN.id


def event(ident: str, time: int, *literals: str) -> Event:
    return Event(ident, time, tuple(read_literal(text, "test") for text in literals))


BOUGHT = event("1", 1, "has player lantern", "not has tobin lantern")
GIVEN = event("2", 2, "at player mill", "has mira lantern", "not has player lantern")
LOST = event("1", 1, "not lies salve chapel", "lies salve green")


@asynccontextmanager
async def plays_in(folder: Path, **limits: int) -> AsyncIterator[Plays]:
    async with opened(folder) as store:
        plays = Plays(store, **limits)
        yield plays
        await plays.close()


async def test_a_play_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        bought = await plays.report("one", [BOUGHT], 0)
    async with plays_in(tmp_path) as plays:
        assert (await plays.states("one"))[0] == bought.after
        given = await plays.report("one", [GIVEN], 0)
    assert given.after[0].status == "succeeded"


async def test_an_event_that_was_known_before_a_restart_changes_nothing(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        await plays.report("one", [BOUGHT, GIVEN], 0)
        before = await plays.save("one")
    async with plays_in(tmp_path) as plays:
        again = await plays.report("one", [GIVEN, BOUGHT], 0)
        with pytest.raises(InvalidArgument, match="was another event before"):
            await plays.report("one", [replace(GIVEN, time=9)], 0)
        assert await plays.save("one") == before
    assert not again


async def test_late_events_after_a_restart_end_in_the_same_state(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        for name in ("in-order", "late"):
            await plays.start(name, VILLAGE_YAML, LANTERN, 0)
        await plays.report("in-order", [BOUGHT, GIVEN], 0)
        await plays.report("late", [GIVEN], 0)
    async with plays_in(tmp_path) as plays:
        await plays.report("late", [BOUGHT], 0)
        assert await plays.states("late") == await plays.states("in-order")


async def test_a_way_that_was_planned_anew_stays(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("anew", VILLAGE_YAML, SALVE, 0)
        planned = await plays.report("anew", [LOST], 0)
        before = await plays.save("anew")
    async with plays_in(tmp_path) as plays:
        assert (await plays.states("anew"))[0] == planned.after
        assert await plays.save("anew") == before


async def test_what_is_settled_stays_settled(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        await plays.report("one", [BOUGHT], 2)
    async with plays_in(tmp_path) as plays:
        late = await plays.report("one", [event("0", 1, "not alive mira")], 0)
    assert late.settled == ("0",)


async def test_an_offer_stays_on_offer(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        offered = await plays.offer("one", VILLAGE_YAML, LANTERN)
        await plays.offer("one", VILLAGE_YAML, SALVE)
    async with plays_in(tmp_path) as plays:
        states, _ = await plays.states("one")
    assert states[0] == offered
    assert [state.status for state in states] == ["offered", "offered"]


async def test_many_events_become_a_new_save_and_nothing_is_lost(tmp_path: Path) -> None:
    names = [hashlib.sha256(b"%d" % at).hexdigest() for at in range(6000)]
    moves = [
        event(name, at, f"at tobin {('mill', 'green')[at % 2]}") for at, name in enumerate(names)
    ]
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        for at in range(0, len(moves), 500):
            await plays.report("one", moves[at : at + 500], 0)
        before = await plays.save("one")
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        [(lots, told)] = database.execute(
            "SELECT (SELECT count(*) FROM play_lots), told FROM plays"
        ).fetchall()
    assert lots < told == 12
    async with plays_in(tmp_path) as plays:
        assert await plays.save("one") == before


async def test_what_could_not_be_kept_was_not_told(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        before = await plays.save("one")
        with closing(sqlite3.connect(tmp_path / NAME)) as other:
            other.execute(
                "CREATE TRIGGER no BEFORE INSERT ON play_lots BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            other.commit()
            with pytest.raises(FailedPrecondition):
                await plays.report("one", [BOUGHT], 0)
            other.execute("DROP TRIGGER no")
            other.commit()
        assert await plays.save("one") == before
        assert (await plays.report("one", [BOUGHT], 0)).after[0].quest == QUEST


async def test_of_two_servers_the_second_is_told_and_may_repeat(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as first, plays_in(tmp_path) as second:
        await first.start("one", VILLAGE_YAML, LANTERN, 0)
        await second.states("one")
        await first.report("one", [BOUGHT], 0)
        with pytest.raises(FailedPrecondition) as caught:
            await second.report("one", [GIVEN], 0)
        given = await second.report("one", [GIVEN], 0)
    assert caught.value.reason == "STORE_CHANGED"
    assert given.after[0].status == "succeeded"


async def test_a_caller_who_leaves_stops_nothing_halfway(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        leaving = asyncio.create_task(plays.report("one", [BOUGHT], 0))
        await asyncio.sleep(0)
        leaving.cancel()
        given = await plays.report("one", [GIVEN], 0)
        assert not await plays.report("one", [BOUGHT], 0)
    assert given.after[0].status == "succeeded"


async def test_more_plays_than_memory_holds_all_go_on(tmp_path: Path) -> None:
    async with plays_in(tmp_path, held=2) as plays:
        for name in "abcde":
            await plays.start(name, VILLAGE_YAML, LANTERN, 0)
        ends = [await plays.report(name, [BOUGHT, GIVEN], 0) for name in "abcde"]
    assert [end.after[0].status for end in ends] == ["succeeded"] * 5


async def test_a_loaded_save_is_kept(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        data = await plays.save("one")
        await plays.report("one", [BOUGHT], 0)
        await plays.load("one", VILLAGE_YAML, data)
    async with plays_in(tmp_path) as plays:
        assert await plays.save("one") == data


async def test_a_deleted_play_leaves_no_row(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        await plays.report("one", [BOUGHT], 0)
        await plays.delete("one")
        with pytest.raises(NotFound):
            await plays.delete("one")
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        rows = database.execute("SELECT id FROM plays UNION SELECT play_id FROM play_lots")
        assert rows.fetchall() == []


async def test_a_play_that_cannot_be_read_says_so_and_can_be_replaced(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        data = await plays.save("one")
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("UPDATE plays SET save = x'00'")
        database.commit()
    async with plays_in(tmp_path) as plays:
        with pytest.raises(DataLoss, match="LoadQuests puts a save") as caught:
            await plays.states("one")
        await plays.load("one", VILLAGE_YAML, data)
        assert len((await plays.states("one"))[0]) == 1
    assert caught.value.reason == "PLAY_UNREADABLE"


async def test_first_quests_of_one_play_at_once_are_both_followed(tmp_path: Path) -> None:
    async with plays_in(tmp_path) as plays:
        starts = (plays.start("one", VILLAGE_YAML, quest, 0) for quest in (LANTERN, SALVE))
        await asyncio.gather(*starts)
        states, _ = await plays.states("one")
    assert [state.quest for state in states] == ["lantern-quest", "salve-quest"]


async def test_plays_have_an_end(tmp_path: Path) -> None:
    async with plays_in(tmp_path, most=1) as plays:
        await plays.start("one", VILLAGE_YAML, LANTERN, 0)
        with pytest.raises(Overloaded) as caught:
            await plays.start("two", VILLAGE_YAML, LANTERN, 0)
        with pytest.raises(AlreadyExists):
            await plays.start("one", "emberlow", LANTERN, 0)
    assert caught.value.reason == "TOO_MANY_PLAYS"
