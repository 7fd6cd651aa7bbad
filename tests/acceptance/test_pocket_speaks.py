"""The bundled model, through the same code as the server: it says who, what and where it is.

Greedy, so that a run says the same every time. Held-out names and facts are judged by
`python -m training evaluate`; this only keeps what the first minute with npcgen shows.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import Completed
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.state import Player
from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from tests.dialogue.cast import conversations

QUESTIONS = ("Who are you?", "What do you do?", "Where am I?", "Who is the president?", "Goodbye.")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Conversations]:
    engine = Engine(load_backend(Settings(data_dir=tmp_path, threads=1)), queue_limit=8)
    yield conversations(engine, tmp_path)
    await engine.close()


async def answer(talk: Conversations, npc: str | Persona, question: str) -> str:
    conversation = await talk.start(npc, Player(name="Ada"))
    stream = talk.chat(conversation.id, question, sampling={"temperature": 0})
    last = [event async for event in stream][-1].body
    assert isinstance(last, Completed)
    return last.text


async def test_five_of_six_say_their_name_their_trade_and_their_place(
    talk: Conversations, tmp_path: Path
) -> None:
    cast = PersonaStore(tmp_path).list().items
    names = [p.name.split()[-1] in await answer(talk, p, "Who are you?") for p in cast]
    trades = [p.role in await answer(talk, p, "What do you do?") for p in cast]
    places = [p.place.split()[-1] in await answer(talk, p, "Where am I?") for p in cast]
    assert (sum(names) >= 5, sum(trades) >= 5, sum(places) >= 5) == (True, True, True)


async def test_a_gruff_smith_and_a_shy_herbalist_sound_different(talk: Conversations) -> None:
    smith = [await answer(talk, "brannoch", question) for question in QUESTIONS]
    herbalist = [await answer(talk, "tamsin", question) for question in QUESTIONS]
    assert [text for text in smith if "..." in text] == []
    assert sum("..." in text for text in herbalist) >= 4


async def test_an_npc_of_ones_own_says_its_name_and_trade(talk: Conversations) -> None:
    mira = Persona(
        id="mira",
        name="Mira Sandoval",
        role="harbour pilot",
        place="the end of the long pier",
        speech_style="Weary. Short sentences.",
        knowledge=("The fog lifts at noon.",),
    )
    assert "Mira" in await answer(talk, mira, "Who are you?")
    assert "pilot" in await answer(talk, mira, "What do you do?")


async def test_every_reply_is_a_whole_sentence(talk: Conversations) -> None:
    replies = [await answer(talk, "odrin", question) for question in QUESTIONS]
    assert [text for text in replies if text[-1] not in ".!?"] == []
