"""The catalogue of models to be pulled: a data file, checked like code."""

import re

import pytest

from npcgen.engine.catalogue import (
    catalogue,
    find_in_catalogue,
    in_catalogue,
    known_by_sum,
)
from npcgen.engine.model_keeping import checked_name
from npcgen.engine.models import resolve
from npcgen.errors import NotFound

QUANTISED_BITS = {"Q4_K_M": 4.0, "Q8_0": 8.0}
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
HEX = {"sha256": re.compile(r"([0-9a-f]{64})?"), "revision": re.compile(r"main|[0-9a-f]{40}")}


def test_it_has_something_for_every_machine():
    assert 12 <= len(catalogue()) <= 20
    sizes = [model.size_bytes for model in catalogue()]
    assert sizes == sorted(sizes)
    assert sizes[0] < 2**28 < 2**32 < sizes[-1]


def test_names_and_files_are_told_apart():
    assert len({model.name for model in catalogue()}) == len(catalogue())
    assert len({model.sha256 for model in catalogue() if model.sha256}) >= 15
    assert len({(model.repository, model.file) for model in catalogue()}) == len(catalogue())


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_each_entry_is_well_formed(model):
    assert checked_name(model.name) == model.name
    assert REPOSITORY.fullmatch(model.repository)
    assert model.file.endswith(".gguf")
    assert "/" not in model.file
    assert all(pattern.fullmatch(getattr(model, key)) for key, pattern in HEX.items())
    assert model.good_for.endswith(".")


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_a_file_is_as_large_as_its_weights(model):
    """What its makers call it says how many there are, embeddings not always among them."""
    unit = {"M": 1e6, "B": 1e9}[model.parameters[-1]]
    least = float(model.parameters[:-1]) * unit * QUANTISED_BITS[model.quantisation] / 8
    assert least < model.size_bytes < 2 * least


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_memory_is_more_than_the_file(model):
    if model.memory_mib:
        assert 1.1 * model.size_bytes < model.memory_mib * 2**20 < 4 * model.size_bytes


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_a_licence_that_asks_for_something_says_what(model):
    free = model.licence in ("Apache-2.0", "MIT")
    assert free == (model.may_ship == "yes")
    assert free == (not model.conditions)
    assert free or model.licence.startswith("LicenseRef-")
    assert free or model.licence_url.startswith("https://")


def test_a_model_is_found_by_name_and_by_sum():
    model = find_in_catalogue("qwen3-0.6b")
    assert in_catalogue("qwen3-0.6b") == known_by_sum(model.sha256) == model
    assert known_by_sum("") is None or not known_by_sum("").sha256


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(NotFound, match=r"did you mean qwen3-0\.6b"):
        find_in_catalogue("Qwen3-0.6")


def test_a_model_that_is_not_here_yet_says_how_to_get_it(tmp_path):
    with pytest.raises(NotFound) as missing:
        resolve("qwen3-0.6b", tmp_path)
    assert missing.value.reason == "MODEL_NOT_PULLED"
    assert missing.value.message.endswith("run: npcgen models pull qwen3-0.6b")
