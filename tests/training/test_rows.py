"""Rows of training: what stands in them and what each token counts."""

import random

import pytest

pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from tokenizers import Tokenizer

from training.drills import Row
from training.quiz import quiz_row
from training.rows import Mixture, dialogue_row, draw_batch, job_row
from training.say import ANSWER_WEIGHT, COPIED_WEIGHT, PROMPT_WEIGHT, say
from training.tokeniser import train_tokeniser

MIXTURE = Mixture(length=384, drills=0.2, jobs=0.3, quizzes=0.3, focus=0.2)


@pytest.fixture(scope="module")
def tokeniser() -> Tokenizer:
    return train_tokeniser(1, 60, 700)


def text_of(tokeniser: Tokenizer, row: Row, weight: float) -> str:
    counted = zip(row.tokens, row.weights, strict=True)
    return str(tokeniser.decode([token for token, each in counted if each == weight]))


def test_what_is_copied_counts_most(tokeniser: Tokenizer) -> None:
    row = Row([], [])
    say(row, tokeniser, "Hm. Ada Vale, they say.", copied=("Ada Vale",))
    assert text_of(tokeniser, row, COPIED_WEIGHT).strip() == "Ada Vale"
    assert text_of(tokeniser, row, 1.0) == "Hm. , they say."
    assert row.weights.count(PROMPT_WEIGHT) == 1


def test_a_quiz_answers_with_what_its_prompt_holds_or_says_unknown(tokeniser: Tokenizer) -> None:
    row = quiz_row(random.Random(3), tokeniser, 900)
    text = tokeniser.decode(row.tokens, skip_special_tokens=False)
    answers = [part.split("<|end|>")[0].strip() for part in text.split("<|assistant|>")[1:]]
    assert len(answers) > 8
    for at, answer in enumerate(answers):
        before = "<|assistant|>".join(text.split("<|assistant|>")[: at + 1])
        assert answer in ("unknown", "noted") or answer in before


def test_every_kind_of_row_is_at_least_as_long_as_asked(tokeniser: Tokenizer) -> None:
    for seed in range(5):
        rng = random.Random(seed)
        rows = [make(rng, tokeniser, MIXTURE) for make in (dialogue_row, job_row)]
        assert all(len(row.tokens) == len(row.weights) > MIXTURE.length for row in rows)
        assert ANSWER_WEIGHT in rows[1].weights


def test_a_step_reads_the_same_twice_and_predicts_what_follows(tokeniser: Tokenizer) -> None:
    once, again = (draw_batch(5, 9, 6, tokeniser, MIXTURE, 300) for _ in range(2))
    assert once.tokens.shape == (6, 384)
    assert once.tokens.equal(again.tokens)
    assert once.picked.equal(again.picked)
    following = once.tokens.flatten()[(once.picked + 1)[once.picked % 384 < 383]]
    assert following.equal(once.targets[once.picked % 384 < 383])


def test_another_step_reads_something_else(tokeniser: Tokenizer) -> None:
    one, other = (draw_batch(5, step, 4, tokeniser, MIXTURE, 200) for step in (1, 2))
    assert not one.tokens.equal(other.tokens)
