"""The structured jobs: right answers under the server's grammars, drawn without end."""

import re
from collections.abc import Iterator

import pytest

from npcgen.engine.grammars import Pushdown, compile_grammar
from training.corpus.dialogue import generator
from training.corpus.jobs.draw import DRAWN_BY, draw_job, draw_rounds
from training.corpus.jobs.measure import near_duplicates, variety, words_of
from training.corpus.jobs.phrasing import Phrasing, a, in_words, listed
from training.corpus.jobs.sample import Job, Sample
from training.corpus.lexicon import Split

JOBS: list[Job] = list(DRAWN_BY)
SPLITS: tuple[Split, ...] = ("training", "held_out")


def drawn(job: Job, count: int, split: Split = "training") -> Iterator[Sample]:
    for at in range(count):
        yield draw_job(job, generator(5, f"test/{job}", at), split)


@pytest.mark.parametrize("job", JOBS)
def test_the_same_seed_gives_the_same_sample(job: Job) -> None:
    assert list(drawn(job, 20)) == list(drawn(job, 20))


@pytest.mark.parametrize("job", JOBS)
def test_rounds_share_their_system_message_and_little_else(job: Job) -> None:
    for at in range(10):
        rounds = draw_rounds(job, generator(5, f"rounds/{job}", at), "training", 8)
        assert len({sample.messages[0] for sample in rounds}) == 1
        assert len({sample.prompt for sample in rounds}) >= 7


@pytest.mark.parametrize("job", JOBS)
def test_the_first_round_is_the_sample_that_is_drawn_alone(job: Job) -> None:
    rng, again = (generator(5, f"rounds/{job}", 1) for _ in range(2))
    assert draw_rounds(job, rng, "training", 3)[0] == draw_job(job, again)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("job", JOBS)
def test_every_answer_is_one_that_its_grammar_takes(job: Job, split: Split) -> None:
    for sample in drawn(job, 60, split):
        pushdown = Pushdown(compile_grammar(sample.grammar).rules)
        assert pushdown.read(pushdown.start, sample.answer).may_end, sample.answer


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("job", JOBS)
def test_texts_are_plain_and_have_no_open_slot(job: Job, split: Split) -> None:
    for sample in drawn(job, 300, split):
        assert sample.prompt.isascii()
        assert sample.answer.isascii()
        assert not re.search(r"\{[a-z_]+\}|  |\(\w*\|", sample.prompt), sample.prompt
        assert not re.search(r"\{[a-z_]+\}|  |\(\w*\|", sample.answer), sample.answer


@pytest.mark.parametrize("job", JOBS)
def test_a_thousand_draws_hardly_repeat(job: Job) -> None:
    found = variety(list(drawn(job, 1000)))
    assert found.distinct > 970


def test_texts_that_differ_by_one_word_are_near_duplicates() -> None:
    texts = [words_of(text) for text in ("a red cave", "a wet cave", "two red caves")]
    assert near_duplicates(texts) == 2


def test_numbers_are_written_in_words() -> None:
    assert [in_words(n) for n in (0, 12, 20, 37)] == ["zero", "twelve", "twenty", "thirty-seven"]


@pytest.mark.parametrize(
    ("noun", "text"),
    [("cave", "a cave"), ("80x60 inn", "an 80x60 inn"), ("one-storey inn", "a one-storey inn")],
)
def test_a_noun_gets_its_article(noun: str, text: str) -> None:
    assert a(noun) == text


def test_a_list_ends_with_and() -> None:
    assert listed(["a key", "a lock", "a door"]) == "a key, a lock and a door"


def test_numbers_that_end_in_seven_are_held_out() -> None:
    known = {Phrasing(generator(1, "n", n), "training").number(1, 99) for n in range(2000)}
    held = {Phrasing(generator(1, "n", n), "held_out").number(13, 99) for n in range(2000)}
    assert {n for n in known if n > 12} & held == set()
    assert held == {17, 27, 37, 47, 57, 67, 77, 87, 97}
