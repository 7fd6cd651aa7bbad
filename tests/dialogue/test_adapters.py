"""Personas that speak through an adapter: with a real model, and when there is none."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import Completed
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.state import Player
from npcgen.engine.adapters import list_adapters
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.errors import FailedPrecondition
from tests.dialogue.cast import MILLER, conversations
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter

GRUFF = MILLER.model_copy(update={"adapter": "gruff"})


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Conversations]:
    """Conversations with a tiny model that has the adapter gruff; broken is of another one."""
    model = read_gguf(write_gguf(tmp_path / "tiny.gguf", TinyModel(context_length=2048)))
    write_adapter(tmp_path / "adapters" / "gruff.gguf")
    write_adapter(tmp_path / "adapters" / "broken.gguf", TinyAdapter(architecture="qwen2"))
    backend = LlamaCppBackend(
        model,
        LlamaParameters(threads=1, slots=2),
        adapters=list_adapters(tmp_path / "adapters", model),
    )
    engine = Engine(backend, queue_limit=8)
    yield conversations(engine, tmp_path)
    await engine.close()


async def greedy(talk: Conversations, persona: Persona) -> Completed:
    conversation = await talk.start(persona, Player())
    events = talk.chat(conversation.id, "Who are you?", sampling={"temperature": 0.0})
    bodies = [event.body async for event in events]
    assert isinstance(bodies[-1], Completed)
    return bodies[-1]


async def test_a_persona_speaks_through_its_adapter(talk: Conversations) -> None:
    plain, gruff, again = [await greedy(talk, each) for each in (MILLER, GRUFF, GRUFF)]
    assert plain.text != gruff.text
    assert again.text == gruff.text
    assert (plain.usage.reused_tokens, gruff.usage.reused_tokens) == (0, 0)
    assert again.usage.reused_tokens > 0


async def test_a_warmup_goes_through_the_adapter_too(talk: Conversations) -> None:
    conversation = await talk.start(GRUFF, Player())
    warmed = await talk.warm_up(conversation.id)
    bodies = [event.body async for event in talk.chat(conversation.id, "Who are you?")]
    assert isinstance(bodies[-1], Completed)
    assert bodies[-1].usage.reused_tokens > 0.8 * warmed.usage.prompt_tokens


@pytest.mark.parametrize(
    ("adapter", "reason", "problem"),
    [
        ("gruf", "ADAPTER_NOT_FOUND", "did you mean gruff"),
        ("broken", "ADAPTER_UNUSABLE", "was trained for 'qwen2'"),
    ],
)
async def test_a_conversation_without_its_adapter_does_not_begin(
    talk: Conversations, adapter: str, reason: str, problem: str
) -> None:
    with pytest.raises(FailedPrecondition, match=problem) as refused:
        await talk.start(MILLER.model_copy(update={"adapter": adapter}), Player())
    assert refused.value.reason == reason
    assert [violation.path for violation in refused.value.violations] == ["persona.adapter"]
    assert len(talk) == 0


def test_an_adapters_name_is_a_file_name() -> None:
    assert Persona(id="a", name="A", role="miller", adapter="Gruff-v1.2_b").adapter
    for name in ("../gruff", "a b", ".hidden", "a" * 65):
        with pytest.raises(ValueError, match="adapter"):
            Persona(id="a", name="A", role="miller", adapter=name)
