import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from npcgen.dialogue.language_model import Generation, LanguageModel
from npcgen.dialogue.memory.idle import IdleWork
from npcgen.dialogue.prompt import PastTurn, PlayerLine
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import FinishReason, GenerationRequest, ModelInfo, Priority
from npcgen.engine.engine import Engine
from npcgen.errors import Unavailable
from tests.dialogue.cast import MILLER, scripted
from tests.dialogue.overheard import Overheard

ANSWER = json.dumps({"summary": "We spoke of horses.", "facts": ["Ada owns a horse"]})


class LargeBackend(ScriptedBackend):
    """Scripted words of a model that is trusted to write."""

    @property
    def info(self) -> ModelInfo:
        return replace(super().info, parameters=3_000_000_000)


class Shelf:
    """Keeps what it is given."""

    def __init__(self, before: str = "") -> None:
        self.kept: list[Memory] = []
        self.filled = asyncio.Event()
        self.embedded = asyncio.Event()
        self._before = before

    async def keep(self, conversation: Conversation, new: Sequence[Memory]) -> None:
        self.kept += new
        self.filled.set()

    async def summary_of(self, conversation: Conversation) -> str:
        return self._before

    async def embed(self, conversation: Conversation) -> None:
        self.embedded.set()


def conversation(*lines: str, trimmed: int = 0) -> Conversation:
    turns = [
        Turn(f"c1.{n}", PastTurn(PlayerLine(line, "Ada"), "Hm."), FinishReason.STOP)
        for n, line in enumerate(lines, 1)
    ]
    ada = Player("p1", "Ada")
    return Conversation("c1", MILLER, None, ada, turns=turns, trimmed_turns=trimmed)


async def summarised(talk: Conversation, model: LanguageModel, shelf: Shelf) -> list[Memory]:
    """What is kept of a talk that has been silent for a moment."""
    idle = IdleWork(lambda name: model, shelf, idle_s=0.01)
    idle.notice(talk)
    async with asyncio.timeout(30):
        await shelf.filled.wait()
    await idle.close()
    return shelf.kept


async def test_a_small_models_talk_is_summarised_by_rules() -> None:
    engine = scripted()
    talk = conversation("I own a horse.", "I like rain.", "Good day.")
    (summary,) = await summarised(talk, engine, Shelf())
    assert (summary.kind, summary.subject) == ("summary", "summary.c1")
    assert summary.text == 'Ada has a horse. Ada likes rain. Ada said: "Good day."'
    await engine.close()


async def test_a_large_model_writes_the_summary_and_what_was_stated() -> None:
    engine = Engine(LargeBackend((ANSWER,), tokens_per_s=10_000.0), queue_limit=8)
    fact, summary = await summarised(conversation("I own a horse.", "Good day."), engine, Shelf())
    assert fact.text == 'Ada said: "Ada owns a horse"'
    assert summary.text == "We spoke of horses."
    await engine.close()


class Interrupted(Overheard):
    """Players want to speak, the first two times."""

    def stream(self, request: GenerationRequest) -> Generation:
        generation = super().stream(request)
        if len(self.requests) > 2:
            return generation
        raise Unavailable("a player speaks", reason="PREEMPTED")


async def test_an_interrupted_model_is_asked_again_until_it_could_write() -> None:
    engine = Engine(LargeBackend((ANSWER,), tokens_per_s=10_000.0), queue_limit=8)
    model, shelf = Interrupted(engine), Shelf()
    idle = IdleWork(lambda name: model, shelf, idle_s=0.01, retry_s=0.01)
    idle.notice(conversation("I own a horse.", "Good day."))
    async with asyncio.timeout(30):
        await shelf.filled.wait()
    await idle.close()
    assert len(model.requests) == 3
    assert {request.priority for request in model.requests} == {Priority.BACKGROUND}
    assert shelf.kept[-1].text == "We spoke of horses."
    await engine.close()


async def test_what_a_large_model_garbles_is_put_together_by_rules() -> None:
    engine = Engine(LargeBackend(("Once upon a time",), tokens_per_s=10_000.0), queue_limit=8)
    (summary,) = await summarised(conversation("I own a horse.", "Good day."), engine, Shelf())
    assert summary.text == 'Ada has a horse. Ada said: "Good day."'
    await engine.close()


async def test_of_a_trimmed_talk_only_what_left_the_prompt_is_summarised_at_once() -> None:
    engine, shelf = scripted(), Shelf()
    idle = IdleWork(lambda name: engine, shelf, idle_s=3_600.0)
    idle.notice(conversation("I own a horse.", "I like rain.", "I hate fog.", trimmed=2))
    async with asyncio.timeout(30):
        await shelf.filled.wait()
    await idle.close()
    assert shelf.kept[0].text == "Ada has a horse. Ada likes rain."
    await engine.close()


async def test_a_summary_goes_on_from_the_one_before_a_restart() -> None:
    engine = scripted()
    talk = conversation("I like rain.", "I hate fog.")
    (summary,) = await summarised(talk, engine, Shelf("Ada has a horse."))
    assert summary.text == "Ada has a horse. Ada likes rain. Ada dislikes fog."
    await engine.close()


async def test_a_model_that_is_not_there_leaves_it_to_the_rules() -> None:
    def no_model(name: str) -> LanguageModel:
        raise Unavailable("the model is loading", reason="MODEL_LOADING")

    shelf = Shelf()
    idle = IdleWork(no_model, shelf, idle_s=0.01)
    idle.notice(conversation("I like rain.", "I hate fog."))
    async with asyncio.timeout(30):
        await shelf.filled.wait()
    await idle.close()
    assert shelf.kept[0].text == "Ada likes rain. Ada dislikes fog."


async def test_nothing_is_kept_of_a_deleted_conversation() -> None:
    engine, shelf = scripted(), Shelf()
    deleted = conversation("I like rain.", "I hate fog.")
    deleted.is_deleted = True
    idle = IdleWork(lambda name: engine, shelf, idle_s=0.0)
    idle.notice(deleted)
    kept = conversation("I own a horse.", "Good day.")
    kept.id = "c2"
    idle.notice(kept)
    async with asyncio.timeout(30):
        await shelf.filled.wait()
    await idle.close()
    assert [each.subject for each in shelf.kept] == ["summary.c2"]
    await engine.close()


async def test_in_silence_memories_get_their_vectors() -> None:
    engine, shelf = scripted(), Shelf()
    idle = IdleWork(lambda name: engine, shelf, idle_s=0.01)
    idle.notice(conversation("Hello."))
    async with asyncio.timeout(30):
        await shelf.embedded.wait()
    await idle.close()
    assert shelf.kept == []
    await engine.close()
