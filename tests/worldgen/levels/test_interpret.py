"""Prompts as people write them, read by their words."""

import random
from importlib.resources import files
from typing import Any

import pytest
import yaml

from worldgen.levels.generate import generate
from worldgen.levels.interpret import fields_of_prompt, read_prompt
from worldgen.levels.kind import NAMES, kind_of
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.spec import read_spec

MANY = 1_000_000
KINDS = kind_infos()

PHRASINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("a dungeon", {"kind": "dungeon"}),
    ("A DUNGEON!", {"kind": "dungeon"}),
    ("make me a crypt", {"kind": "dungeon", "theme": "crypt"}),
    ("an old mine", {"kind": "dungeon", "theme": "mine"}),
    ("the sewers under the town", {"kind": "dungeon", "theme": "sewer"}),
    ("a haunted dungeon", {"kind": "dungeon", "theme": "crypt"}),
    ("a dungeon overgrown with mushrooms", {"kind": "dungeon", "theme": "fungal"}),
    ("catacombs", {"kind": "dungeon", "theme": "crypt"}),
    ("cave", {"kind": "cave"}),
    ("a volcanic cavern", {"kind": "cave", "theme": "lava"}),
    ("a drowned grotto", {"kind": "cave", "theme": "flooded"}),
    ("caves", {"kind": "cave"}),
    ("a tavern", {"kind": "building", "theme": "tavern"}),
    ("a cosy inn", {"kind": "building", "theme": "tavern"}),
    ("the smithy of a village", {"kind": "building", "theme": "smithy"}),
    ("a manor with three floors", {"kind": "building", "theme": "manor", "floors": 3}),
    ("a two-storey house", {"kind": "building", "theme": "house", "floors": 2}),
    ("a village", {"kind": "settlement", "theme": "village"}),
    ("a fishing village", {"kind": "settlement"}),
    ("a frontier fort", {"kind": "settlement", "theme": "outpost"}),
    ("a walled town", {"kind": "settlement", "theme": "town", "options": {"walls": "yes"}}),
    ("a town by itself, unwalled", {"kind": "settlement", "options": {"walls": "no"}}),
    ("an island", {"kind": "overworld", "theme": "island"}),
    ("a frozen continent", {"kind": "overworld", "theme": "arctic"}),
    ("a mountainous world", {"kind": "overworld", "options": {"mountains": 0.9}}),
    ("a desert kingdom", {"kind": "overworld", "theme": "desert"}),
    ("a 40x30 dungeon", {"width": 40, "height": 30}),
    ("a dungeon of 40 by 30", {"width": 40, "height": 30}),
    ("64 x 48 cave", {"kind": "cave", "width": 64, "height": 48}),
    ("a small dungeon", {"width": 34, "height": 22}),
    ("a huge dungeon", {"width": 115, "height": 77}),
    ("a vast world", {"kind": "overworld", "width": 461, "height": 461}),
    ("two keys", {"counts": {"keys": (2, 2)}}),
    ("2 keys", {"counts": {"keys": (2, 2)}}),
    ("a dungeon with a key", {"counts": {"keys": (1, 1)}}),
    ("a dungeon with keys", {"counts": {"keys": (1, MANY)}}),
    ("three locked doors", {"counts": {"keys": (3, 3)}}),
    ("a dozen rooms", {"counts": {"rooms": (12, 12)}}),
    ("two dozen rooms", {"counts": {"rooms": (24, 24)}}),
    ("twenty five rooms", {"counts": {"rooms": (25, 25)}}),
    ("a couple of secrets", {"counts": {"secrets": (2, 2)}}),
    ("a few enemies", {"counts": {"enemies": (3, 5)}}),
    ("several chests", {"counts": {"loot": (4, 7)}}),
    ("no enemies", {"counts": {"enemies": (0, 0)}}),
    ("without monsters", {"counts": {"enemies": (0, 0)}}),
    ("at least four secret rooms", {"counts": {"secrets": (4, MANY)}}),
    ("up to 6 goblins", {"counts": {"enemies": (0, 6)}}),
    ("at most three loops", {"counts": {"cycles": (0, 3)}}),
    ("more than five treasures", {"counts": {"loot": (6, MANY)}}),
    ("fewer than five treasures", {"counts": {"loot": (0, 4)}}),
    ("less than 5 keys", {"counts": {"keys": (0, 4)}}),
    ("between eight and twelve rooms", {"counts": {"rooms": (8, 12)}}),
    ("8 to 12 rooms", {"counts": {"rooms": (8, 12)}}),
    ("three or four keys", {"counts": {"keys": (3, 4)}}),
    (
        "8 rooms, 2 keys and ten skeletons",
        {"counts": {"rooms": (8, 8), "keys": (2, 2), "enemies": (10, 10)}},
    ),
    ("a cave with two pools", {"kind": "cave", "counts": {"pools": (2, 2)}}),
    ("a village of ten houses", {"kind": "settlement", "counts": {"houses": (10, 10)}}),
    ("an island with three towns", {"kind": "overworld", "counts": {"settlements": (3, 3)}}),
    ("a continent with two rivers", {"kind": "overworld", "counts": {"rivers": (2, 2)}}),
    ("three big old rooms", {"counts": {"rooms": (3, 3)}}),
    ("an easy dungeon", {"difficulty": (0.05, 0.35)}),
    ("a brutal dungeon", {"difficulty": (0.5, 1.0)}),
    ("a mine for beginners", {"theme": "mine", "difficulty": (0.05, 0.35)}),
    ("a linear crypt", {"theme": "crypt", "options": {"branching": 0.0}}),
    ("a maze", {"kind": "dungeon", "options": {"branching": 0.9}}),
    ("a dungeon, seed 42", {"seed": 42}),
    ("a three floor dungeon", {"floors": 3}),
    ("a dungeon of 2 levels", {"floors": 2}),
    ("a level with two keys", {"kind": "dungeon", "counts": {"keys": (2, 2)}}),
    (
        "a small flooded crypt with two keys",
        {"kind": "dungeon", "theme": "crypt", "width": 34, "counts": {"keys": (2, 2)}},
    ),
)


