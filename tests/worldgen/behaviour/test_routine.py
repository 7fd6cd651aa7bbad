"""Days: whose is which, where and when, and the ways between."""

import pytest

from tests.worldgen.behaviour.casts import alive, persona, random_world, village
from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.nodes import Leaf
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.quests.worlds import world_of
from worldgen.rng import Stream

SMITH = {"role": "blacksmith", "place": "the forge", "personality": "plain"}


def active(behaviour: Behaviour, minute: int) -> tuple[str, str]:
    """What is done, and where."""
    for block in behaviour.routine:
        length = (block.until - block.starts) % 1440 or 1440
        if (minute - block.starts) % 1440 < length:
            return block.activity, block.place
    raise AssertionError(f"nothing at {minute}")


def test_a_smith_works_at_the_forge_and_eats_at_the_inn() -> None:
    day = make_behaviour("ada", SMITH, setting_of(village()))
    assert active(day, 9 * 60) == ("work", "forge")
    assert active(day, 18 * 60 + 40) == ("eat", "inn")
    assert active(day, 3 * 60) == ("sleep", "forge")


def test_a_guard_watches_and_goes_the_rounds() -> None:
    day = make_behaviour("bo", {"role": "gate guard"}, setting_of(village("duty bo gate")))
    assert active(day, 8 * 60) == ("watch", "gate")
    assert active(day, 11 * 60) == ("patrol", "gate")


def test_an_innkeeper_works_past_midnight() -> None:
    day = make_behaviour("bo", {"role": "innkeeper", "place": "inn"}, setting_of(village()))
    assert active(day, 60) == ("work", "inn")
    assert active(day, 9 * 60) == ("sleep", "gate")


@pytest.mark.parametrize(
    ("fact", "minute", "doing"),
    [
        ("sick ada", 10 * 60, ("rest", "forge")),
        ("captive ada", 10 * 60, ("held", "forge")),
        ("hostile ada", 8 * 60, ("watch", "forge")),
    ],
)
def test_a_fact_takes_the_place_of_a_role(fact: str, minute: int, doing: tuple[str, str]) -> None:
    assert active(make_behaviour("ada", SMITH, setting_of(village(fact))), minute) == doing


def test_who_has_a_duty_and_no_role_sees_to_it() -> None:
    day = make_behaviour("ada", {}, setting_of(village("duty ada chapel")))
    assert (day.kind, active(day, 10 * 60)) == ("keeper", ("work", "chapel"))


def test_nobody_goes_for_pleasure_where_somebody_hostile_waits() -> None:
    world = village("guards fox inn")
    day = make_behaviour("ada", SMITH, setting_of(world))
    assert {block.place for block in day.routine} == {"forge"}


def test_late_risers_start_later_and_diligent_ones_sooner() -> None:
    setting = setting_of(village())
    plain, lazy, busy = (
        make_behaviour("ada", {**SMITH, "personality": word}, setting).routine
        for word in ("plain", "lazy", "diligent")
    )
    assert [block.starts - 30 for block in lazy] == [block.starts for block in plain]
    assert [block.starts + 25 for block in busy] == [block.starts for block in plain]


def test_shy_people_eat_at_home() -> None:
    day = make_behaviour("ada", {**SMITH, "personality": ["shy", "kind"]}, setting_of(village()))
    assert {block.place for block in day.routine} == {"forge"}


def test_they_set_out_in_time() -> None:
    known = make_behaviour("ada", SMITH, setting_of(village(), minutes={("inn", "forge"): 25}))
    plain = make_behaviour("ada", SMITH, setting_of(village()))
    there = [block for block in known.routine if block.travel_minutes == 25]
    assert [(block.activity, block.place) for block in there] == [
        ("eat", "inn"),
        ("sleep", "forge"),
    ]
    sets_out = [block.starts for block in plain.routine if block.travel_minutes is None]
    assert [block.starts for block in there] == [start - 25 for start in sets_out]


def test_what_is_too_far_for_its_time_is_left_out() -> None:
    day = make_behaviour("ada", SMITH, setting_of(village(), minutes={("forge", "inn"): 300}))
    assert {block.place for block in day.routine} == {"forge"}


def test_rounds_and_strolls_stay_near() -> None:
    ways = {("gate", place): 31 for place in ("forge", "chapel", "cellar")} | {("gate", "inn"): 30}
    made = make_behaviour("bo", {"role": "guard"}, setting_of(village(), minutes=ways))
    guarded = {
        node.arguments["place"]
        for node in made.nodes
        if isinstance(node, Leaf) and node.name == "guard"
    }
    assert guarded == {"gate", "inn"}


def test_work_that_is_too_far_is_refused_with_the_places() -> None:
    setting = setting_of(village(), minutes={("forge", "chapel"): 700})
    with pytest.raises(Unsatisfiable, match="takes 700 minutes") as refused:
        make_behaviour("ada", {**SMITH, "home": "chapel"}, setting)
    assert set(refused.value.clashes) == {"forge", "chapel"}


def test_seeds_vary_a_day_within_what_its_role_allows() -> None:
    setting = setting_of(village())
    days = {make_behaviour("ada", SMITH, setting, seed=seed).routine for seed in range(40)}
    assert len(days) > 30
    begun = {next(b.starts for b in day if b.activity == "work") for day in days}
    assert begun == {6 * 60 + at for at in range(15, 50, 5)}


@pytest.mark.parametrize("seed", range(300))
def test_each_minute_of_a_random_day_has_one_block(seed: int) -> None:
    world, stream = random_world(seed % 60), Stream("day", seed)
    places = list(world.of_type("place"))
    ways = {(a, b): stream.between(1, 90) for a in places for b in places if a < b}
    setting = setting_of(world, minutes=ways)
    day = make_behaviour(stream.pick(alive(world)), persona(stream), setting, seed=seed)
    for minute in range(1440):
        doing = [
            block
            for block in day.routine
            if (minute - block.starts) % 1440 < ((block.until - block.starts) % 1440 or 1440)
        ]
        assert len(doing) == 1
    for before, block in zip((day.routine[-1], *day.routine), day.routine, strict=False):
        way = ways.get((before.place, block.place), ways.get((block.place, before.place), 0))
        assert block.travel_minutes == (way if before.place != block.place else 0)
        assert ((block.until - block.starts) % 1440 or 1440) >= way + 10


@pytest.mark.parametrize(
    ("character", "given", "field"),
    [
        ("nobody", {}, "character"),
        ("player", {}, "character"),
        ("forge", {}, "character"),
        ("ada", {"home": "the moon"}, "home"),
        ("ada", {"role": 7}, "role"),
        ("ada", {"personality": {"shy": True}}, "personality"),
    ],
)
def test_who_cannot_have_a_day_is_refused(
    character: str, given: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        make_behaviour(character, given, setting_of(village()))
    assert refused.value.field == field


def test_the_dead_do_nothing() -> None:
    with pytest.raises(InvalidSpec, match="perrin isn't alive"):
        make_behaviour("perrin", {}, setting_of(world_of("emberlow")))


@pytest.mark.parametrize("ways", [{("forge", "moon"): 5}, {("forge", "inn"): 1440}])
def test_travel_times_that_cannot_be_are_refused(ways: dict[tuple[str, str], int]) -> None:
    with pytest.raises(InvalidSpec, match="minutes: "):
        setting_of(village(), minutes=ways)
