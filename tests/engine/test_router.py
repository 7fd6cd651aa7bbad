"""Several engines behind one face."""

import asyncio

import pytest

from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import FinishReason, Message, Started, Step
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.pace import Pace
from npcgen.engine.router import Router
from npcgen.errors import (
    ContextTooSmall,
    FailedPrecondition,
    InvalidArgument,
    Overloaded,
    Unavailable,
)
from tests.bert_factory import write_bert
from tests.engine.asking import ask, finish, read


class SickBackend(ScriptedBackend):
    """Fails every reply: before its first word, or after `words` of them."""

    def __init__(self, words=0, error=None):
        super().__init__(["lost words"] * 4, slots=4, tokens_per_s=1000)
        self.words = words
        self.error = error or Unavailable("out of order", reason="BROKEN")
        self.asked = 0

    def open(self, request):
        self.asked += 1
        return super().open(request)

    def step(self, sequences):
        if self.words:
            self.words -= 1
            return super().step(sequences)
        return [Step(error=self.error) for _ in sequences]


class WordyBackend(SickBackend):
    def count_tokens(self, messages):
        return 1_000


class EmbeddingBackend(ScriptedBackend):
    """Has an embedding model; fails every reply with `error` once there is one."""

    def __init__(self, model):
        super().__init__(["well said"] * 4, slots=4, tokens_per_s=1000)
        self.model = model
        self.error = None

    def embedding_model(self):
        return self.model

    def step(self, sequences):
        if self.error is None:
            return super().step(sequences)
        return [Step(error=self.error) for _ in sequences]


@pytest.fixture
def make_embedding_backend(tmp_path):
    """Makes backends with a tiny embedding model of that name; models of one seed are alike."""

    def make(name, seed):
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        path = write_bert(folder / f"{name}.gguf", seed=seed)
        return EmbeddingBackend(LlamaEmbedder(read_gguf(path)))

    return make


@pytest.fixture
def make_router(make_engine):
    def make(*engines, **options):
        chosen = [
            make_engine(backend=each) if not isinstance(each, list) else make_engine(each)
            for each in engines
        ]
        return Router(chosen, **options)

    return make


async def test_a_router_has_the_face_of_an_engine(make_router):
    router = make_router(["one two"], ScriptedBackend(["x"], slots=2, context_tokens=100))
    assert (router.info.slots, router.info.context_tokens) == (6, 100)
    assert await router.count_tokens([Message("user", "one two")]) == 3
    assert (await finish(router.stream(ask()))).text in ("one two", "x")
    assert (router.active, router.queued, router.degraded) == (0, 0, False)
    await router.close()
    with pytest.raises(Unavailable):
        router.stream(ask())


async def test_the_least_busy_engine_speaks(make_router, make_engine):
    engines = [make_engine(["long " * 90], slots=2, tokens_per_s=100) for _ in range(2)]
    router = Router(engines)
    streams = [router.stream(ask(system=f"Persona {n}")) for n in range(4)]
    assert [each.active + each.queued for each in engines] == [2, 2]
    await asyncio.gather(*(each.aclose() for each in streams))


async def test_a_persona_returns_to_the_engine_that_knows_it(make_router):
    router = make_router(["one"], ["one"], ["one"])
    for persona in ("Brannoch " * 9, "Ysolde " * 9, "Odo " * 9):
        first = await finish(router.stream(ask("Hail", system=persona)))
        again = await finish(router.stream(ask("Again", system=persona)))
        assert (first.usage.reused_tokens, again.usage.reused_tokens > 9) in ((0, True), (1, True))


async def test_a_persona_leaves_an_engine_that_is_much_busier(make_engine):
    engines = [make_engine(["long " * 90], slots=2, tokens_per_s=100) for _ in range(2)]
    router = Router(engines)
    streams = [router.stream(ask(system="Brannoch")) for _ in range(4)]
    assert [each.active + each.queued for each in engines] == [2, 2]
    await asyncio.gather(*(each.aclose() for each in streams))


async def test_another_engine_takes_over_before_the_first_word(make_router):
    sick = SickBackend()
    router = make_router(sick, ["well said"])
    events = await read(router.stream(ask()))
    assert [type(event) for event in events].count(Started) == 1
    assert events[-1].text == "well said"
    assert (await finish(router.stream(ask()))).text == "well said"
    assert sick.asked == 1


