"""Each way of choosing a token, held against llama.cpp's sampler of the same name."""

import ctypes
import random
from dataclasses import replace

import llama_cpp as lib
import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

from npcgen.engine.backends.llama_cpp.candidates import candidate_array, view_of
from npcgen.engine.backends.transformers.penalties import Dry, penalise
from npcgen.engine.backends.transformers.sampler import Sampler
from npcgen.engine.backends.transformers.truncation import candidates, min_p, truncate, xtc
from npcgen.engine.base import Sampling
from npcgen.engine.checks import check_sampling
from npcgen.errors import InvalidArgument
from tests.engine.asking import ask

WORDS = 300
OFF = Sampling(top_k=0, top_p=1.0, min_p=0.0)
ALWAYS = np.random.default_rng(0)
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


def logits_of(seed, spread=3.0):
    return np.random.default_rng(seed).normal(0, spread, WORDS).astype(np.float32)


def by_llama_cpp(logits, links, said=()):
    """What llama.cpp's samplers leave of all tokens: their scores by token."""
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    for link in links:
        lib.llama_sampler_chain_add(chain, link)
    for token in said:
        lib.llama_sampler_accept(chain, token)
    array = candidate_array(np.arange(WORDS, dtype=np.int32), logits)
    view = view_of(array)
    lib.llama_sampler_apply(chain, ctypes.byref(view))
    left = {int(view.data[n].id): float(view.data[n].logit) for n in range(view.size)}
    lib.llama_sampler_free(chain)
    return left


def left_by(logits, sampling):
    given = candidates(np.arange(WORDS), logits.astype(np.float64), sampling.top_k)
    left = truncate(given, sampling, ALWAYS)
    return dict(zip(left.tokens.tolist(), left.scores.tolist(), strict=True))


TRUNCATIONS = [
    (replace(OFF, top_k=7), lambda: lib.llama_sampler_init_top_k(7)),
    (replace(OFF, top_p=0.6), lambda: lib.llama_sampler_init_top_p(0.6, 1)),
    (replace(OFF, top_p=0.001), lambda: lib.llama_sampler_init_top_p(0.001, 1)),
    (replace(OFF, min_p=0.2), lambda: lib.llama_sampler_init_min_p(0.2, 1)),
    (replace(OFF, min_p=1.0), lambda: lib.llama_sampler_init_min_p(1.0, 1)),
    (replace(OFF, typical_p=0.4), lambda: lib.llama_sampler_init_typical(0.4, 1)),
    (replace(OFF, typical_p=0.9), lambda: lib.llama_sampler_init_typical(0.9, 1)),
    (
        replace(OFF, xtc_probability=1.0, xtc_threshold=0.05),
        lambda: lib.llama_sampler_init_xtc(1.0, 0.05, 1, 0),
    ),
]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("sampling", "link"), TRUNCATIONS)
def test_a_truncation_leaves_what_llama_cpp_leaves(sampling, link, seed):
    logits = logits_of(seed)
    assert left_by(logits, sampling) == by_llama_cpp(logits, [link()])


def test_truncations_follow_one_another_as_in_llama_cpp():
    sampling = Sampling(top_k=40, typical_p=0.9, top_p=0.8, min_p=0.02)
    for seed in range(20):
        links = [
            lib.llama_sampler_init_top_k(40),
            lib.llama_sampler_init_typical(0.9, 1),
            lib.llama_sampler_init_top_p(0.8, 1),
            lib.llama_sampler_init_min_p(0.02, 1),
        ]
        logits = logits_of(seed)
        assert left_by(logits, sampling) == by_llama_cpp(logits, links)


@pytest.mark.parametrize("window", [0, 1, 5, 64])
def test_penalties_are_those_of_llama_cpp(window):
    said = np.random.default_rng(1).integers(0, 20, 30).tolist()
    sampling = Sampling(
        repeat_penalty=1.7, frequency_penalty=0.5, presence_penalty=0.25, repeat_window=window
    )
    link = lib.llama_sampler_init_penalties(WORDS, window, 1.7, 0.5, 0.25)
    expected = by_llama_cpp(logits_of(2), [link], said)
    scores = logits_of(2).astype(np.float64)
    penalise(scores, said, sampling)
    assert scores == pytest.approx([expected[token] for token in range(WORDS)], abs=1e-5)


@pytest.mark.parametrize("window", [8, 512])
@pytest.mark.parametrize("allowed", [1, 2, 4])
def test_dry_is_that_of_llama_cpp(make_llama, window, allowed):
    vocabulary = make_llama()._vocabulary
    breakers = {t for t in range(WORDS) if set(vocabulary.piece(t)) & set(b'\n:"*')}
    letters = [token for token in range(290, 294) if token not in breakers]
    rng = random.Random(window + allowed)
    for _ in range(40):
        said = rng.choices([*letters, min(breakers)], weights=[9] * len(letters) + [1], k=40)
        sampling = Sampling(
            dry_multiplier=0.8, dry_base=1.5, dry_allowed_length=allowed, dry_window=window
        )
        texts = (ctypes.c_char_p * 4)(b"\n", b":", b'"', b"*")
        link = lib.llama_sampler_init_dry(vocabulary.handle, 0.8, 1.5, allowed, window, texts, 4)
        expected = by_llama_cpp(np.zeros(WORDS, dtype=np.float32), [link], said)
        scores, dry = np.zeros(WORDS), Dry(sampling, breakers)
        for token in said:
            dry.accept(token)
        dry.penalise(scores)
        assert scores == pytest.approx([expected[t] for t in range(WORDS)], abs=1e-4)


