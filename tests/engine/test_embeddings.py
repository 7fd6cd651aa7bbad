"""Vectors of texts: from an embedding model, and from the model that speaks."""

import asyncio
import time

import gguf
import numpy as np
import pytest

from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.backends.llama_cpp.model import LlamaParameters, load_model
from npcgen.engine.base import Sampling
from npcgen.engine.embeddings import ThreadedEmbedder
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.load import load_backend
from npcgen.engine.load_embedder import named_embedder
from npcgen.engine.models import sha256_of
from npcgen.engine.pace import Pace
from npcgen.errors import FailedPrecondition, ModelUnusable, Unavailable
from npcgen.settings import Settings
from tests.bert_factory import write_bert
from tests.engine.asking import ask, finish
from tests.gguf_factory import write_gguf

TEXTS = ["the mill by the river", "a bed, please", "who are you?", "the old mill", "x " * 30]
WRITERS = {"bert": write_bert, "llama": write_gguf}


@pytest.fixture
def make_embedder(tmp_path):
    """Makes embedders of tiny models and frees them."""
    made = []

    def make(kind="bert", **options):
        path = WRITERS[kind](tmp_path / f"{kind}{len(made)}.gguf", **options)
        made.append(LlamaEmbedder(read_gguf(path)))
        return made[-1]

    yield make
    for embedder in made:
        embedder.close()