async def test_an_engine_that_rested_is_asked_again(make_router):
    sick = SickBackend()
    router = make_router(sick, ["well said"], rest_s=0.05)
    await finish(router.stream(ask()))
    await asyncio.sleep(0.06)
    await finish(router.stream(ask("again", system="another")))
    assert sick.asked == 2


async def test_nobody_takes_over_after_the_first_word(make_router):
    router = make_router(SickBackend(words=1), ["well said"])
    with pytest.raises(Unavailable, match="out of order"):
        await read(router.stream(ask()))


async def test_when_no_engine_can_speak_the_last_error_is_raised(make_router):
    router = make_router(SickBackend(), SickBackend(), rest_s=60)
    for _ in range(2):
        with pytest.raises(Unavailable, match="out of order"):
            await read(router.stream(ask()))
        assert (router.degraded, router.stats.resting) == (True, 2)


async def test_tokens_are_counted_by_those_who_can_speak(make_router):
    router = make_router(WordyBackend(), ["well said"], rest_s=60)
    assert await router.count_tokens([Message("user", "one two")]) == 1_000
    await finish(router.stream(ask()))
    assert await router.count_tokens([Message("user", "one two")]) == 3


async def test_an_engine_that_is_added_shares_the_work(make_router, make_engine):
    router = make_router(["one"])
    router.set_pace(Pace(paused=True))
    router.add(make_engine(["one"], slots=2))
    streams = [router.stream(ask(system=f"Persona {n}")) for n in range(4)]
    assert (router.info.slots, router.stats.engines) == (6, 2)
    assert (router.stats.running, router.stats.queued) == (0, 4)
    await asyncio.gather(*(each.aclose() for each in streams))


async def test_a_full_engine_passes_on_and_does_not_rest(make_engine):
    full = make_engine(["long " * 90], slots=1, queue_limit=1, tokens_per_s=100)
    streams = [full.stream(ask()) for _ in range(2)]
    router = Router([full, make_engine(["one"], slots=1, queue_limit=1)])
    assert (await finish(router.stream(ask()))).text == "one"
    assert not router.degraded
    with pytest.raises(Overloaded):
        Router([full]).stream(ask())
    await asyncio.gather(*(each.aclose() for each in streams))


async def test_a_bad_request_is_refused_at_once(make_router):
    with pytest.raises(InvalidArgument):
        make_router(["one"], ["two"]).stream(ask(max_tokens=-1))


@pytest.mark.parametrize("error", [ContextTooSmall("too long"), FailedPrecondition("refused")])
async def test_what_one_engine_refuses_another_may_take_and_neither_rests(make_router, error):
    small = SickBackend(error=error)
    router = make_router(small, ["well said"])
    assert (await finish(router.stream(ask()))).text == "well said"
    assert (await finish(router.stream(ask("other", system="one")))).text == "well said"
    assert small.asked == 2


async def test_a_cancel_ends_the_reply_of_whoever_speaks(make_router):
    router = make_router(SickBackend(), ["long " * 90])
    stream = router.stream(ask())
    stream.cancel()
    assert (await read(stream))[-1].finish_reason is FinishReason.CANCELLED
    assert router.active == 0


async def test_vectors_come_from_the_next_engine_with_the_same_model_where_one_fails(
    make_engine, make_embedding_backend
):
    backends = [make_embedding_backend(name, seed=1) for name in ("finder", "other", "finder")]
    engines = [make_engine(["hail"]), *(make_engine(backend=each) for each in backends)]
    router = Router(engines)
    first = await router.embed(["the mill"])
    engines[1].embedder.close()
    assert (await router.embed(["the mill"])).tobytes() == first.tobytes()
    engines[3].embedder.close()
    with pytest.raises(Unavailable, match="shutting down"):
        await router.embed(["the mill"])


async def test_engines_that_rest_are_asked_for_vectors_last(make_engine, make_embedding_backend):
    tired, awake = (make_embedding_backend("finder", seed=seed) for seed in (1, 2))
    router = Router([make_engine(backend=each) for each in (tired, awake)], rest_s=60)
    before = await router.embed(["the mill"])
    tired.error = Unavailable("out of order")
    await finish(router.stream(ask()))
    after = await router.embed(["the mill"])
    assert before.tobytes() == tired.embedding_model().embed(["the mill"]).vectors.tobytes()
    assert after.tobytes() == awake.embedding_model().embed(["the mill"]).vectors.tobytes()


async def test_engines_without_embeddings_say_so_together(make_router):
    with pytest.raises(FailedPrecondition, match="makes no embeddings"):
        await make_router(["one"], ["two"]).embed(["the mill"])
