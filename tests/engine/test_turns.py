"""Whose step it is: nobody starves, whatever comes and goes."""

import random

from npcgen.engine.backends.llama_cpp.turns import TURN_STEPS, Turns


def played(turns, groups, steps):
    return [turns.take(groups) for _ in range(steps)]


def test_one_group_has_every_step():
    assert played(Turns(), ["gruff", "gruff"], 20) == ["gruff"] * 20


def test_groups_take_turns_however_many_are_in_them():
    steps = played(Turns(), ["", "gruff", "", "", "shy"], 3 * TURN_STEPS)
    assert steps == [""] * TURN_STEPS + ["gruff"] * TURN_STEPS + ["shy"] * TURN_STEPS


def test_a_newcomer_waits_for_those_who_wait_already():
    turns = Turns()
    played(turns, ["gruff", "shy"], TURN_STEPS)
    steps = played(turns, ["", "gruff", "shy"], 2 * TURN_STEPS + 1)
    assert steps == ["shy"] * TURN_STEPS + [""] * TURN_STEPS + ["gruff"]


def test_a_group_that_leaves_gives_its_turn_away():
    turns = Turns()
    assert turns.take(["gruff", "shy"]) == "gruff"
    assert played(turns, ["shy"], 2) == ["shy", "shy"]


def test_nobody_waits_longer_than_a_turn_of_each_other_group():
    rng = random.Random(11)
    turns, names = Turns(), [f"voice{n}" for n in range(5)]
    present, waited = set(names[:2]), dict.fromkeys(names, 0)
    for _ in range(5000):
        if rng.random() < 0.1:
            present ^= {rng.choice(names)}
        present = present or {rng.choice(names)}
        speaks = turns.take(sorted(present, key=lambda _: rng.random()))
        assert speaks in present
        for name in names:
            waited[name] = waited[name] + 1 if name in present - {speaks} else 0
        assert max(waited.values()) <= (len(names) - 1) * TURN_STEPS
