"""Rewards: more of anything never pays less."""

import re

import pytest

from tests.worldgen.quests.worlds import village
from worldgen.errors import InvalidSpec
from worldgen.quests.motives import bundled_motives
from worldgen.quests.rewards import Effort, bundled_economy, read_economy, reward
from worldgen.quests.spec import check, read_spec
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


BAD = {
    "per_danger: -1": "economy.per_danger: -1 is too small; 0.0 is the least",
    "per_cost: .inf": "economy.per_cost: inf isn't finite",
    "per_cost: .nan": "economy.per_cost: nan isn't finite",
    "giver_share: 1.5": "economy.giver_share: 1.5 is too large; 1.0 is the most",
    "base: much": "economy.base: 'much' is no number",
    "per_mile: 3": "economy.per_mile: there is no field of that name here",
    "{easy_below: 2, hard_from: 1}": "easy_below 2 is above hard_from 1",
}


@pytest.mark.parametrize(("table", "says"), BAD.items())
def test_a_bad_table_is_refused_with_its_field(table: str, says: str) -> None:
    table = table if table.startswith("{") else f"{{{table}}}"
    with pytest.raises(InvalidSpec, match=re.escape(says)):
        read_spec(f"economy: {table}")


@pytest.mark.parametrize(
    ("name", "says"),
    [("coins", "there is no fact 'coins'"), ("alive", "alive is about 1 things")],
)
def test_payment_is_from_a_fact_of_who_has_what(name: str, says: str) -> None:
    spec = read_spec({"economy": {"pays_from": name}})
    with pytest.raises(InvalidSpec, match=f"economy.pays_from: {says}"):
        check(spec, village(), bundled_motives())


def test_who_gives_all_that_they_have_promises_no_more() -> None:
    economy = read_spec("economy: {giver_share: 1, base: 1000}").economy
    assert reward(NOTHING, 12.9, economy).money == 12


def test_a_games_smallest_coin_is_what_it_pays_in() -> None:
    cents = read_spec("economy: {giver_share: 1, base: 1000, smallest_coin: 0.01}").economy
    assert reward(NOTHING, 12.349, cents).money == 12.34
    tens = read_spec("economy: {giver_share: 1, base: 1000, smallest_coin: 10}").economy
    assert reward(NOTHING, 29.9, tens).money == 20
