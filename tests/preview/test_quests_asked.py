"""Links of the page of quests, and its list's filters and order."""

from hashlib import sha256
from urllib.parse import parse_qsl

import pytest

from npcgen.errors import InvalidArgument
from npcgen.preview.pages.quests.asked import MAX_WORDS, OWN, Asked, asked_in, fits_a_link
from npcgen.preview.pages.quests.form import EXAMPLE
from npcgen.preview.pages.quests.listing import Filter, Listing
from npcgen.preview.pages.quests.rows import Row, reward_text, row_of
from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.quests.quest import Reward

ROWS = [
    Row("a", "Ale for all", "Odrin", "need", 7, "7 coins", 25, "easy", 2, 2, 4),
    Row("b", "The grey wolf", "Nessa", "fear", 30.0, "30 coins", 90, "hard", 5, 3, 6),
    Row("c", "A letter", "Odrin", "love", 12.0, "12 coins", 40, "normal", 3, 1, 3),
]


def parsed(query: str) -> dict[str, str]:
    return dict(parse_qsl(query))


def test_a_link_brings_back_all_that_was_asked() -> None:
    asked = Asked(
        world=OWN,
        own=EXAMPLE,
        count=12,
        seed=7,
        motives=("need", "theft"),
        difficulty="easy",
        words="for Mira & <b>Tobin</b>",
        listing=Listing(Filter("a & b", "need", "Odrin", "easy"), "coins", descending=True),
        quest="6bd8efd034",
        deeds=("begin", "killed-mira", "refuse"),
    )
    assert asked_in(parsed(asked.query())) == asked


def test_a_world_that_is_too_long_for_a_link_is_the_tabs_own() -> None:
    long = "# " + "".join(sha256(str(at).encode()).hexdigest() for at in range(1000))
    assert not fits_a_link(long)
    query = parsed(Asked(world=OWN, own=long).query())
    assert "own" not in query
    assert asked_in(query, long).own == long


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"count": "0"}, "count"),
        ({"seed": "-1"}, "seed"),
        ({"seed": "4294967296"}, "seed"),
        ({"difficulty": "deadly"}, "difficulty"),
        ({"own": "not base64!"}, "own"),
        ({"deeds": ".".join(["begin"] * 201)}, "deeds"),
        ({"words": "x" * (MAX_WORDS + 1)}, "words"),
        ({"find": "x" * 201}, "find"),
        ({"sort": "-colour"}, "sort"),
    ],
)
def test_a_link_that_cannot_be_right_names_its_part(query: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        asked_in(query)
    assert caught.value.violations[0].path == field


def test_a_quest_is_a_row_with_the_best_of_its_rewards_and_all_of_its_ends() -> None:
    row = row_of(HOLLOW, LANTERN)
    assert (row.title, row.giver, row.motive) == ("A light for the mill", "mira", "need")
    assert (row.reward, row.experience, row.steps, row.ways, row.ends) == ("4 coins", 10, 3, 2, 4)


def test_a_reward_is_told_in_words() -> None:
    def told(money: float, experience: int = 0) -> str:
        return reward_text(HOLLOW, Reward(money, (), experience))

    assert (told(1), told(7, 25)) == ("1 coin", "7 coins and 25 experience")
    assert (told(0), told(0.5), told(1250000)) == ("nothing", "0.5 coins", "1,250,000 coins")


def test_filters_hold_together() -> None:
    def left(**fields: str) -> str:
        return "".join(row.id for row in ROWS if Filter(**fields).lets_through(row))

    assert (left(), left(giver="Odrin"), left(giver="Odrin", danger="easy")) == ("abc", "ac", "a")
    assert (left(text="WOLF"), left(motive="love"), left(text="wolf", motive="love")) == (
        *("b", "c", ""),
    )


def test_rows_are_sorted_by_what_a_column_means() -> None:
    def order(column: str, *, descending: bool = False) -> str:
        listing = Listing(column=column, descending=descending)
        return "".join(row.id for row in listing.of(ROWS))

    assert (order("title"), order("coins", descending=True)) == ("cab", "bca")
    assert order("danger") == "acb"
    assert order("") == "abc"
