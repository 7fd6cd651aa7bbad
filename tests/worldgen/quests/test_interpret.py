"""Prompts for quests, read by their words, and put together with what else is said."""

import pytest

from tests.worldgen.quests.worlds import village
from worldgen.errors import InvalidSpec
from worldgen.quests.asked import Asked, spec_of
from worldgen.quests.interpret import named_in, people_of, read_prompt
from worldgen.quests.motives import bundled_motives
from worldgen.quests.worlds import world_of


@pytest.mark.parametrize(
    ("prompt", "fields"),
    [
        ("Three easy errands about a theft, seed 9", {"count": 3, "difficulty": "easy", "seed": 9}),
        ("a dozen side quests", {"count": 12}),
        ("a quest with 3 to 6 steps", {"min_steps": 3, "max_steps": 6}),
        ("a quest with at least four steps", {"min_steps": 4}),
        ("a quest with no more than 4 steps", {"max_steps": 4}),
        ("a quest with exactly five steps", {"min_steps": 5, "max_steps": 5}),
        ("Mira asks for it", {"givers": ("mira",)}),
        ("Elsa or Mira asks for it", {"givers": ("mira", "elsa")}),
    ],
)
def test_words_become_fields(prompt: str, fields: dict[str, object]) -> None:
    found = dict(read_prompt(prompt, village()).fields)
    found.pop("motives", None)
    assert found == fields


@pytest.mark.parametrize(
    ("prompt", "motives"),
    [
        ("something about a theft and an old grudge", ("theft", "grudge")),
        ("a quest about a debt to collect", ("claim",)),
        ("a quest about a debt", ("debt",)),
        ("a quest, but not about love", ()),
        ("I need a quest", ()),
    ],
)
def test_words_become_motives(prompt: str, motives: tuple[str, ...]) -> None:
    assert read_prompt(prompt, village()).fields.get("motives", ()) == motives


def test_every_motive_can_be_asked_for_by_its_name() -> None:
    for motive in bundled_motives().each:
        said = "a need" if motive == "need" else motive
        assert read_prompt(f"a quest about {said}", village()).fields["motives"] == (motive,)


def test_words_that_nothing_was_made_of_are_told() -> None:
    reading = read_prompt("two velvet errands from Mira, quickly", village())
    assert reading.unused_words == ("velvet", "quickly")


def test_a_spec_that_cannot_be_is_left_out() -> None:
    assert read_prompt("two quests with 90 steps", village()).fields == {"count": 2}


def test_a_part_of_a_name_is_enough_where_only_one_has_it() -> None:
    people = people_of(world_of("emberlow"))
    assert named_in("for Brannoch, please", people) == ("brannoch",)
    assert named_in("one of the Hollins", people) == ()
    assert named_in("ask Lys Hollin", people) == ("lys",)
    assert "player" not in people


def test_fields_win_over_the_text_and_the_text_over_the_prompt() -> None:
    asked = Asked("seed: 4\ncount: 3", {"count": 2}, "five quests, seed 9, at most 6 steps")
    spec, _ = spec_of(asked, village())
    assert (spec.count, spec.seed, spec.max_steps) == (2, 4, 6)


def test_steps_that_are_told_are_not_mixed_with_those_of_the_prompt() -> None:
    spec, _ = spec_of(Asked(given={"max_steps": 3}, prompt="at least 9 steps"), village())
    assert (spec.min_steps, spec.max_steps) == (1, 3)


def test_what_a_model_read_stands_for_the_prompts_words() -> None:
    spec, unused = spec_of(Asked(prompt="velvet", guessed={"count": 4}), village())
    assert (spec.count, unused) == (4, ())


def test_a_text_that_is_no_spec_is_refused() -> None:
    with pytest.raises(InvalidSpec):
        spec_of(Asked("colour: red"), village())
