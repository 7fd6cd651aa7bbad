"""The ways to make NPCs speak, from the client's side of a real server."""

import pytest

from npcgen import (
    Action,
    Client,
    Completed,
    GroupCompleted,
    LocalServer,
    NpcgenError,
    SyncClient,
    TextDelta,
)
from npcgen.dialogue.events import GroupEnd


async def test_a_stimulus_is_answered(client: Client) -> None:
    conversation = await client.start_conversation("brannoch", player="Mara")
    events = [event async for event in client.notify(conversation.id, "A horse bolts.")]
    assert isinstance(events[-1].body, Completed)
    (turn,) = (await client.get_conversation(conversation.id)).turns
    assert (turn.player_text, turn.noticed) == ("", ("A horse bolts.",))


async def test_a_silent_stimulus_has_no_events(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    assert [e async for e in client.notify(conversation.id, "Rain.", silent=True)] == []
    _ = [event async for event in client.chat(conversation.id, "Hello.")]
    (turn,) = (await client.get_conversation(conversation.id)).turns
    assert (turn.player_text, turn.noticed) == ("Hello.", ("Rain.",))


async def test_a_preview_has_what_was_noticed_where_the_prompt_will(client: Client) -> None:
    conversation = await client.start_conversation("brannoch", player="Mara", scene="Dusk.")
    assert [e async for e in client.notify(conversation.id, "Rain.", silent=True)] == []
    preview = await client.preview_prompt(conversation.id, "Hello.")
    assert [(part.origin, part.text) for part in preview.parts[-3:]] == [
        ("scene", "[Scene: Dusk.]"),
        ("news", "[Happens: Rain.]"),
        ("player", "Mara says: Hello."),
    ]


async def test_a_group_answers_one_after_the_other(client: Client) -> None:
    ids = [
        (await client.start_conversation(npc, player="Mara")).id for npc in ("brannoch", "tamsin")
    ]
    stream = client.group_chat(ids, "Brannoch, Tamsin?", seed=1)
    events = [event async for event in stream]
    spoken = [event.npc_id for event in events if isinstance(event.body, Completed)]
    assert spoken == ["brannoch", "tamsin"]
    end = events[-1].body
    assert isinstance(end, GroupCompleted)
    assert end.end is GroupEnd.LIMIT
    assert end.turn_ids == tuple(dict.fromkeys(event.turn_id for event in events[:-1]))
    (turn,) = (await client.get_conversation(ids[1])).turns
    assert turn.player_text == ""
    assert turn.noticed[-1].startswith("Brannoch Vale says: ")


async def test_barks_are_turns_of_their_own(client: Client) -> None:
    events = [event async for event in client.bark("tamsin", "Mara walks past.", 2, seed=3)]
    texts = [event.body.text for event in events if isinstance(event.body, Completed)]
    assert 1 <= len(texts) <= 2
    assert all(len(text.split()) <= 12 for text in texts)
    assert len({event.turn_id for event in events}) == len(texts)


async def test_the_last_turn_again(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    _ = [event async for event in client.chat(conversation.id, "Hello.", seed=1)]
    bodies = [event.body async for event in client.regenerate(conversation.id, seed=2)]
    assert isinstance(bodies[-1], Completed)
    (turn,) = (await client.get_conversation(conversation.id)).turns
    assert turn.npc_text == bodies[-1].text


async def test_a_line_is_cut_to_what_was_heard(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    events = [event async for event in client.chat(conversation.id, "Hello.")]
    assert await client.cancel(conversation.id, events[0].turn_id, heard_chars=6)
    (turn,) = (await client.get_conversation(conversation.id)).turns
    assert turn.npc_text.endswith("—")
    assert len(turn.npc_text) <= 7


async def test_cancel_takes_what_was_heard_along(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        async for event in client.chat(conversation.id, "Hello."):
            if isinstance(event.body, TextDelta):
                assert await client.cancel(conversation.id, event.turn_id, heard_chars=0)
        (turn,) = (await client.get_conversation(conversation.id)).turns
    assert turn.npc_text == "—"


async def test_a_bad_action_is_named(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    bad = Action("give", schema='{"properties": {"x": {"type": "thing"}}}')
    with pytest.raises(NpcgenError) as caught:
        _ = [event async for event in client.chat(conversation.id, "Hi.", actions=[bad])]
    assert caught.value.reason == "ACTION_INVALID"
    assert caught.value.violations[0].path == "actions[0].schema.properties.x.type"


async def test_a_group_refuses_a_bad_action_before_it_speaks(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    bad = Action("give", schema='{"properties": {"x": {"type": "thing"}}}')
    with pytest.raises(NpcgenError) as caught:
        _ = [event async for event in client.group_chat([conversation.id], "Hi.", actions=[bad])]
    assert caught.value.reason == "ACTION_INVALID"
    assert (await client.get_conversation(conversation.id)).turns == ()


async def test_an_action_nobody_chose_is_not_found(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")
    with pytest.raises(NpcgenError) as caught:
        await client.acknowledge_action(conversation.id, "x", ok=True)
    assert caught.value.reason == "ACTION_NOT_FOUND"


def test_the_blocking_client_speaks_too(sync_client: SyncClient) -> None:
    conversation = sync_client.start_conversation("tamsin")
    *_, reaction = sync_client.notify(conversation.id, "It thunders.")
    *_, again = sync_client.regenerate(conversation.id)
    *_, end = sync_client.group_chat([conversation.id], "Hello?")
    *_, bark = sync_client.bark("tamsin", "Rain.")
    kinds = [type(event.body) for event in (reaction, again, end, bark)]
    assert kinds == [Completed, Completed, GroupCompleted, Completed]


async def test_a_talk_goes_on_with_somebody_else(client: Client) -> None:
    before = await client.start_conversation("brannoch", player="Mara", scene="Rain falls.")
    _ = [event async for event in client.chat(before.id, "Hello.")]
    after = await client.start_conversation("tamsin", player="Mara", continues=before.id)
    assert (after.npc_id, after.scene, after.turn_count) == ("tamsin", "Rain falls.", 1)
    _ = [event async for event in client.chat(after.id, "And you?")]
    first, second = (await client.get_conversation(after.id)).turns
    assert (first.player_text, second.player_text) == ("Hello.", "And you?")
    (kept,) = (await client.get_conversation(before.id)).turns
    assert (kept.id, first.id) == (f"{before.id}.1", f"{after.id}.1")


async def test_nothing_goes_on_from_a_talk_that_is_gone(client: Client) -> None:
    with pytest.raises(NpcgenError, match="no conversation 'gone'"):
        await client.start_conversation("brannoch", continues="gone")
