"""The plain writer: every slot is filled, in its giver's manner, and stays where it is."""

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE, facts, literals
from worldgen.errors import InvalidSpec
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.words import check_words, variety_of, write_words
from worldgen.quests.words.grammar import grammar
from worldgen.quests.words.naming import Again, said_name
from worldgen.quests.words.voices import style_of, voice_of
from worldgen.quests.worlds import bundled_worlds, world_of


@cache
def worded(name: str) -> tuple[Quest, ...]:
    world = world_of(name)
    quests = generate(world, read_spec({"count": 12, "seed": 5}))
    return tuple(write_words(world, quest).quest for quest in quests)


def texts(quest: Quest, role: str) -> list[str]:
    return [line.text for line in quest.lines if line.role == role]


@pytest.mark.parametrize("name", bundled_worlds())
def test_generated_quests_name_only_what_there_is(name: str) -> None:
    world = world_of(name)
    assert [str(f) for quest in worded(name) for f in check_words(world, quest)] == []


@pytest.mark.parametrize("name", bundled_worlds())
def test_no_text_shows_where_it_was_put_together(name: str) -> None:
    seams = re.compile(r"[{}]|  |\ba the\b|\bthe the\b|\byou (is|has|was)\b| [.,!?]|[.!?] [a-z]")
    lines = [line.text for quest in worded(name) for line in quest.lines]
    shown = [
        text for text in lines if seams.search(text.replace("...", "")) or text != text.strip()
    ]
    assert shown == []
    assert all(text[0].isupper() for text in lines)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mill", "the mill"),
        ("Perrin's lamp", "Perrin's lamp"),
        ("3PO", "3PO"),
        ("مريم", "مريم"),
        ("香炉", "香炉"),
    ],
)
def test_only_what_has_no_name_of_its_own_takes_an_article(name: str, said: str) -> None:
    lantern = HOLLOW.entities["lantern"].model_copy(update={"name": name})
    world = replace(HOLLOW, entities={**HOLLOW.entities, "lantern": lantern})

    assert said_name(world, "lantern") == said


@pytest.mark.parametrize("name", bundled_worlds())
def test_every_step_and_ending_has_its_words(name: str) -> None:
    for quest in worded(name):
        said = {(line.node, line.role) for line in quest.lines}
        steps = [step for branch in quest.branches for step in branch.steps]
        outcomes = [*(branch.outcome for branch in quest.branches), *quest.failures, quest.refusal]
        assert said >= {(step.id, role) for step in steps for role in ("objective", "journal")}
        assert said >= {(outcome.id, outcome.kind) for outcome in outcomes}
        assert said >= {("", "title"), ("", "summary"), ("", "offer"), ("", "rumour")}
        assert {repair.id for repair in quest.repairs} <= {node for node, _ in said}


@pytest.mark.parametrize("name", bundled_worlds())
def test_an_offer_names_what_is_wanted(name: str) -> None:
    world = world_of(name)
    for quest in worded(name):
        wanted = [e for g in quest.goal for e in g.fact.of if e not in {quest.giver, "player"}]
        offer = texts(quest, "offer")[0].lower()
        assert all(world.called(e).removeprefix("the ").lower() in offer for e in wanted) or (
            quest.motive == "illness"
        )


def test_keys_and_texts_stay_when_a_quest_changes_elsewhere() -> None:
    whole = write_words(HOLLOW, LANTERN).quest
    cut = write_words(HOLLOW, replace(LANTERN, branches=LANTERN.branches[1:], failures=())).quest
    kept = {line.key: line for line in whole.lines}
    assert all(kept[line.key] == line for line in cut.lines)
    assert len(cut.lines) < len(whole.lines)


def test_the_same_quest_has_the_same_words() -> None:
    assert write_words(HOLLOW, SALVE).quest == write_words(HOLLOW, SALVE).quest


def test_a_key_is_of_one_line() -> None:
    keys = [line.key for quest in worded("emberlow") for line in quest.lines]
    assert len(keys) == len(set(keys))


