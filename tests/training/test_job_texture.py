"""Prompts for textures: what is answered is a spec of its material."""

import json

import pytest

from tests.training.test_jobs import drawn
from training.corpus.jobs.phrasing import phrases
from training.corpus.jobs.texture import asked
from training.corpus.jobs.texture_parts import names_of, words_of
from training.corpus.lexicon import Split
from worldgen.textures.answers import fields_of_answer
from worldgen.textures.library import bundled
from worldgen.textures.spec import read_spec


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_answer_is_a_spec_of_its_material(split: Split) -> None:
    about = {question.about: name for name, question in asked().of_material.items()}
    for sample in drawn("texture", 200, split):
        answer = json.loads(sample.answer)
        task = sample.messages[0].content.split("\n", 1)[1]
        material = about.get(task, answer.get("material"))
        fields = {} if "material" in answer else answer
        assert read_spec(fields_of_answer(fields, material, bundled())).material == material


def test_no_word_is_asked_for_that_means_a_colour_or_a_season() -> None:
    assert words_of("bark")["gnarled"].keys() == {"relief", "twist"}
    assert not {"grey", "winter"} & {
        word for name in bundled().materials for word in words_of(name)
    }


def test_names_are_held_out_that_others_are_made_of() -> None:
    known, held_out = names_of("ceramic_tiles")
    assert set(held_out) == {"ceramic tile", "ceramic tiles"}
    assert "tiles" in known


def test_no_material_goes_by_a_name_of_another() -> None:
    every = [name for material in bundled().materials for name in names_of(material)[0]]
    assert sorted(every) == sorted(set(every))


def test_every_layer_and_season_is_phrased() -> None:
    assert set(phrases("texture")["layers"]) == {"dust", "moss", "snow", "wear", "wetness"}
    assert set(phrases("texture")["season"]) == {"spring", "summer", "autumn", "winter"}
