"""Several NPCs hear and answer: who hears what, in which order, and when it ends."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from npcgen.dialogue.conversations import Conversations, ReplyLimits
from npcgen.dialogue.events import (
    ActionChosen,
    Completed,
    DialogueEvent,
    GroupCompleted,
    GroupEnd,
    Started,
)
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.group import GroupLine
from npcgen.dialogue.history import fit_prompt
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine, user_text
from npcgen.dialogue.state import Conversation, Player
from npcgen.engine.base import FinishReason, TextDelta
from npcgen.engine.engine import Engine
from npcgen.errors import FailedPrecondition, InvalidArgument, NotFound
from tests.dialogue.actions.shop import SHOP
from tests.dialogue.cast import conversations, scripted

ANSEL = Persona(id="ansel", name="Ansel Birch", role="miller", place="the mill")
EDDA = Persona(id="edda", name="Edda Voss", role="ferrywoman", place="the landing")
BRAM = Persona(id="bram", name="Bram Okoro", role="blacksmith", place="the forge")
SECRET = "The gold lies under the third stone."


async def group(talk: Conversations) -> list[Conversation]:
    return [await talk.start(each, Player("p1", "Ada")) for each in (ANSEL, EDDA, BRAM)]


async def read(stream: AsyncGenerator[DialogueEvent, None]) -> list[DialogueEvent]:
    return [event async for event in stream]


def ids(members: list[Conversation]) -> tuple[str, ...]:
    return tuple(each.id for each in members)


def end_of(events: list[DialogueEvent]) -> GroupCompleted:
    body = events[-1].body
    assert isinstance(body, GroupCompleted)
    return body


def speakers(events: list[DialogueEvent]) -> list[str]:
    return [event.npc_id for event in events if isinstance(event.body, Completed)]


async def prompt_of(conversation: Conversation, engine: Engine) -> str:
    """All that the NPC would be told in its next turn."""
    line = PlayerLine("?", "Ada", noticed=tuple(conversation.noticed))
    messages = (await fit_prompt(conversation, line, engine, 16)).messages
    return "\n".join(message.content for message in messages)


async def test_two_answer_and_the_second_hears_the_first(tmp_path: Path) -> None:
    engine = scripted("Aye.")
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    events = await read(talk.group_chat(GroupLine(ids(members), text="Ansel, Edda: well?")))
    assert speakers(events) == ["ansel", "edda"]
    assert user_text(members[0].turns[0].past.line) == "Ada says: Ansel, Edda: well?"
    assert user_text(members[1].turns[0].past.line) == (
        "Ada says: Ansel, Edda: well?\nAnsel Birch says: Aye."
    )
    await engine.close()


async def test_the_events_are_one_sequence_and_turns_never_mix(tmp_path: Path) -> None:
    engine = scripted("One. Two.")
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    events = await read(talk.group_chat(GroupLine(ids(members), text="You all!", max_speakers=3)))
    assert [event.sequence for event in events] == list(range(len(events)))
    turn_ids = [event.turn_id for event in events[:-1]]
    assert len(dict.fromkeys(turn_ids)) == 3
    assert turn_ids == sorted(turn_ids, key=list(dict.fromkeys(turn_ids)).index)
    assert end_of(events) == GroupCompleted(tuple(dict.fromkeys(turn_ids)), GroupEnd.LIMIT)
    await engine.close()


async def test_a_whisper_is_in_nobody_elses_prompt(tmp_path: Path) -> None:
    engine = scripted("I know nothing of " + SECRET)
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    ansel, edda, bram = members
    line = GroupLine(ids(members), text=SECRET, whisper_to=(edda.id,), max_speakers=8)
    assert speakers(await read(talk.group_chat(line))) == ["edda"]
    assert user_text(edda.turns[0].past.line) == f"Ada whispers: {SECRET}"
    await read(talk.group_chat(GroupLine(ids(members), text="Ansel? Bram?", max_speakers=1)))
    assert SECRET in await prompt_of(edda, engine)
    assert "third stone" not in user_text(ansel.turns[0].past.line)
    assert "Ada whispers" not in await prompt_of(ansel, engine) + await prompt_of(bram, engine)
    await engine.close()


async def test_only_the_audience_hears(tmp_path: Path) -> None:
    engine = scripted("Hm.")
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    ansel, edda, bram = members
    line = GroupLine(ids(members), audience=(ansel.id, bram.id), text=SECRET)
    await read(talk.group_chat(line))
    assert SECRET not in await prompt_of(edda, engine)
    assert "Hm." not in await prompt_of(edda, engine)
    assert SECRET in await prompt_of(ansel, engine)
    assert SECRET in await prompt_of(bram, engine)
    await engine.close()


async def test_nobody_minds_what_concerns_nobody(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    events = await read(talk.group_chat(GroupLine(ids(members), stimulus="A dog barks.")))
    assert [event.body for event in events] == [GroupCompleted((), GroupEnd.SILENCE)]
    assert "[Happens: A dog barks.]" in await prompt_of(members[0], engine)
    await engine.close()


async def test_who_is_spoken_to_by_an_npc_answers_when_nobody_says_more(tmp_path: Path) -> None:
    engine = scripted("Ask Bram about the nails.")
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    await read(talk.group_chat(GroupLine(ids(members), text="Ansel?", max_speakers=1)))
    events = await read(talk.group_chat(GroupLine(ids(members), max_speakers=1)))
    assert speakers(events) == ["bram"]
    line = members[2].turns[0].past.line
    assert (line.player_name, line.from_npc) == ("Ansel Birch", True)
    await engine.close()


async def test_npcs_who_repeat_each_other_stop(tmp_path: Path) -> None:
    engine = scripted("Ansel and Edda, the river is high.")
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    opening = GroupLine(ids(members), text="Ansel, speak.", max_speakers=8)
    events = await read(talk.group_chat(opening))
    assert speakers(events) == ["ansel", "edda"]
    assert end_of(events).end is GroupEnd.LOOP
    await engine.close()


async def test_npcs_talk_themselves_out(tmp_path: Path) -> None:
    replies = [f"Ansel, Edda and Bram: {word * 3}." for word in "abcdefghijklmnopqrstuvwxyz"]
    engine = scripted(
        *(reply + f" Word {n} and {n * 7} more {n * 11}." for n, reply in enumerate(replies))
    )
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    await read(talk.group_chat(GroupLine(ids(members), text="Ansel?", max_speakers=8)))
    for _ in range(6):
        events = await read(talk.group_chat(GroupLine(ids(members), max_speakers=8)))
        if end_of(events).end is GroupEnd.LOOP:
            break
    assert end_of(events).end is GroupEnd.LOOP
    for each in members:
        each.rests_until = float("inf")
    quiet = await read(talk.group_chat(GroupLine(ids(members), max_speakers=8)))
    assert [event.body for event in quiet] == [GroupCompleted((), GroupEnd.LOOP)]
    woken = await read(talk.group_chat(GroupLine(ids(members), text="Bram?", max_speakers=1)))
    assert speakers(woken) == ["bram"]
    await engine.close()


async def test_cancelling_one_ends_the_talk(tmp_path: Path) -> None:
    engine = scripted("one two three four five six seven", tokens_per_s=50.0)
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    events = []
    async for event in talk.group_chat(GroupLine(ids(members), text="You all!", max_speakers=3)):
        events.append(event)
        if isinstance(event.body, TextDelta):
            assert await talk.cancel(members[2].id) is True
    assert end_of(events).end is GroupEnd.CANCELLED
    assert len(speakers(events)) == 1
    await engine.close()


async def test_a_listener_that_leaves_frees_them_all(tmp_path: Path) -> None:
    engine = scripted("one two three four five six seven", tokens_per_s=50.0)
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    async with aclosing(talk.group_chat(GroupLine(ids(members), text="You all!"))) as stream:
        assert isinstance((await anext(stream)).body, Started)
        with pytest.raises(FailedPrecondition):
            await read(talk.chat(members[2].id, "Hello."))
    assert [(each.active, each.group) for each in members] == [(None, None)] * 3
    await engine.close()


async def test_a_line_that_could_not_be_answered_was_not_said(tmp_path: Path) -> None:
    engine = scripted(context_tokens=400)
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    with pytest.raises(InvalidArgument):
        await read(talk.group_chat(GroupLine(ids(members), text="word " * 700)))
    assert [each.noticed for each in members] == [[], [], []]
    await engine.close()


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (GroupLine(()), "conversation_ids"),
        (GroupLine(("a",) * 2), "conversation_ids"),
        (GroupLine(tuple("abcdefghi")), "conversation_ids"),
        (GroupLine(("a",), audience=("b",)), "audience"),
        (GroupLine(("a",), whisper_to=("b",), text="x"), "whisper_to"),
        (GroupLine(("a",), whisper_to=("a",)), "whisper_to"),
        (GroupLine(("a",), audience=("a",), whisper_to=("a",), text="x"), "whisper_to"),
        (GroupLine(("a",), text="x", stimulus="y"), "stimulus"),
        (GroupLine(("a",), max_speakers=9), "max_speakers"),
    ],
)
async def test_a_line_that_cannot_be_right_is_refused(
    tmp_path: Path, line: GroupLine, path: str
) -> None:
    engine = scripted()
    with pytest.raises(InvalidArgument) as caught:
        await read(conversations(engine, tmp_path).group_chat(line))
    assert caught.value.violations[0].path == path
    await engine.close()


async def test_a_group_talks_with_one_player(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    one = await talk.start(ANSEL, Player(name="Ada"))
    other = await talk.start(EDDA, Player(name="Jon"))
    with pytest.raises(InvalidArgument, match="different players"):
        await read(talk.group_chat(GroupLine((one.id, other.id), text="Hello.")))
    with pytest.raises(NotFound):
        await read(talk.group_chat(GroupLine((one.id, "gone"), text="Hello.")))
    await engine.close()


async def test_who_finds_no_words_is_not_asked_again(tmp_path: Path) -> None:
    engine = scripted("one two three", tokens_per_s=20.0)
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    line = GroupLine(ids(members), text="Ansel, Edda?", max_speakers=8)
    events = await read(talk.group_chat(line, limits=ReplyLimits(timeout_s=1e-9)))
    bodies = [event.body for event in events if isinstance(event.body, Completed)]
    assert speakers(events) == ["ansel", "edda"]
    assert {body.finish_reason for body in bodies} == {FinishReason.FALLBACK}
    assert [len(each.noticed) for each in members] == [0, 0, 1]
    await engine.close()


async def test_each_that_speaks_may_act(tmp_path: Path) -> None:
    engine = scripted('{"action":"open_door","arguments":{}}')
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    line = GroupLine(ids(members), text="Ansel, Edda: open!")
    events = await read(talk.group_chat(line, declared=SHOP))
    done = [(each.npc_id, each.body) for each in events if isinstance(each.body, ActionChosen)]
    assert [(npc_id, action.name) for npc_id, action in done] == [
        ("ansel", "open_door"),
        ("edda", "open_door"),
    ]
    assert [action.action_id for _, action in done] == [f"{each.id}.1.a1" for each in members[:2]]
    await talk.acknowledge(members[0].id, "", done[0][1].action_id, ok=True)
    assert [len(each.noticed) for each in members] == [2, 0, 3]
    await engine.close()


async def test_all_who_hear_know_what_the_game_says_about_now(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    members = await group(talk)
    state = GameState(flags=frozenset({"the bridge is down"}))
    line = GroupLine(ids(members), audience=ids(members)[:2], text="Ansel?", state=state)
    await read(talk.group_chat(line))
    assert [each.game_state for each in members] == [state, state, GameState()]
    await engine.close()