def test_without_a_cited_fact_another_reason_is_given() -> None:
    two = replace(LANTERN, cites=facts("needs mira lantern", "fears mira wolf"))
    only_fear = replace(two, cites=two.cites[1:])
    assert "wolf" not in texts(write_words(HOLLOW, LANTERN).quest, "offer")[0]
    assert "wolf" in texts(write_words(HOLLOW, two).quest, "offer")[0]
    assert "wolf" in texts(write_words(HOLLOW, only_fear).quest, "summary")[0]


def test_a_quest_of_two_wants_asks_for_both() -> None:
    both = replace(LANTERN, goal=literals("has mira lantern", "not sick elsa"))
    offer = texts(write_words(HOLLOW, both).quest, "offer")[0]
    assert "lantern" in offer
    assert "Elsa" in offer


def test_the_dead_say_nothing() -> None:
    quest = write_words(HOLLOW, LANTERN).quest
    murdered = replace(LANTERN.failures[0], id="gone", when=literals("not alive mira"))
    after = write_words(HOLLOW, replace(LANTERN, failures=(murdered,))).quest
    assert [line.role for line in quest.lines if line.node == "burnt"] == ["lament", "failure"]
    assert [line.role for line in after.lines if line.node == "gone"] == ["failure"]


def test_whoever_was_named_is_called_by_a_part_of_the_name() -> None:
    again = Again(world_of("emberlow"), ("odrin", "grey_stranger", "moonwort"), with_it=True)
    told = "Odrin Pell needs the moonwort. Bring the moonwort to Odrin Pell."
    assert again.told(told) == "Odrin Pell needs the moonwort. Bring it to Odrin."
    told = "The stranger in the grey cloak lies. The stranger in the grey cloak knows."
    assert again.told(told) == "The stranger in the grey cloak lies. The stranger knows."


def test_what_may_be_done_besides_is_asked_for_noted_and_praised() -> None:
    lines = write_words(HOLLOW, LANTERN).quest.lines
    for extra in LANTERN.extras:
        assert [line.role for line in lines if line.node == extra.id] == ["besides", "objective"]
        came = [line.role for line in lines if line.node == extra.outcome.id]
        assert came == ["praise", "extra"]


def test_beasts_say_nothing() -> None:
    quests = worded("emberlow") + worded("tallow_ring")
    beasts = {"wolf", "boar", "hull_leech", "stray_loader"}
    assert not [line for quest in quests for line in quest.lines if line.speaker in beasts]


def test_a_voice_can_be_given() -> None:
    shy = write_words(HOLLOW, LANTERN, voices={"mira": "shy"}).quest
    gruff = write_words(HOLLOW, LANTERN, voices={"mira": "gruff"}).quest
    assert texts(shy, "refuse") != texts(gruff, "refuse")
    assert texts(shy, "objective") == texts(gruff, "objective")


def test_an_unknown_voice_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidSpec, match=r"voices\.mira: there is no style 'loud'.*gruff, merry"):
        write_words(HOLLOW, LANTERN, voices={"mira": "loud"})


def test_bundled_personas_speak_as_they_are() -> None:
    world, words = world_of("emberlow"), grammar()
    people = ("brannoch", "corrin", "halwen", "isolde", "odrin", "tamsin")
    voices = [voice_of(world, who, {}, words) for who in people]
    assert voices == ["gruff", "weary", "devout", "scholarly", "merry", "shy"]


def test_a_description_of_speech_finds_its_style() -> None:
    words = grammar()
    assert style_of("Gruff. Short, blunt sentences. Never flatters.", words) == "gruff"
    assert style_of("Scholarly. Long careful words, likes to explain.", words) == "scholarly"
    assert style_of("Sings in rhymes.", words) == ""


def test_offers_of_one_village_differ() -> None:
    told = [(line.role, line.text) for quest in worded("emberlow") for line in quest.lines]
    variety = variety_of(told)
    assert variety["offer"].distinct == 12
    assert variety["offer"].near_duplicates == 0


def test_variety_counts_what_is_alike() -> None:
    told = ["the cat sat on the mat today", "the cat sat on the mat today", "a dog barks"]
    found = variety_of([("offer", text) for text in told])["offer"]
    assert (found.texts, found.distinct, found.near_duplicates) == (3, 2, 1)
    assert found.distinct_2 == 8 / 14
