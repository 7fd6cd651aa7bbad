"""Prompts for levels: what is answered is a spec that its kind makes."""

import json

import pytest

from npcgen.levels.prompt_reader import fields_of_answer
from tests.training.test_jobs import drawn
from training.corpus.dialogue import generator
from training.corpus.jobs.asking import Part, request
from training.corpus.jobs.level_parts import LevelParts, many_of
from training.corpus.jobs.phrasing import Phrasing, phrases
from training.corpus.lexicon import Split
from worldgen.levels.kind import kind_of
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.ranges import Range
from worldgen.levels.spec import read_spec


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_answer_is_a_spec_that_its_kind_takes(split: Split) -> None:
    about = {info.description: name for name, info in kind_infos().items()}
    for sample in drawn("level", 400, split):
        answer = json.loads(sample.answer)
        if "kind" in answer:
            assert answer["kind"] in kind_infos()
            continue
        [kind] = [
            name
            for text, name in about.items()
            if f": {text.rstrip('.')}." in sample.messages[0].content
        ]
        fields = fields_of_answer(answer, kind_infos()[kind])
        kind_of(kind).check(read_spec(fields))


def test_notes_hold_a_label_for_each_part() -> None:
    phrasing = Phrasing(generator(1, "test", 2), "training")
    parts = [
        Part({}, "small", "", "", "Size", "small"),
        Part({}, "", "no keys", "", "Keys", "none"),
    ]
    text = request(phrasing, phrases("level"), "crypt", parts, "noted").lower()
    assert ": crypt" in text
    assert "size: small" in text
    assert "keys: none" in text


def test_a_number_of_keys_is_within_its_range() -> None:
    for at in range(100):
        parts = LevelParts(Phrasing(generator(1, "test", at), "training"), "dungeon")
        keys = Range.model_validate(parts.count("keys").fields["counts"]["keys"])
        assert keys.low <= 16


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("point of interest", "points of interest"),
        ("person to talk to", "people to talk to"),
        ("door with a lock", "doors with a lock"),
        ("city", "cities"),
        ("piece of loot", "pieces of loot"),
    ],
)
def test_a_noun_has_its_plural(one: str, many: str) -> None:
    assert many_of(one) == many


def test_every_kind_and_theme_is_phrased() -> None:
    kinds = phrases("level")["kinds"]
    assert set(kinds) == set(kind_infos())
    for name, info in kind_infos().items():
        assert set(kinds[name]["themes"]) == {theme for theme in info.themes if theme}
        assert set(phrases("level")["options"].get(name, ())) <= set(info.options)


def test_held_out_frames_are_not_in_training() -> None:
    lists = phrases("level")
    for key in ("frames", "frames_with", "asides", "count_alone", "size_alone", "floors_alone"):
        assert not set(lists[key]) & set(lists[f"held_out_{key}"])
