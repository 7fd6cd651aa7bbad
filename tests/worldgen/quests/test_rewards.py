"""Rewards: more of anything never pays less."""

import pytest

from worldgen.errors import InvalidSpec
from worldgen.quests.rewards import Effort, bundled_economy, read_economy, reward
from worldgen.quests.spec import read_spec
from worldgen.rng import Stream

SEEDS = range(300)
THINGS = {"ring": 40.0, "cow": 300.0, "boat": 2000.0}


NOTHING = Effort(0, 0, 0)


def effort(draw: Stream, at_least: Effort = NOTHING) -> Effort:
    return Effort(
        at_least.cost + 60 * draw.unit(),
        at_least.danger + 4 * draw.unit(),
        at_least.minutes + 500 * draw.unit(),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_more_effort_and_more_means_never_pay_less(seed: int) -> None:
    draw = Stream("rewards", seed)
    less, worth = effort(draw), 500 * draw.unit()
    paid = reward(less, worth, bundled_economy())
    more = reward(effort(draw, less), worth + 500 * draw.unit(), bundled_economy())
    assert more.money >= paid.money
    assert more.experience >= paid.experience


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_paid_in_kind_never_makes_it_less(seed: int) -> None:
    draw = Stream("in kind", seed)
    less, worth = effort(draw), 500 * draw.unit()
    pays = [reward(each, worth, bundled_economy(), THINGS) for each in (less, effort(draw, less))]
    little, much = (paid.money + sum(THINGS[item] for item in paid.items) for paid in pays)
    assert much >= little - 0.01


def test_a_giver_never_promises_more_money_than_their_share() -> None:
    assert reward(Effort(1000, 10, 1000), 30, bundled_economy()).money == 15


def test_a_spec_changes_one_thing_of_the_economy() -> None:
    economy = read_spec("economy: {base: 100}").economy
    assert (economy.base, economy.per_cost) == (100, bundled_economy().per_cost)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"economy\.base|base"):
        read_spec("economy: {base: -1}")


def test_an_economy_that_lacks_something_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="this is missing"):
        read_economy("base: 3")
