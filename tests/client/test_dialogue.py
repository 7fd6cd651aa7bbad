"""Conversations, from the client's side of a real server."""

import asyncio

import pytest

from npcgen import (
    Client,
    Completed,
    DialogueEvent,
    LocalServer,
    Persona,
    Player,
    Sentence,
    Started,
    TextDelta,
)
from npcgen.engine.base import FinishReason


async def test_a_conversation_begins_with_a_kept_persona(client: Client) -> None:
    conversation = await client.start_conversation("brannoch", player="Mara", scene="Dusk.")

    assert (conversation.npc_id, conversation.npc_name) == ("brannoch", "Brannoch Vale")
    assert (conversation.player, conversation.scene) == (Player("", "Mara"), "Dusk.")
    assert (conversation.world_id, conversation.turn_count) == ("emberlow", 0)


async def test_a_conversation_begins_with_a_persona_sent_along(client: Client) -> None:
    mira = Persona(id="mira", name="Mira Holt", role="ferrier")

    conversation = await client.start_conversation(mira, player=Player("p-1", "Jon"))

    assert (conversation.npc_id, conversation.npc_name) == ("mira", "Mira Holt")
    assert conversation.player == Player("p-1", "Jon")


async def test_a_request_id_sent_again_begins_nothing_new(client: Client) -> None:
    first = await client.start_conversation("brannoch", request_id="r-1")
    again = await client.start_conversation("brannoch", request_id="r-1")

    assert again.id == first.id


async def test_a_reply_streams_from_started_to_completed(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")

    events = [event async for event in client.chat(conversation.id, "Good evening.")]

    assert [event.sequence for event in events] == list(range(len(events)))
    assert {event.turn_id for event in events} == {f"{conversation.id}.1"}
    bodies = [event.body for event in events]
    started, completed = bodies[0], bodies[-1]
    assert isinstance(started, Started)
    assert isinstance(completed, Completed)
    assert completed.finish_reason is FinishReason.STOP
    deltas = [body.text for body in bodies if isinstance(body, TextDelta)]
    assert "".join(deltas) == completed.text
    for sentence in (body for body in bodies if isinstance(body, Sentence)):
        assert completed.text[sentence.start : sentence.end] == sentence.text


async def test_options_reach_the_server(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")

    chat = client.chat(conversation.id, "Hello.", scene="Rain.", max_tokens=3, seed=7)
    bodies = [event.body async for event in chat]

    assert isinstance(bodies[0], Started)
    assert bodies[0].seed == 7
    assert isinstance(bodies[-1], Completed)
    assert bodies[-1].finish_reason is FinishReason.LENGTH
    assert bodies[-1].usage.completion_tokens == 3
    assert (await client.get_conversation(conversation.id)).scene == "Rain."


async def test_a_warm_conversation_has_its_prompt_computed(client: Client) -> None:
    conversation = await client.start_conversation("halwen", player="Mara")
    warm = await client.warmup(conversation.id)
    again = await client.warmup(conversation.id)
    assert warm.prompt_tokens > 0
    assert again.reused_tokens == again.prompt_tokens - 1


async def test_a_paused_server_holds_its_reply(client: Client) -> None:
    conversation = await client.start_conversation("halwen")
    paused = await client.set_pace(paused=True, cpu_share=0.5)
    reply = asyncio.create_task(collect(client, conversation.id))
    await asyncio.sleep(0.2)
    assert not reply.done()
    resumed = await client.set_pace(paused=False, cpu_share=1.0)
    assert isinstance((await reply)[-1].body, Completed)
    assert (paused.paused, paused.cpu_share, resumed.paused) == (True, 0.5, False)


async def collect(client: Client, conversation_id: str) -> list[DialogueEvent]:
    return [event async for event in client.chat(conversation_id, "Hello.")]


async def test_more_turns_than_a_page_holds_all_come(client: Client) -> None:
    conversation = await client.start_conversation("tamsin")
    for number in range(52):
        async for _ in client.chat(conversation.id, f"Line {number}.", max_tokens=1):
            pass
    turns = (await client.get_conversation(conversation.id)).turns
    assert [turn.player_text for turn in turns] == [f"Line {number}." for number in range(52)]


async def test_a_conversation_remembers_its_turns(client: Client) -> None:
    conversation = await client.start_conversation("tamsin")
    spoken = [e.body async for e in client.chat(conversation.id, "Where am I?")][-1]

    found = await client.get_conversation(conversation.id)

    assert isinstance(spoken, Completed)
    assert found.turn_count == 1
    assert found.turns[0].player_text == "Where am I?"
    assert found.turns[0].npc_text == spoken.text


async def test_lists_go_on_past_one_page(client: Client) -> None:
    begun = [(await client.start_conversation("brannoch")).id for _ in range(51)]

    listed = [conversation.id async for conversation in client.list_conversations()]

    assert [each for each in listed if each in begun] == begun


async def test_a_deleted_conversation_is_gone(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")

    await client.delete_conversation(conversation.id)

    assert conversation.id not in [each.id async for each in client.list_conversations()]


async def test_cancel_ends_a_reply_with_what_it_has(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        bodies = []
        async for event in client.chat(conversation.id, "Hello."):
            bodies.append(event.body)
            if isinstance(event.body, TextDelta):
                assert await client.cancel(conversation.id, event.turn_id) is True

    assert isinstance(bodies[-1], Completed)
    assert bodies[-1].finish_reason is FinishReason.CANCELLED


async def test_cancel_says_when_nothing_was_under_way(client: Client) -> None:
    conversation = await client.start_conversation("brannoch")

    assert await client.cancel(conversation.id) is False


async def test_a_time_limit_ends_a_reply_with_what_it_has(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        bodies = [e.body async for e in client.chat(conversation.id, "Hello.", timeout_s=0.5)]

    assert isinstance(bodies[-1], Completed)
    assert bodies[-1].finish_reason is FinishReason.DEADLINE


@pytest.mark.parametrize("name", ["", "Mara"])
async def test_a_player_may_go_without_a_name(client: Client, name: str) -> None:
    assert (await client.start_conversation("brannoch", player=name)).player.name == name
