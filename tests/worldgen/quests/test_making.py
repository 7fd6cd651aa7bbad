"""Quests whole, and what is counted of them."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.worlds import village
from worldgen.quests.asked import Asked
from worldgen.quests.canonical import content_sha256
from worldgen.quests.generate import Share
from worldgen.quests.jobs import generated
from worldgen.quests.making import make, worded
from worldgen.quests.quest import Quest
from worldgen.quests.repeats import Repeats
from worldgen.quests.spec import read_spec
from worldgen.quests.tally import Counted

SPEC = {"seed": 3, "count": 6}


def quests() -> list[Quest]:
    return [made.quest for made in make(village(), read_spec(SPEC))]


def test_a_quest_comes_with_its_words_and_their_hash() -> None:
    for quest in quests():
        assert {"title", "offer"} <= {line.role for line in quest.lines}
        assert quest.provenance is not None
        assert quest.provenance.content_sha256 == content_sha256(quest)


@pytest.mark.parametrize(
    "named",
    [
        {"name": "<b>Mira</b> {giver} [x] | $y"},
        {"name": "mira_of_the_mill"},
        {"name": "Mira Sand", "short": "Old Nan"},
    ],
    ids=["markup", "like an id", "a short one of its own"],
)
def test_whatever_somebody_is_called_their_quest_holds(named: dict[str, str]) -> None:
    mira = village().entities["mira"].model_copy(update=named)
    world = replace(village(), entities={**village().entities, "mira": mira})
    every = list(make(world, read_spec({"givers": ["mira"], "count": 3})))

    assert [made.flaws for made in every] == [(), (), ()]


def test_wording_a_quest_again_changes_nothing() -> None:
    for quest in quests():
        assert worded(village(), quest) == quest


def test_counts_are_those_of_the_quests() -> None:
    counted, every = Counted(), quests()
    for quest in every:
        counted.add(quest)
    tally = counted.tally()
    lengths = [len(quest.branches[0].steps) for quest in every]

    assert (tally.quests, tally.skeletons) == (6, len({q.branches[0].skeleton for q in every}))
    assert sum(tally.motives.values()) == sum(tally.branches.values()) == 6
    assert tally.steps == {length: lengths.count(length) for length in sorted(set(lengths))}


def test_a_quest_told_twice_is_a_repeat_and_one_told_otherwise_is_none() -> None:
    repeats, quest = Repeats(), quests()[0]
    otherwise = replace(quest, lines=tuple(replace(x, text="No.") for x in quest.lines))

    assert repeats.earlier(quest) == ""
    assert repeats.earlier(replace(quest, id="other", seed=9)) == quest.id
    assert repeats.earlier(otherwise) == ""


def test_a_job_tells_every_quest_and_ends_with_all_of_them() -> None:
    job = generated("tallow_ring", Asked("count: 9", {"count": 2}), {})
    told = []
    try:
        while True:
            told.append(next(job))
    except StopIteration as end:
        done = end.value

    assert [each.fraction for each in told] == [0.0, 0.5, 1.0]
    assert [each.preview is None for each in told] == [True, False, False]
    assert (done.spec.count, done.tally.quests, done.left_out) == (2, 2, ())


def test_shares_make_together_what_one_makes_alone() -> None:
    world, spec = village(), read_spec(SPEC)
    shares = [list(make(world, spec, share=Share(at, 2))) for at in range(2)]

    assert [shares[number % 2][number // 2] for number in range(6)] == list(make(world, spec))
