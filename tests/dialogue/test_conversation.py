import asyncio
import time
from contextlib import aclosing
from itertools import pairwise
from pathlib import Path

import pytest

from npcgen.dialogue.conversations import IDLE_S, Conversations, ReplyLimits
from npcgen.dialogue.events import Completed, DialogueEvent, Sentence, Started
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.state import Player
from npcgen.dialogue.store.conversations import Progress, set_progress
from npcgen.dialogue.store.store import Store
from npcgen.engine.base import FinishReason, TextDelta
from npcgen.errors import (
    ContextTooSmall,
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Overloaded,
)
from tests.dialogue.cast import FULL, MILLER, conversations, scripted


async def said(talk: Conversations, conversation_id: str, text: str) -> list[DialogueEvent]:
    return [event async for event in talk.chat(conversation_id, text)]


async def test_a_turn_streams_in_order_and_ends_once(tmp_path: Path) -> None:
    engine = scripted("Well met. Sit down.")
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(name="Ada"))
    events = await said(talk, conversation.id, "Hello.")
    kinds = [type(event.body) for event in events]
    assert kinds[0] is Started
    assert kinds.count(Completed) == 1
    assert kinds[-1] is Completed
    assert [event.sequence for event in events] == list(range(len(events)))
    assert {event.turn_id for event in events} == {f"{conversation.id}.1"}
    await engine.close()


async def test_the_deltas_and_the_sentences_make_the_text(tmp_path: Path) -> None:
    engine = scripted("  Well met. Sit down. \n")
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    bodies = [event.body for event in await said(talk, conversation.id, "Hello.")]
    completed = bodies[-1]
    assert isinstance(completed, Completed)
    assert completed.text == "Well met. Sit down."
    assert "".join(b.text for b in bodies if isinstance(b, TextDelta)) == completed.text
    assert [b.text for b in bodies if isinstance(b, Sentence)] == ["Well met.", "Sit down."]
    await engine.close()