@pytest.mark.parametrize(("prompt", "expected"), PHRASINGS)
def test_a_prompt_says(prompt: str, expected: dict[str, Any]) -> None:
    fields = fields_of_prompt(prompt)
    found = {name: fields.get(name) for name in expected}
    if "counts" in expected:
        counts = fields.get("counts", {})
        found["counts"] = {name: (each.low, each.high) for name, each in counts.items()}
    assert found == expected


def test_what_means_nothing_is_told_once() -> None:
    reading = read_prompt("a purple crypt with velvet, purple velvet and two keys", KINDS)
    assert reading.unused_words == ("purple", "velvet")


def test_a_plain_request_leaves_nothing_unused() -> None:
    reading = read_prompt("please make me a small cave with a few goblins in it", KINDS)
    assert reading.unused_words == ()


def test_the_kind_that_is_asked_for_wins() -> None:
    reading = read_prompt("two keys and three pools", KINDS, "cave")
    assert (reading.fields["kind"], list(reading.fields["counts"])) == ("cave", ["pools"])
    assert reading.unused_words == ("two", "keys")


@pytest.mark.parametrize("prompt", ["", "   ", "?!", "42", "48x32", "999999999999x1", "a" * 2000])
def test_anything_is_a_spec(prompt: str) -> None:
    assert read_spec(fields_of_prompt(prompt)).kind == "dungeon"


def test_random_words_never_raise_and_are_always_valid() -> None:
    draw = random.Random(5)
    said = " ".join(prompt for prompt, _ in PHRASINGS).split()
    words = [*said, "-", "…", "9" * 12, "0", "ß", "x"]
    for _ in range(500):
        prompt = " ".join(draw.choices(words, k=draw.randint(0, 14)))
        read_spec(dict(read_prompt(prompt, KINDS).fields))


def test_what_is_read_can_be_made() -> None:
    for prompt in ("a small crypt with two keys, hard", "a tiny cave with a pool"):
        made = generate(read_spec({**fields_of_prompt(prompt), "seed": 1}))
        assert made.proof.moves


def test_every_word_means_something_to_some_kind() -> None:
    """The words' own file speaks of what kinds have: nothing in it is stale."""
    text = files("worldgen").joinpath("data/level_words.yaml").read_text("utf-8")
    words = yaml.safe_load(text)
    kinds = [kind_of(name) for name in NAMES]
    themes = {theme for kind in kinds for theme in kind.themes}
    counts = {count for kind in kinds for count in kind.counts}
    options = {option for kind in kinds for option in kind.options}
    assert {theme for each in words["themes"].values() for theme in each} <= themes
    assert {count for each in words["nouns"].values() for count in each} <= counts
    assert {option for each in words["options"].values() for option in each} <= options
    assert set(words["kinds"]) <= set(NAMES)