@pytest.mark.parametrize("kind", WRITERS)
def test_a_batch_gives_what_each_text_gives_alone(make_embedder, kind):
    embedder = make_embedder(kind)
    together = embedder.embed(TEXTS).vectors
    alone = np.concatenate([embedder.embed([text]).vectors for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-4)


@pytest.mark.parametrize("kind", WRITERS)
def test_rows_are_of_length_one_and_of_the_size_said(make_embedder, kind):
    embedder = make_embedder(kind)
    vectors = embedder.embed(TEXTS).vectors
    assert (vectors.shape, vectors.dtype) == ((5, embedder.dimensions), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_the_same_texts_give_the_same_bytes(make_embedder):
    first, again = (make_embedder(seed=3).embed(TEXTS).vectors for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != make_embedder(seed=4).embed(TEXTS).vectors.tobytes()


@pytest.mark.parametrize("kind", WRITERS)
def test_unlike_texts_differ_and_blank_ones_are_like_nothing(make_embedder, kind):
    vectors = (
        make_embedder(kind).embed(["the mill", "", "a bed, please", " \n", "the mill"]).vectors
    )
    assert not vectors[[1, 3]].any()
    likeness = vectors @ vectors.T
    assert likeness[0, 4] == pytest.approx(1, abs=1e-5)
    assert likeness[0, 2] < 0.99


def test_no_texts_give_no_rows(make_embedder):
    assert make_embedder().embed([]).vectors.shape == (0, 32)


def test_a_long_text_counts_by_its_beginning_and_is_counted(make_embedder):
    embedder = make_embedder()  # 64 tokens, two of them put around the text.
    given = embedder.embed(["ab " * 31, "ab " * 500, "ab"])
    assert given.truncated == 1
    np.testing.assert_allclose(given.vectors[0], given.vectors[1], atol=1e-6)


def test_the_mean_is_over_every_token_and_cls_is_the_first(make_embedder):
    mean, cls, last = (
        make_embedder(pooling=pooling).embed(["mill"]).vectors[0]
        for pooling in (gguf.PoolingType.MEAN, gguf.PoolingType.CLS, gguf.PoolingType.LAST)
    )
    assert abs(mean @ cls) < 0.999
    assert abs(cls @ last) < 0.999


def test_a_model_that_says_nothing_is_pooled_by_the_mean(make_embedder):
    said = make_embedder(pooling=gguf.PoolingType.MEAN).embed(TEXTS).vectors
    unsaid = make_embedder(pooling=None).embed(TEXTS).vectors
    assert said.tobytes() == unsaid.tobytes()


def test_a_ranking_model_is_refused(make_embedder):
    with pytest.raises(ModelUnusable, match="ranks pairs of texts and gives no vectors"):
        make_embedder(pooling=gguf.PoolingType.RANK).embed(["a"])


def test_an_embedding_model_is_refused_as_a_speaker(tmp_path):
    path = write_bert(tmp_path / "bert.gguf")
    with pytest.raises(ModelUnusable, match=r"bert\.gguf is an embedding model and generates no"):
        load_model(read_gguf(path), LlamaParameters(slots=1))


def test_a_named_model_is_found_in_the_catalogue(tmp_path):
    (tmp_path / "models").mkdir()
    write_bert(tmp_path / "models" / "finder.gguf")
    embedder = named_embedder(Settings(data_dir=tmp_path, embedding_model="finder"))
    assert (embedder.name, embedder.dimensions) == ("finder", 32)
    assert embedder.embed(["mill"]).vectors.shape == (1, 32)
    embedder.close()
    assert named_embedder(Settings(data_dir=tmp_path)) is None


def test_an_embedding_model_that_crashes_llama_cpp_crashes_only_a_child(tmp_path):
    path = write_bert(tmp_path / "odd.gguf", type_kind=np.float16)
    with pytest.raises(ModelUnusable, match=r"odd\.gguf crashed llama\.cpp"):
        named_embedder(Settings(data_dir=tmp_path, embedding_model=str(path)))


async def test_long_lists_let_a_short_question_through(make_embedder):
    embedder = ThreadedEmbedder(make_embedder())
    ended = []

    async def ask(name, texts):
        vectors = await embedder.embed(texts)
        ended.append(name)
        return vectors

    many, one = await asyncio.gather(ask("list", TEXTS * 40), ask("question", TEXTS[:1]))
    embedder.close()
    assert ended == ["question", "list"]
    assert many.shape == (200, 32)
    np.testing.assert_allclose(many[::5], np.repeat(one, 40, axis=0), atol=1e-4)


async def test_truncated_texts_are_said_in_the_log_and_counted(make_embedder, caplog):
    embedder = ThreadedEmbedder(make_embedder())
    await embedder.embed(["mill " * 100, "mill", "bed " * 100])
    embedder.close()
    assert "2 of 3 texts are longer than the context of 'bert0'" in caplog.text
    assert embedder.truncated_texts == 2


async def test_a_small_share_of_the_processor_is_kept_to(make_embedder):
    embedder = ThreadedEmbedder(make_embedder())
    await embedder.embed(TEXTS)
    began = time.process_time(), time.monotonic()
    embedder.set_pace(Pace(cpu_share=0.1))
    await embedder.embed(TEXTS * 20)
    worked, passed = time.process_time() - began[0], time.monotonic() - began[1]
    embedder.close()
    assert worked < 0.5 * passed


async def test_a_closed_embedder_says_that_it_is(make_embedder):
    embedder = ThreadedEmbedder(make_embedder())
    embedder.close()
    with pytest.raises(Unavailable, match="shutting down"):
        await embedder.embed(["mill"])


async def test_embeddings_change_nothing_for_those_who_speak(make_engine, make_llama):
    engine = make_engine(backend=make_llama(slots=2))
    request = ask("Who are you?", sampling=Sampling(temperature=0), max_tokens=60)
    alone = await finish(engine.stream(request))
    beside, vectors, again = await asyncio.gather(
        finish(engine.stream(request)), engine.embed(TEXTS * 20), engine.embed(TEXTS)
    )
    assert beside.text == alone.text
    np.testing.assert_allclose(vectors[:5], again, atol=1e-4)


async def test_an_engine_that_is_closed_while_it_embeds_ends_cleanly(make_engine, make_llama):
    engine = make_engine(backend=make_llama())
    embedding = asyncio.create_task(engine.embed(TEXTS * 200))
    await engine.embed(TEXTS[:1])
    await engine.close()
    with pytest.raises(Unavailable, match="shutting down"):
        await embedding


async def test_a_named_model_takes_the_chat_models_place(make_engine, tmp_path):
    chat, finder = write_gguf(tmp_path / "chat.gguf"), write_bert(tmp_path / "finder.gguf")
    settings = Settings(
        data_dir=tmp_path,
        model=str(chat),
        embedding_model=str(finder),
        threads=1,
        slots=1,
        kv_mode="split",
        flash_attention="off",
        batch_tokens=64,
    )
    engine = make_engine(backend=await asyncio.to_thread(load_backend, settings))
    assert (engine.info.name, engine.embedder.name) == ("chat", "finder")
    assert (await engine.embed(["mill"])).shape == (1, 32)


async def test_a_backend_that_makes_no_embeddings_says_so(make_engine):
    with pytest.raises(FailedPrecondition, match="'scripted' makes no embeddings; use") as refused:
        await make_engine().embed(["mill"])
    assert refused.value.reason == "NO_EMBEDDINGS"


def test_vectors_are_kept_by_the_hash_of_the_weights(tmp_path):
    path = write_bert(tmp_path / "bert.gguf")
    settings = Settings(data_dir=tmp_path, embedding_model=str(path))
    assert named_embedder(settings).key == sha256_of(path)
