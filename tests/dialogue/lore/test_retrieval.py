"""What a line finds, why, and in which order."""

import pytest

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.retrieval import FoundLore, find, most_tokens, within_budget

MINE = LoreEntry(
    id="mine",
    title="The mine",
    text="It gave silver and has been shut.",
    keys=("mine", "silver pit"),
)
FLOOD = LoreEntry(
    id="flood", title="The flood", text="Water broke into the mine one autumn.", keys=("flood",)
)
WOLF = LoreEntry(
    id="wolf", title="Wolves", text="Grey beasts prowl by the ford.", keys=("wolf", "wolves")
)
QUEEN = LoreEntry(
    id="queen",
    title="The old queen",
    text="She had the tower built.",
    keys=("queen",),
    secondary_keys=("tower", "castle"),
)
DATE = LoreEntry(
    id="date", title="A date", text="That year was cursed.", keys=(r"/\b1[0-9]{3}\b/",)
)
LORE = (MINE, FLOOD, WOLF, QUEEN, DATE)


def found_by(line: str, *lore: LoreEntry) -> list[FoundLore]:
    index = LoreIndex(lore or LORE)
    return find(index, index.everything(), line)


def ways(found: FoundLore) -> list[str]:
    return [match.way for match in found.matches]


@pytest.mark.parametrize("line", ["What of the Mine?", "All the mines?", "The silver pits here?"])
def test_a_key_is_whole_words_in_any_case_plural_or_not(line: str) -> None:
    first = found_by(line)[0]

    assert first.entry == MINE
    assert "key" in ways(first)


def test_a_key_inside_a_word_is_none() -> None:
    assert not found_by("Is this undermined?")


def test_a_secondary_key_is_needed_beside_the_first() -> None:
    assert "key" not in [way for each in found_by("Who is the queen?") for way in ways(each)]
    assert "key" in ways(found_by("Did the queen live in a castle?")[0])


def test_a_regular_expression_finds() -> None:
    assert found_by("In 1412, was it?")[0].why == r"key '/\b1[0-9]{3}\b/' in the player's line"


def test_words_of_the_text_find_without_a_key() -> None:
    found = found_by("What prowls by the ford?")

    assert [each.entry for each in found] == [WOLF]
    assert found[0].why == "words of the line in its text: prowl, ford"


@pytest.mark.parametrize(
    "line",
    [
        "Good morning!",
        "Hello, how are you today?",
        "Thank you, goodbye.",
        "Well, see you soon.",
        "?",
    ],
)
def test_small_talk_brings_nothing_to_mind(line: str) -> None:
    assert found_by(line) == []


def test_one_word_among_many_others_is_not_enough() -> None:
    line = "My brother sells barrels, hats, ropes, candles and beasts in seven towns"

    assert found_by(line) == []


def test_what_was_found_brings_what_it_names_once() -> None:
    chain = [
        LoreEntry(id=f"e{at}", title=f"Title {at}", text=f"Then link{at + 1}.", keys=(f"link{at}",))
        for at in range(4)
    ]

    found = found_by("Tell me of link0", *chain)

    assert [each.entry.id for each in found] == ["e0", "e1"]
    assert found[1].why == "named by 'Title 0', key 'link1'"


def test_both_ways_together_go_first() -> None:
    key_only = LoreEntry(id="a", title="Lost", text="Gone.", keys=("harbour",))
    both = LoreEntry(id="b", title="The harbour", text="Ships lie there.", keys=("harbour",))

    assert [each.entry.id for each in found_by("the harbour ships", key_only, both)] == ["b", "a"]


def test_the_order_does_not_depend_on_the_order_of_the_entries() -> None:
    lore = [LoreEntry(id=name, title=name, text="Cobalt lies here.") for name in ("b", "a", "c")]

    orders = [found_by("cobalt", *lore), found_by("cobalt", *reversed(lore))]

    assert orders[0] == orders[1]
    assert [each.entry.id for each in orders[0]] == ["a", "b", "c"]


def test_a_constant_entry_is_always_there() -> None:
    law = LoreEntry(id="law", title="The law", text="Nobody strikes a guest.", constant=True)

    assert [each.why for each in found_by("Good morning!", law)] == ["always known"]


def test_a_disabled_entry_is_never_there() -> None:
    gone = MINE.model_copy(update={"enabled": False})

    assert found_by("the mine", gone) == []


def test_the_budget_keeps_the_higher_priority() -> None:
    low = LoreEntry(id="low", title="Low", text="x" * 90, keys=("harbour",))
    high = LoreEntry(id="top", title="Top", text="y" * 90, keys=("harbour",), priority=1)
    found = found_by("harbour", low, high)

    kept = within_budget(found, most_tokens(high.text))

    assert [each.entry.id for each in kept] == ["top"]


def test_one_that_is_too_long_leaves_its_room_to_the_next() -> None:
    long = LoreEntry(id="a", title="Long", text="x" * 900, keys=("harbour",))
    short = LoreEntry(id="b", title="Short", text="y" * 9, keys=("harbour",))

    kept = within_budget(found_by("harbour", long, short), 20)

    assert [each.entry.id for each in kept] == ["b"]
