import random

import pytest

from npcgen.dialogue.feelings.axes import AXES, LABELS, STRANGER, Emotion, Feeling, Relationship
from npcgen.dialogue.feelings.change import (
    EMOTION_HALF_LIFE_S,
    HALF_LIVES_S,
    TURN_LIMIT,
    Change,
    Impulse,
    decayed,
    moved,
)

INSULT = Impulse("insulted", {"trust": -0.04, "affection": -0.12}, "angry", 0.6)
THANKS = Impulse("gave thanks", {"affection": 0.03}, "happy", 0.3)


def test_a_change_names_its_axis_its_values_and_its_reason() -> None:
    after = moved(Feeling(), [INSULT])
    assert after.changes == (
        Change("trust", 0.0, -0.04, "insulted"),
        Change("affection", 0.0, -0.12, "insulted"),
    )
    assert after.feeling.relationship == Relationship(trust=-0.04, affection=-0.12)


def test_a_turn_moves_no_axis_farther_than_its_limit() -> None:
    after = moved(Feeling(), [INSULT] * 50)
    assert after.feeling.relationship.affection == -TURN_LIMIT


def test_a_reason_that_pulled_the_other_way_is_not_given() -> None:
    (change,) = moved(Feeling(), [Impulse("insulted", {"affection": -0.12}), THANKS]).changes
    assert change == Change("affection", 0.0, -0.09, "insulted")


def test_temperament_says_how_far() -> None:
    moves = [
        moved(Feeling(), [THANKS], temper).feeling.relationship.affection
        for temper in ("placid", "", "fiery")
    ]
    assert moves == [0.015, 0.03, 0.048]


def test_the_strongest_emotion_wins_and_the_same_again_grows() -> None:
    angry = moved(Feeling(), [THANKS, INSULT])
    assert angry.feeling.emotion == Emotion("angry", 0.6)
    assert moved(angry.feeling, [THANKS]).emotion_changed is False
    assert moved(angry.feeling, [INSULT]).feeling.emotion == Emotion("angry", 0.84)


def test_feelings_fade_to_the_baseline() -> None:
    baseline = Relationship(trust=-0.2)
    felt = Feeling(Relationship(trust=0.6, fear=0.4), Emotion("angry", 0.8), at=1_000.0)
    later = decayed(felt, baseline, 1_000.0 + HALF_LIVES_S["trust"])
    assert later.relationship.trust == pytest.approx(0.2)
    assert later.relationship.fear == pytest.approx(0.4 / 2**10)
    assert later.emotion == Emotion("calm", 0.0)
    soon = decayed(felt, baseline, 1_000.0 + EMOTION_HALF_LIFE_S)
    assert soon.emotion == Emotion("angry", 0.4)


def test_game_time_may_run_faster_or_stand_still() -> None:
    felt = Feeling(emotion=Emotion("angry", 0.8), at=0.0)
    assert decayed(felt, STRANGER, EMOTION_HALF_LIFE_S / 20, 20.0).emotion.intensity == 0.4
    assert decayed(felt, STRANGER, 1e9, 0.0).emotion.intensity == 0.8


def test_a_clock_set_back_changes_nothing() -> None:
    felt = Feeling(Relationship(trust=0.5), at=1_000.0)
    assert decayed(felt, STRANGER, 10.0) == felt


@pytest.mark.parametrize("seed", range(300))
def test_nothing_leaves_its_range_whatever_happens(seed: int) -> None:
    rng = random.Random(seed)
    feeling = Feeling()
    for _ in range(60):
        impulses = [
            Impulse("x", {rng.choice(AXES): rng.uniform(-1, 1)}, rng.choice(LABELS), rng.random())
            for _ in range(rng.randrange(5))
        ]
        before = feeling
        feeling = moved(feeling, impulses, rng.choice(("", "placid", "fiery"))).feeling
        for axis in AXES:
            assert -1.0 <= feeling.relationship.at(axis) <= 1.0
            step = abs(feeling.relationship.at(axis) - before.relationship.at(axis))
            assert step <= TURN_LIMIT + 1e-6
        assert 0.0 <= feeling.emotion.intensity <= 1.0
        feeling = decayed(feeling, STRANGER, feeling.at + rng.uniform(0, 1e6))
