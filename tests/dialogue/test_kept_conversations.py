"""Conversations in memory and in the store are the same."""

import asyncio
from pathlib import Path

import pytest

from npcgen.dialogue import save_game
from npcgen.dialogue.actions.acts import Act, acknowledge
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.kept_conversations import KeptConversations
from npcgen.dialogue.persona_store import WorldStore
from npcgen.dialogue.prompt import Noticed, PastTurn, PlayerLine, user_text
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.dialogue.store.store import Store
from npcgen.engine.base import FinishReason
from npcgen.errors import InvalidArgument, NotFound, Overloaded
from tests.dialogue.cast import FULL
from tests.dialogue.store.rows import opened

HEARD = Noticed("Mind the step.", "Ansel")
BELL = Noticed("A bell rings.")
HEARD_LINE = PlayerLine("Good day.", "Wren", "Dusk.", (HEARD,), whispered=True)


def new(conversation_id: str) -> Conversation:
    world = WorldStore().get("emberlow")
    return Conversation(
        conversation_id, FULL, world, Player("p1", "Wren"), model="pocket", used_at=5.0
    )


def spoken(conversation: Conversation) -> Turn:
    """A turn that has just ended."""
    conversation.turns_begun += 1
    turn = Turn(f"{conversation.id}.1", PastTurn(HEARD_LINE, "Well met."), FinishReason.STOP)
    conversation.noticed = [HEARD, BELL]
    conversation.scene = "Dusk."
    conversation.turns.append(turn)
    return turn


def kept(store: Store, most: int = 10, held: int = 10) -> KeptConversations:
    """As another server would find them."""
    return KeptConversations(store, WorldStore(), most, held)


async def test_a_conversation_comes_back_as_it_was(tmp_path: Path) -> None:
    before = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(before, "", ())
        await first.remember(before, spoken(before))
        after = await kept(store).get("c1")
    assert after.turns == before.turns
    assert (after.persona, after.world, after.player) == (FULL, before.world, before.player)
    assert (after.scene, after.model, after.turns_begun) == ("Dusk.", "pocket", 1)
    assert after.used_at == before.used_at
    assert after.noticed == [BELL]


async def test_what_the_npc_did_and_what_came_of_it_comes_back(tmp_path: Path) -> None:
    conversation = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(conversation, "", ())
        conversation.acts = [Act("c1.1", "c1.1.a1", "give"), Act("c1.1", "c1.1.a2", "open door")]
        await first.remember(conversation, spoken(conversation))
        acknowledge(conversation.acts, "c1.1", "c1.1.a2", ok=False, detail="It is locked.")
        await first.keep_told(conversation, "c1.1.a2")
        after = await kept(store).get("c1")
    assert after.acts == conversation.acts
    assert [act.told for act in after.acts] == [None, (False, "It is locked.")]


async def test_what_the_game_said_about_now_comes_back_also_from_a_save(tmp_path: Path) -> None:
    now = GameState(
        place="Mill", quests={"Bridge": 2}, items={"key", "cup"}, flags={"Rain"}, time=7.5
    )
    conversation = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(conversation, "", ())
        conversation.game_state = now
        await first.remember(conversation, spoken(conversation))
        assert (await kept(store).get("c1")).game_state == now
        save = await first.save(["c1"])
        assert save == await first.save(["c1"])
        await first.delete("c1")
        await first.load(save_game.decode(save))
        assert (await first.get("c1")).game_state == now


async def test_what_was_heard_in_vain_stays_known_until_a_turn_holds_it(tmp_path: Path) -> None:
    conversation = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(conversation, "", ())
        conversation.unanswered = ["Wren says: Hm?", user_text(HEARD_LINE)]
        await first.remember(conversation, spoken(conversation))
        assert (await kept(store).get("c1")).unanswered == ["Wren says: Hm?"]


async def test_what_was_said_since_a_save_stays_known_but_is_not_in_saves(tmp_path: Path) -> None:
    conversation = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(conversation, "", ())
        before = await first.save(["c1"])
        await first.remember(conversation, spoken(conversation))
        await first.load(save_game.decode(before))
        after = await first.get("c1")
        assert (after.turns, after.unanswered) == ([], [user_text(HEARD_LINE)])
        assert await first.save(["c1"]) == before


async def test_a_turn_told_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    conversation = new("c1")
    async with opened(tmp_path) as store:
        first = kept(store)
        await first.begin(conversation, "", ())
        turn = spoken(conversation)
        await first.remember(conversation, turn)
        again = Turn(turn.id, PastTurn(turn.past.line, "Good day."), FinishReason.LENGTH)
        await first.rewrite(conversation, again)
        assert (await kept(store).get("c1")).turns == [again]


async def test_what_is_not_in_use_leaves_memory_and_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        some = kept(store, held=2)
        for name in ("c1", "c2", "c3"):
            await some.begin(new(name), "", ())
        assert len(some) == 2
        assert some.held("c1") is None
        assert (await some.get("c1")).id == "c1"
        assert some.held("c2") is None


async def test_whoever_asks_at_the_same_time_gets_the_same_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await kept(store).begin(new("c1"), "", ())
        other = kept(store)
        one, two = await asyncio.gather(other.get("c1"), other.get("c1"))
    assert one is two


async def test_one_request_begins_one_conversation(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        some = kept(store)
        one, two = await asyncio.gather(
            some.begin(new("c1"), "r1", ("a",)), some.begin(new("c2"), "r1", ("a",))
        )
        assert one is two
        assert (await kept(store).begun("r1", ("a",))).id == one.id  # type: ignore[union-attr]
        with pytest.raises(InvalidArgument, match="request_id"):
            await some.begun("r1", ("b",))


async def test_no_more_are_kept_than_the_limit(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        some = kept(store, most=1)
        await some.begin(new("c1"), "", ())
        with pytest.raises(Overloaded):
            await some.begin(new("c2"), "", ())


async def test_a_turn_of_what_another_server_deleted_is_an_error(tmp_path: Path) -> None:
    conversation = new("c1")
    async with opened(tmp_path) as store:
        some = kept(store)
        await some.begin(conversation, "", ())
        await kept(store).delete("c1")
        with pytest.raises(NotFound):
            await some.remember(conversation, spoken(conversation))
        assert some.held("c1") is None
