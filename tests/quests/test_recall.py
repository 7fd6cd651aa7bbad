"""What comes to an NPC's mind of the quests of its play: what is open first, within a budget."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.recall import Standing
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.state import Conversation, Player
from npcgen.dialogue.turn_context import Recalled
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.engine import Engine
from npcgen.quests.plays import Plays
from npcgen.quests.recall import QuestRecall
from tests.dialogue.store.rows import opened
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.worlds import world_of

SPEC: dict[str, Any] = {"givers": ["tamsin"], "count": 2, "seed": 3}
FIRST, SECOND = (made.quest for made in make(world_of("emberlow"), read_spec(SPEC)))
[HAUNTED] = (
    made.quest
    for made in make(world_of("emberlow"), read_spec(SPEC | {"count": 1, "motives": ["haunting"]}))
)
LINE = PlayerLine("So?")
TAMSIN = Conversation("c", Persona(id="tamsin", name="T", role="t"), None, Player())


@pytest.fixture
async def plays(tmp_path: Path) -> AsyncIterator[Plays]:
    async with opened(tmp_path) as store:
        plays = Plays(store)
        yield plays
        await plays.close()


async def recalled(
    plays: Plays,
    play_id: str = "one",
    *,
    who: Conversation = TAMSIN,
    context_tokens: int = 32_768,
    **limits: int,
) -> tuple[Recalled, ...]:
    engine = Engine(ScriptedBackend(context_tokens=context_tokens), queue_limit=1)
    standing = Standing(GameState(play_id=play_id))
    known = await QuestRecall(plays, lambda name: engine, **limits).recall(who, LINE, standing)
    await engine.close()
    return known


def about(known: tuple[Recalled, ...], quest: Quest) -> list[int]:
    """Where what is of that quest stands."""
    return [at for at, each in enumerate(known) if quest.id in each.why]


async def test_what_is_open_comes_before_what_is_offered(plays: Plays) -> None:
    for begun, offered in ((FIRST, SECOND), (SECOND, FIRST)):
        await plays.offer(begun.id, "emberlow", offered)
        await plays.start(begun.id, "", begun, 0)
        known = await recalled(plays, begun.id, budget_tokens=5_000)
        assert about(known, begun)
        assert max(about(known, begun)) < min(about(known, offered))


async def test_a_budget_leaves_out_what_does_not_fit(plays: Plays) -> None:
    await plays.start("one", "emberlow", FIRST, 0)
    whole = await recalled(plays, budget_tokens=5_000)
    part = await recalled(plays, budget_tokens=60)
    assert 0 < len(part) < len(whole)
    assert set(part) < set(whole)
    assert await recalled(plays, budget_tokens=0) == ()


async def test_a_small_model_is_told_what_matters_most(plays: Plays) -> None:
    await plays.offer("one", "emberlow", HAUNTED)
    whole = [each.text for each in await recalled(plays)]
    [summary, reason] = [each.text for each in await recalled(plays, context_tokens=1_024)]
    assert reason == whole[-1] == "The old well is haunted."
    assert summary == whole[0]
    assert len(whole) > 4


async def test_nothing_is_known_of_a_play_that_nobody_began(plays: Plays) -> None:
    await plays.start("one", "emberlow", FIRST, 0)
    assert await recalled(plays, "two") == ()
    assert await recalled(plays, "") == ()


async def test_who_has_no_part_knows_nothing(plays: Plays) -> None:
    await plays.start("one", "emberlow", FIRST, 0)
    stranger = replace(TAMSIN, persona=Persona(id="nobody", name="N", role="n"))
    assert await recalled(plays, who=stranger) == ()
