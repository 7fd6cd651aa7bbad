"""An NPC acts after it has spoken, through a real model and its grammar."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue.actions.declared import Action, Declared
from npcgen.dialogue.actions.plausible import Gate
from npcgen.dialogue.conversations import Conversations, ReplyLimits
from npcgen.dialogue.events import ActionChosen, Completed, DialogueEvent, EventBody, Started
from npcgen.dialogue.prompt import Noticed, user_text
from npcgen.dialogue.state import Player
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.errors import InvalidArgument, NotFound
from tests.dialogue.actions.shop import SHOP
from tests.dialogue.cast import FULL, MILLER, conversations, scripted
from tests.gguf_factory import TinyModel, write_gguf

WAVES = Declared((Action("wave"), Action("nod"), Action("bow"), Action("sit")), most=4)
SHORT = ReplyLimits(max_tokens=4)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    model = TinyModel(context_length=2048, says_bytes=False)
    file = read_gguf(write_gguf(tmp_path / "noise.gguf", model))
    parameters = LlamaParameters(threads=1, slots=1, batch_tokens=64)
    engine = Engine(LlamaCppBackend(file, parameters), queue_limit=4)
    yield engine
    await engine.close()


def talk_of(engine: Engine, folder: Path, gate: Gate = "off") -> Conversations:
    return conversations(engine, folder, action_gate=gate)


async def chatted(
    talk: Conversations, conversation_id: str, declared: Declared, text: str = "Hello."
) -> list[DialogueEvent]:
    stream = talk.chat(conversation_id, text, limits=SHORT, declared=declared)
    return [event async for event in stream]


def actions(events: Sequence[DialogueEvent]) -> list[ActionChosen]:
    return [event.body for event in events if isinstance(event.body, ActionChosen)]


def kinds(events: Sequence[DialogueEvent]) -> list[type[EventBody]]:
    return [type(event.body) for event in events]


async def some_actions(talk: Conversations, declared: Declared) -> tuple[str, list[DialogueEvent]]:
    """A conversation in which a model of random weights did act, and the events of that turn."""
    for number in range(40):
        conversation = await talk.start(MILLER, Player(name="Ada"))
        events = await chatted(talk, conversation.id, declared, f"Hello, {number}.")
        if actions(events):
            return conversation.id, events
        await talk.delete(conversation.id)
    raise AssertionError("the model never acted")


async def test_an_npc_speaks_first_and_then_acts(engine: Engine, tmp_path: Path) -> None:
    _, events = await some_actions(talk_of(engine, tmp_path), SHOP)
    first = kinds(events).index(ActionChosen)
    assert kinds(events)[first:] == [ActionChosen, Completed]
    (chosen,) = actions(events)
    assert chosen.action_id == f"{events[0].turn_id}.a1"
    assert chosen.name in ("give_item", "open_door")
    assert isinstance(json.loads(chosen.arguments), dict)


async def test_no_action_comes_twice_and_none_beyond_the_limit(
    engine: Engine, tmp_path: Path
) -> None:
    talk = talk_of(engine, tmp_path)
    for most in (1, 2, 4):
        _, events = await some_actions(talk, replace(WAVES, most=most))
        names = [action.name for action in actions(events)]
        assert len(names) == len(set(names)) <= most
        ids = [f"{events[0].turn_id}.a{number + 1}" for number in range(len(names))]
        assert [action.action_id for action in actions(events)] == ids


async def test_the_choice_computes_only_the_tail_of_the_prompt(
    engine: Engine, tmp_path: Path
) -> None:
    talk = talk_of(engine, tmp_path)
    conversation = await talk.start(FULL, Player(name="Ada"))
    await talk.warm_up(conversation.id)
    before = engine.stats
    events = await chatted(talk, conversation.id, SHOP)
    started = events[0].body
    assert isinstance(started, Started)
    spoken = engine.stats.prompt_tokens - before.prompt_tokens - started.prompt_tokens
    reused = engine.stats.reused_tokens - before.reused_tokens - started.reused_tokens
    assert spoken > started.prompt_tokens
    assert reused >= started.prompt_tokens
    assert conversation.turns != []


async def test_the_npc_learns_what_came_of_it(engine: Engine, tmp_path: Path) -> None:
    talk = talk_of(engine, tmp_path)
    conversation_id, events = await some_actions(talk, SHOP)
    turn_id, action_id = events[0].turn_id, actions(events)[0].action_id
    for _ in range(2):
        await talk.acknowledge(
            conversation_id, turn_id, action_id, ok=False, detail="The door is barred."
        )
    conversation = await talk.get(conversation_id)
    (news,) = conversation.noticed
    assert news.text.endswith("The door is barred.")
    await chatted(talk, conversation_id, Declared(), "And?")
    assert user_text(conversation.turns[-1].past.line).startswith("[Happens: You tried")
    assert conversation.noticed == []


async def test_an_unknown_action_is_not_found(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    with pytest.raises(NotFound) as caught:
        await talk.acknowledge(conversation.id, "", "x", ok=True)
    assert caught.value.reason == "ACTION_NOT_FOUND"
    await engine.close()


async def test_behind_the_gate_idle_talk_is_no_action(engine: Engine, tmp_path: Path) -> None:
    talk = talk_of(engine, tmp_path, "on")
    for number in range(6):
        conversation = await talk.start(MILLER, Player(name="Ada"))
        assert actions(await chatted(talk, conversation.id, SHOP, f"Nice {number}.")) == []


async def test_a_bad_declaration_is_refused_before_a_word(tmp_path: Path) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    with pytest.raises(InvalidArgument) as caught:
        await chatted(talk, conversation.id, Declared((Action("a", schema="{"),)))
    assert caught.value.violations[0].path == "actions[0].schema"
    assert (conversation.turns, conversation.active) == ([], None)
    await engine.close()


async def test_a_server_that_passes_over_grammars_does_nothing(tmp_path: Path) -> None:
    engine = scripted("I give you the iron key.")
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(name="Ada"))
    events = [e async for e in talk.chat(conversation.id, "The key!", declared=SHOP)]
    assert actions(events) == []
    assert isinstance(events[-1].body, Completed)
    await engine.close()


async def test_a_turn_that_was_cancelled_has_no_action(tmp_path: Path) -> None:
    reply = '{"action":"open_door","arguments":{}}'
    engine = scripted(reply)
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(name="Ada"))
    stream = talk.chat(conversation.id, "Open!", declared=SHOP)
    assert len(actions([event async for event in stream])) == 1
    events = []
    async for event in talk.chat(conversation.id, "Open!", declared=SHOP):
        events.append(event)
        await talk.cancel(conversation.id)
    assert isinstance(events[-1].body, Completed)
    assert actions(events) == []
    await engine.close()


async def test_news_is_remembered_as_something_that_happened(tmp_path: Path) -> None:
    engine = scripted('{"action":"open_door","arguments":{}}')
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player(name="Ada"))
    (chosen,) = actions([e async for e in talk.chat(conversation.id, "Open!", declared=SHOP)])
    await talk.acknowledge(conversation.id, "", chosen.action_id, ok=True, detail="It opens.")
    assert conversation.noticed == [Noticed("It opens.")]
    await engine.close()