async def test_the_second_turn_reuses_the_first(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(FULL, Player(name="Ada"))
    await said(talk, conversation.id, "Hello.")
    started = (await said(talk, conversation.id, "How much?"))[0].body
    assert isinstance(started, Started)
    assert started.reused_tokens > started.prompt_tokens * 0.8
    await engine.close()


async def test_a_second_turn_at_once_is_refused(tmp_path: Path) -> None:
    engine = scripted(tokens_per_s=20.0)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    async with aclosing(talk.chat(conversation.id, "Hello.")) as stream:
        await anext(stream)
        with pytest.raises(FailedPrecondition, match="still under way") as caught:
            await said(talk, conversation.id, "Hello?")
        assert caught.value.reason == "TURN_IN_PROGRESS"
    assert conversation.active is None
    await engine.close()


async def test_cancel_ends_the_reply_and_keeps_what_was_said(tmp_path: Path) -> None:
    engine = scripted("one two three four five six seven eight", tokens_per_s=20.0)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    events = []
    async for event in talk.chat(conversation.id, "Count."):
        events.append(event)
        if isinstance(event.body, TextDelta):
            await talk.cancel(conversation.id, event.turn_id)
    assert isinstance(events[-1].body, Completed)
    assert events[-1].body.finish_reason is FinishReason.CANCELLED
    assert conversation.turns[0].past.reply == events[-1].body.text
    await engine.close()


async def test_a_listener_that_leaves_frees_everything(tmp_path: Path) -> None:
    engine = scripted("one two three four five six", tokens_per_s=50.0)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    async with aclosing(talk.chat(conversation.id, "Count.")) as stream:
        async for event in stream:
            if isinstance(event.body, TextDelta):
                break
    assert conversation.active is None
    assert conversation.turns[0].finish_reason is FinishReason.CANCELLED
    for _ in range(100):
        if not engine.active:
            break
        await asyncio.sleep(0.01)
    assert engine.active == 0
    await engine.close()


async def test_the_oldest_turns_leave_in_chunks_when_the_context_is_full(tmp_path: Path) -> None:
    engine = scripted("word " * 20, context_tokens=400)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    trimmed = []
    for _ in range(20):
        started = (await said(talk, conversation.id, "Tell me more of it."))[0].body
        assert isinstance(started, Started)
        trimmed.append(started.trimmed_turns)
    moves = [after - before for before, after in pairwise(trimmed)]
    assert len(conversation.turns) == 20
    assert [move for move in moves if move]
    assert all(move > 1 for move in moves if move)
    await engine.close()


async def test_a_persona_that_cannot_fit_is_refused_with_the_numbers(tmp_path: Path) -> None:
    engine = scripted(context_tokens=60)
    talk = conversations(engine, tmp_path)
    with pytest.raises(ContextTooSmall, match=r"takes \d+ tokens, and the model's context is 60"):
        await talk.start(FULL, Player())
    await engine.close()


async def test_a_line_that_cannot_fit_is_refused(tmp_path: Path) -> None:
    engine = scripted(context_tokens=300)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    with pytest.raises(InvalidArgument) as caught:
        await said(talk, conversation.id, "word " * 700)
    assert caught.value.reason == "TEXT_TOO_LONG"
    assert conversation.active is None
    await engine.close()


@pytest.mark.parametrize(("text", "reason"), [(" \n", "EMPTY_TEXT"), ("a" * 4001, "TEXT_TOO_LONG")])
async def test_a_bad_text_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    with pytest.raises(InvalidArgument) as caught:
        await said(talk, conversation.id, text)
    assert caught.value.reason == reason
    await engine.close()


async def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    engine = scripted("one", "two", "three", "four", "five")
    talk = conversations(engine, tmp_path)
    texts = set()
    for _ in range(3):
        conversation = await talk.start(MILLER, Player())
        stream = talk.chat(conversation.id, "Hello.", sampling={"seed": 7})
        texts.add([event async for event in stream][-1].body.text)  # type: ignore[union-attr]
    assert len(texts) == 1
    await engine.close()


async def test_a_reply_over_its_time_is_complete_with_deadline(tmp_path: Path) -> None:
    engine = scripted("one two three four five six", tokens_per_s=20.0)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    limits = ReplyLimits(timeout_s=0.2)
    body = [e async for e in talk.chat(conversation.id, "Count.", limits=limits)][-1].body
    assert isinstance(body, Completed)
    assert body.finish_reason is FinishReason.DEADLINE
    await engine.close()


async def test_a_repeated_start_is_the_same_conversation(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    starts = [talk.start(MILLER, Player(), request_id="r1") for _ in range(3)]
    assert len({conversation.id for conversation in await asyncio.gather(*starts)}) == 1
    assert len(talk) == 1
    await engine.close()


async def test_a_request_id_for_another_npc_is_refused(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    await talk.start(MILLER, Player(), request_id="r1")
    with pytest.raises(InvalidArgument) as caught:
        await talk.start(FULL, Player(), request_id="r1")
    assert caught.value.reason == "REQUEST_ID_REUSED"
    await engine.close()


async def test_a_refused_line_leaves_memory_and_scene_as_they_were(tmp_path: Path) -> None:
    engine = scripted(context_tokens=300)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(), scene="Dusk.")
    await said(talk, conversation.id, "Hello.")
    with pytest.raises(InvalidArgument):
        _ = [event async for event in talk.chat(conversation.id, "word " * 700, scene="Night.")]
    assert (conversation.trimmed_turns, conversation.scene) == (0, "Dusk.")
    await engine.close()


async def test_a_deadline_holds_while_the_prompt_is_made(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    limits = ReplyLimits(timeout_s=1e-9, fallback=False)
    with pytest.raises(DeadlineExceeded):
        _ = [event async for event in talk.chat(conversation.id, "Hello.", limits=limits)]
    assert conversation.active is None
    await engine.close()


async def test_room_is_made_by_forgetting_what_was_idle_for_a_day(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path, max_conversations=2)
    old, fresh = [await talk.start(MILLER, Player()) for _ in range(2)]
    long_ago = Progress(time.time() - IDLE_S - 1, turns_begun=0, trimmed_turns=0, scene="")
    store = Store(tmp_path / "npcgen.db")
    await store.write(set_progress, old.id, long_ago)
    await store.close()
    await talk.start(MILLER, Player())
    assert await talk.get(fresh.id) is fresh
    with pytest.raises(NotFound, match="idle for long"):
        await talk.get(old.id)
    await engine.close()


async def test_a_deleted_conversation_is_not_found(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(), request_id="r1")
    await talk.delete(conversation.id)
    with pytest.raises(NotFound):
        await talk.get(conversation.id)
    assert (await talk.start(MILLER, Player(), request_id="r1")).id != conversation.id
    await engine.close()


async def test_more_conversations_than_the_limit_are_refused(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path, max_conversations=1)
    await talk.start(MILLER, Player())
    with pytest.raises(Overloaded, match="delete some"):
        await talk.start(MILLER, Player())
    await engine.close()


@pytest.mark.parametrize("limits", [ReplyLimits(max_tokens=0), ReplyLimits(timeout_s=601)])
async def test_limits_out_of_range_are_refused(tmp_path: Path, limits: ReplyLimits) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    with pytest.raises(InvalidArgument, match="choose 1 to"):
        await anext(talk.chat(conversation.id, "Hello.", limits=limits))
    await engine.close()


async def test_the_first_line_after_a_warmup_reuses_it(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(FULL, Player(name="Ada"), scene="Fog.")
    warm = await talk.warm_up(conversation.id)
    started = (await said(talk, conversation.id, "Hello."))[0].body
    assert isinstance(started, Started)
    assert started.reused_tokens == warm.usage.prompt_tokens
    assert conversation.turns_begun == 1
    await engine.close()


async def test_turns_come_in_pages(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    for number in range(3):
        await said(talk, conversation.id, f"Line {number}.")
    first = await talk.turns(conversation.id, 2)
    second = await talk.turns(conversation.id, 2, first.next_token)
    texts = [turn.past.line.text for turn in (*first.items, *second.items)]
    assert (texts, second.next_token) == (["Line 0.", "Line 1.", "Line 2."], "")
    await engine.close()


async def test_what_the_game_says_at_the_start_is_kept(tmp_path: Path) -> None:
    engine = scripted()
    state = GameState(flags=frozenset({"the bridge is down", "it is market day"}))
    first = await conversations(engine, tmp_path).start(MILLER, Player(), state=state)
    again = await conversations(engine, tmp_path).get(first.id)
    assert (first.game_state, again.game_state) == (state, state)
    await engine.close()
