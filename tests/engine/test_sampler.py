"""Each way of choosing a token: it does what it says, and the same alone as in a full batch."""

from dataclasses import replace

import pytest

from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.base import Sampling
from npcgen.engine.checks import check_request
from npcgen.errors import InvalidArgument
from tests.engine.asking import ask
from tests.gguf_factory import TinyModel

QUANTISED = TinyModel(quantisation="Q8_0")
GREEDY = Sampling(temperature=0)
SAMPLERS = {
    "top_k": {"top_k": 3},
    "top_p": {"top_k": 0, "top_p": 0.3},
    "min_p": {"top_k": 0, "top_p": 1.0, "min_p": 0.5},
    "typical": {"top_k": 0, "typical_p": 0.3},
    "penalties": {"repeat_penalty": 1.5, "frequency_penalty": 1.0, "presence_penalty": 1.0},
    "dry": {"dry_multiplier": 2.0, "logit_bias": {"x": 8.0}},
    "xtc": {"xtc_probability": 1.0, "xtc_threshold": 0.01},
    "mirostat": {"mirostat_tau": 3.0},
    "bias": {"logit_bias": {"e": 4.0, "a": -100.0}},
}


def side_by_side(backend, samplings, tokens=40):
    """The token ids of replies to one prompt, generated together."""
    sequences = [backend.open(ask(sampling=sampling)) for sampling in samplings]
    live = sequences
    while live:
        steps = backend.step(live)
        live = [
            sequence
            for sequence, step in zip(live, steps, strict=True)
            if not step.finished and len(sequence.tokens) < sequence.prompt_tokens + tokens
        ]
    for sequence in sequences:
        backend.close(sequence)
    return [sequence.tokens[sequence.prompt_tokens :] for sequence in sequences]


def reply(backend, sampling, tokens=40):
    return side_by_side(backend, [sampling], tokens)[0]


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_full_batch_gets_the_tokens_that_each_gets_alone(make_llama, name):
    samplings = [Sampling(seed=seed, **SAMPLERS[name]) for seed in range(4)]
    together = side_by_side(make_llama(QUANTISED, slots=4, batch_tokens=16), samplings)
    assert together == [reply(make_llama(QUANTISED), sampling) for sampling in samplings]


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_sampler_changes_the_words(make_llama, name):
    backend = make_llama()
    assert reply(backend, Sampling(**SAMPLERS[name])) != reply(backend, Sampling())


def test_different_samplings_share_a_batch(make_llama):
    samplings = [Sampling(**fields) for fields in SAMPLERS.values()]
    together = side_by_side(make_llama(QUANTISED, slots=len(samplings)), samplings)
    assert together == [reply(make_llama(QUANTISED), sampling) for sampling in samplings]


def test_a_banned_token_is_never_said(make_llama):
    backend = make_llama()
    for _ in range(5):
        first = reply(backend, GREEDY, tokens=1)[0]
        text = backend._vocabulary.piece(first).decode()
        words = reply(backend, replace(GREEDY, logit_bias={text: -100.0}))
        assert first not in words


def test_a_text_that_is_several_tokens_cannot_be_biased(make_llama):
    backend = make_llama()
    with pytest.raises(InvalidArgument, match=r"logit_bias\['xyzzy'\]: is no single token"):
        backend.open(ask(sampling=Sampling(logit_bias={"xyzzy": 1.0})))
    assert len(reply(backend, GREEDY)) == 40


def test_a_control_token_cannot_be_biased(make_llama):
    with pytest.raises(InvalidArgument, match="no single token"):
        make_llama().open(ask(sampling=Sampling(logit_bias={"<|im_end|>": -100.0})))


@pytest.mark.parametrize("penalty", ["repeat_penalty", "frequency_penalty", "presence_penalty"])
def test_a_penalty_looks_no_further_than_its_window(make_llama, penalty):
    backend = make_llama()
    words = [
        reply(backend, Sampling(temperature=0, repeat_window=window, **{penalty: 2.0}))
        for window in (0, 1, 64)
    ]
    assert words[0] == reply(backend, GREEDY)
    assert all(one != two for one, two in zip(words[1], words[1][1:], strict=False))
    assert len(set(words[2])) > len(set(words[0]))


def test_dry_lets_no_phrase_go_on_repeating(make_llama):
    backend = make_llama()
    looping = replace(GREEDY, logit_bias={"x": 20.0})
    dry = replace(looping, dry_multiplier=5.0, dry_base=4.0)
    assert longest_repeat(reply(backend, looping)) > 30
    assert longest_repeat(reply(backend, dry)) < 6


def longest_repeat(tokens):
    """The length of the longest phrase that is in `tokens` twice."""
    for length in range(len(tokens) - 1, 0, -1):
        phrases = [tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1)]
        if len(set(phrases)) < len(phrases):
            return length
    return 0


def test_xtc_leaves_out_the_likeliest_token(make_llama):
    backend = make_llama()
    favourite = reply(backend, GREEDY, tokens=1)
    xtc = Sampling(xtc_probability=1.0, xtc_threshold=0.0001, top_p=1.0, min_p=0.0)
    firsts = [reply(backend, replace(xtc, seed=seed), tokens=1) for seed in range(20)]
    assert favourite not in firsts


def test_mirostat_holds_the_surprise_it_is_told(make_llama):
    backend = make_llama()
    dull, lively = (
        reply(backend, Sampling(temperature=1.5, mirostat_tau=tau), 200) for tau in (0.1, 8)
    )
    assert len(set(dull)) < len(set(lively))


def test_a_word_is_a_token_with_its_space(make_llama):
    vocabulary = make_llama()._vocabulary
    assert isinstance(vocabulary, Vocabulary)
    assert vocabulary.piece(vocabulary.single_token(" t")) == b" t"
    assert vocabulary.single_token(" t") != vocabulary.single_token("t")


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("typical_p", 0.001, 1),
        ("repeat_window", 0, 1024),
        ("frequency_penalty", 0, 2),
        ("presence_penalty", 0, 2),
        ("dry_multiplier", 0, 5),
        ("dry_base", 1, 4),
        ("dry_allowed_length", 1, 64),
        ("dry_window", 0, 4096),
        ("xtc_probability", 0, 1),
        ("xtc_threshold", 0, 0.5),
        ("mirostat_tau", 0, 10),
        ("mirostat_eta", 0.001, 1),
    ],
)
def test_a_value_out_of_range_is_refused_by_its_name(make_llama, field, low, high):
    for value in (low, high):
        check_request(ask(sampling=Sampling(**{field: value})))
        reply(make_llama(), Sampling(**{field: value}), tokens=5)
    for value in (low - 0.01, high + 0.01, float("nan")):
        with pytest.raises(InvalidArgument, match=rf"sampling.{field}: must be {low} to {high}"):
            check_request(ask(sampling=Sampling(**{field: value})))


@pytest.mark.parametrize(
    ("biases", "problem"),
    [
        ({"": 1.0}, "sampling.logit_bias: has an empty text"),
        ({"e": 101.0}, r"sampling.logit_bias\['e'\]: must be -100 to 100, is 101.0"),
        ({str(n): 1.0 for n in range(65)}, "sampling.logit_bias: at most 64 texts, got 65"),
    ],
)
def test_biases_out_of_range_are_refused(biases, problem):
    with pytest.raises(InvalidArgument, match=problem):
        check_request(ask(sampling=Sampling(logit_bias=biases)))
