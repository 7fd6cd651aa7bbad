"""A deleted conversation leaves none of the player's words behind, in memory or on disk."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import DialogueEvent, Started
from npcgen.dialogue.state import Player
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLimits, ParkingLot
from tests.dialogue.cast import MILLER, conversations
from tests.gguf_factory import TinyModel, write_gguf

SECRET = "Åsa hid the key under the old mill stone."
"""NOTE: its first letter is bytes, which the model never says by itself: a state whose last token
could begin these words is erased with them.
"""
GREETING = "Good day to you, and what a day it is."


def backend(folder: Path, architecture: str) -> LlamaCppBackend:
    model = TinyModel(architecture=architecture, context_length=1024, says_bytes=False)
    parameters = LlamaParameters(threads=1, slots=1, batch_tokens=64)
    parking = ParkingLot(ParkingLimits(), folder / "parked", "tiny")
    file = read_gguf(write_gguf(folder / "model.gguf", model))
    return LlamaCppBackend(file, parameters, parking=parking)


def as_written(model: LlamaCppBackend, text: str) -> bytes:
    """The words as they stand in a parked file."""
    return np.asarray(model._vocabulary._content(text), dtype=np.int32).tobytes()


def parked(folder: Path) -> bytes:
    """All that is on disk."""
    files = (folder / "parked").rglob("*")
    return b"".join(path.read_bytes() for path in files if path.is_file())


async def drained(events: AsyncIterator[DialogueEvent]) -> None:
    async for _ in events:
        pass


def said(talk: Conversations, conversation_id: str, line: str) -> AsyncGenerator[DialogueEvent]:
    return talk.chat(conversation_id, line, sampling={"temperature": 0.0})


@pytest.mark.parametrize("architecture", ["llama", "mamba", "gemma2"])
async def test_deleted_words_are_in_no_file(tmp_path: Path, architecture: str) -> None:
    model = backend(tmp_path, architecture)
    engine = Engine(model, queue_limit=4)
    talk = conversations(engine, tmp_path)
    deleted, kept = [await talk.start(MILLER, Player()) for _ in range(2)]
    for conversation, line in ((deleted, SECRET), (kept, GREETING), (deleted, SECRET)):
        await drained(said(talk, conversation.id, line))
    secret, greeting = as_written(model, SECRET), as_written(model, GREETING)
    await talk.delete(deleted.id)
    await engine.close()
    assert greeting in parked(tmp_path)
    assert secret not in parked(tmp_path)


@pytest.mark.parametrize("events", [0, 1, 3])
async def test_words_of_a_reply_under_way_go_with_its_end(tmp_path: Path, events: int) -> None:
    model = backend(tmp_path, "llama")
    engine = Engine(model, queue_limit=4)
    talk = conversations(engine, tmp_path)
    deleted, kept = [await talk.start(MILLER, Player()) for _ in range(2)]
    secret, greeting = as_written(model, SECRET), as_written(model, GREETING)
    reply = said(talk, deleted.id, SECRET)
    for _ in range(events):
        await anext(reply)
    reading = asyncio.create_task(drained(reply))
    await asyncio.sleep(0)
    await talk.delete(deleted.id)
    await reading
    await drained(said(talk, kept.id, GREETING))
    await engine.close()
    assert greeting in parked(tmp_path)
    assert secret not in parked(tmp_path)


@pytest.mark.parametrize("architecture", ["llama", "mamba", "gemma2"])
async def test_words_that_no_answer_came_to_go_after_a_restart(
    tmp_path: Path, architecture: str
) -> None:
    engine = Engine(backend(tmp_path, architecture), queue_limit=4)
    talk = conversations(engine, tmp_path)
    deleted, kept = [(await talk.start(MILLER, Player())).id for _ in range(2)]
    async with aclosing(said(talk, deleted, SECRET)) as reply:
        async for event in reply:
            if isinstance(event.body, Started):
                break
        while engine.active:  # noqa: ASYNC110 (nothing tells when)
            await asyncio.sleep(0.01)
    await drained(said(talk, kept, GREETING))
    await engine.close()
    model = backend(tmp_path, architecture)
    secret, greeting = as_written(model, SECRET), as_written(model, GREETING)
    assert secret in parked(tmp_path)
    engine = Engine(model, queue_limit=4)
    await conversations(engine, tmp_path).delete(deleted)
    await engine.close()
    assert greeting in parked(tmp_path)
    assert secret not in parked(tmp_path)