def test_words_come_as_often_as_they_are_likely():
    logits = np.log(np.array([0.5, 0.3, 0.15, 0.05], dtype=np.float32))
    sampler = Sampler(replace(OFF, temperature=1.0), {}, None, None)
    said = [sampler.sample(logits) for _ in range(4000)]
    shares = [said.count(token) / 4000 for token in range(4)]
    assert shares == pytest.approx([0.5, 0.3, 0.15, 0.05], abs=0.03)


def test_temperature_sharpens_and_flattens():
    logits = np.log(np.array([0.6, 0.4], dtype=np.float32))
    cold = Sampler(replace(OFF, temperature=0.1), {}, None, None)
    said = [cold.sample(logits) for _ in range(1000)]
    assert said.count(0) / 1000 == pytest.approx(0.6**10 / (0.6**10 + 0.4**10), abs=0.02)


@pytest.mark.parametrize("tau", [2.0, 4.0])
def test_mirostat_holds_the_surprise_that_llama_cpp_holds(tau):
    logits = logits_of(3, spread=2.0)
    chances = np.exp(logits - logits.max())
    surprises = -np.log2(chances / chances.sum())
    ours = Sampler(Sampling(temperature=1.0, mirostat_tau=tau), {}, None, None)
    theirs = lib.llama_sampler_init_mirostat_v2(1, tau, 0.1)
    said, expected = [], []
    for _ in range(4000):
        said.append(ours.sample(logits))
        array = candidate_array(np.arange(WORDS, dtype=np.int32), logits)
        view = view_of(array)
        lib.llama_sampler_apply(theirs, ctypes.byref(view))
        expected.append(view.data[view.selected].id)
        lib.llama_sampler_accept(theirs, expected[-1])
    lib.llama_sampler_free(theirs)
    assert surprises[said].mean() == pytest.approx(surprises[expected].mean(), abs=0.1)


def test_something_is_always_left():
    one = candidates(np.arange(3), np.array([9.0, 0.0, 0.0]), 1)
    assert len(min_p(one, 1.0).tokens) == len(xtc(one, 0.0).tokens) == 1


def side_by_side(backend, samplings, tokens=40):
    """The token ids of replies to one prompt, generated together."""
    sequences = [backend.open(ask(sampling=sampling)) for sampling in samplings]
    while any(len(each.tokens) < each.prompt_tokens + tokens for each in sequences):
        live = [each for each in sequences if len(each.tokens) < each.prompt_tokens + tokens]
        backend.step(live)
    for sequence in sequences:
        backend.close(sequence)
    return [sequence.tokens[sequence.prompt_tokens :] for sequence in sequences]


def test_different_samplings_share_a_batch(make_torch):
    samplings = [Sampling(seed=3, **fields) for fields in SAMPLERS.values()]
    together = side_by_side(make_torch(slots=len(samplings)), samplings)
    single = make_torch()
    assert together == [side_by_side(single, [sampling])[0] for sampling in samplings]


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_sampler_changes_the_words(make_torch, name):
    backend = make_torch()
    [changed] = side_by_side(backend, [Sampling(**SAMPLERS[name])])
    assert [changed] != side_by_side(backend, [Sampling()])


def test_a_banned_token_is_never_said(make_torch):
    backend, greedy = make_torch(), Sampling(temperature=0)
    first = side_by_side(backend, [greedy], 1)[0][0]
    banned = {backend._vocabulary.pieces[first].decode(): -100.0}
    assert first not in side_by_side(backend, [replace(greedy, logit_bias=banned)])[0]


@pytest.mark.parametrize("text", ["xyzzy", "<|im_end|>"])
def test_a_text_that_is_no_single_token_cannot_be_biased(make_torch, text):
    with pytest.raises(InvalidArgument, match=r"logit_bias\['.*'\]: is no single token"):
        make_torch().open(ask(sampling=Sampling(logit_bias={text: 1.0})))


@pytest.mark.parametrize("field", ["typical_p", "dry_base", "xtc_threshold", "mirostat_eta"])
def test_the_ends_of_a_range_can_be_used(make_torch, field):
    ranges = {
        "typical_p": (0.001, 1),
        "dry_base": (1, 4),
        "xtc_threshold": (0, 0.5),
        "mirostat_eta": (0.001, 1),
    }
    on = {"dry_multiplier": 1.0} if field == "dry_base" else {}
    on |= {"xtc_probability": 1.0} if field == "xtc_threshold" else {}
    on |= {"mirostat_tau": 2.0} if field == "mirostat_eta" else {}
    for value in ranges[field]:
        sampling = Sampling(**{field: value}, **on)
        check_sampling(sampling)
        assert len(side_by_side(make_torch(), [sampling], 30)[0]) == 30
