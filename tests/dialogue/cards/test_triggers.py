"""Which lorebook entries fire, and why."""

import random
from typing import Any

import pytest

from bench.card_samples import WORLD_INFO
from npcgen.dialogue.cards.firing import LoreState, Placement
from npcgen.dialogue.cards.lorebook import Lorebook, read_book
from npcgen.dialogue.cards.triggers import Triggers

LOCK = {"keys": ["lock"], "content": "The lock leaks."}


def book(*entries: dict[str, Any], **fields: Any) -> Lorebook:
    found = read_book({"entries": list(entries), **fields}, "book")
    assert found is not None
    return found


def fired(entry: dict[str, Any], *messages: str, **given: Any) -> bool:
    return bool(Triggers(book(LOCK | entry)).fire(messages, **given).entries)


def test_an_entry_says_which_key_fired_it() -> None:
    entry = {"keys": ["weir", "Lock"], "content": "x", "name": "gates", "position": "after_char"}
    (found,) = Triggers(book(entry)).fire(["Open the LOCK!"]).entries
    assert (found.index, found.title, found.why) == (0, "gates", "key 'Lock'")
    assert found.placement == Placement("after_char")


@pytest.mark.parametrize(
    ("entry", "text", "fires"),
    [
        ({}, "a padlock", True),
        ({}, "a key", False),
        ({"enabled": False}, "a lock", False),
        ({"content": "@@depth 3"}, "a lock", False),
        ({"content": ""}, "a lock", False),
        ({"case_sensitive": True}, "a Lock", False),
        ({"extensions": {"match_whole_words": True}}, "a padlock", False),
        ({"extensions": {"match_whole_words": True}}, "padlock, lock.", True),
        ({"constant": True}, "nothing", True),
        ({"selective": True, "secondary_keys": ["rust"]}, "a lock", False),
        ({"selective": True, "secondary_keys": ["rust"]}, "a lock, rusty", True),
        ({"selective": False, "secondary_keys": ["rust"]}, "a lock", True),
        ({"use_regex": True, "keys": ["l[aeiou]ck$"]}, "a LOCK", True),
        ({"use_regex": True, "keys": ["l[aeiou]ck$"]}, "locked", False),
        ({"keys": ["/LOCK/"]}, "a lock", False),
        ({"keys": ["/LOCK/i"]}, "a lock", True),
        ({"use_regex": True, "keys": ["["]}, "[", False),
        ({"content": "@@dont_activate\nx"}, "a lock", False),
        ({"content": "@@activate\nx"}, "nothing", True),
        ({"content": "@@additional_keys rust, moss\nx"}, "a lock", False),
        ({"content": "@@additional_keys rust, moss\nx"}, "moss on the lock", True),
        ({"content": "@@exclude_keys rust\nx"}, "a lock and rust", False),
        ({"keys": [""]}, "a lock", False),
        ({"keys": "weir, lock"}, "a lock", True),
    ],
)
def test_keys_and_decorators(entry: dict[str, Any], text: str, fires: bool) -> None:
    assert fired(entry, text) is fires


@pytest.mark.parametrize(
    ("logic", "firing"),
    [(0, {"a", "ab"}), (1, {"", "a"}), (2, {""}), (3, {"ab"})],
)
def test_the_logic_of_secondary_keys(logic: int, firing: set[str]) -> None:
    entry = {"selective": True, "secondary_keys": ["rust", "moss"]}
    entry["extensions"] = {"selectiveLogic": logic}
    words = {"": "", "a": "rust", "ab": "rust moss"}
    assert {key for key, text in words.items() if fired(entry, f"lock {text}")} == firing


def test_only_the_latest_messages_are_looked_through() -> None:
    messages = ["the lock", "one", "two", "three", "four"]
    assert not fired({}, *messages)
    assert fired({"content": "@@scan_depth 5\nx"}, *messages)
    assert Triggers(book(LOCK, scan_depth=5)).fire(messages).entries
    assert not Triggers(book(LOCK, scan_depth=0)).fire(["lock"]).entries


@pytest.mark.parametrize(
    ("decorator", "replies"),
    [("activate_only_after 2", {2, 3, 4}), ("activate_only_every 2", {0, 2, 4})],
)
def test_replies_are_counted(decorator: str, replies: set[int]) -> None:
    entry = {"content": f"@@{decorator}\nx"}
    assert {n for n in range(5) if fired(entry, "lock", replies=n)} == replies


def test_a_greeting_is_known_by_its_number() -> None:
    entry = {"content": "@@is_greeting 1\nx"}
    assert [fired(entry, "lock", greeting=n) for n in (None, 0, 1)] == [False, False, True]


def turns(entry: dict[str, Any], *texts: str) -> list[bool]:
    """Whether the entry is told in each of the turns."""
    triggers, state, told = Triggers(book(LOCK | entry)), LoreState(), []
    for text in texts:
        firing = triggers.fire([text], state)
        state = firing.state
        told.append(bool(firing.entries))
    return told


def test_an_entry_stays_rests_or_never_comes_back() -> None:
    said = ("lock", "-", "-", "lock", "lock", "lock")
    yes, no = True, False
    assert turns({}, *said) == [yes, no, no, yes, yes, yes]
    assert turns({"extensions": {"sticky": 1}}, *said) == [yes, yes, no, yes, yes, yes]
    assert turns({"extensions": {"cooldown": 3}}, *said) == [yes, no, no, no, yes, no]
    both = {"extensions": {"sticky": 1, "cooldown": 3}}
    assert turns(both, *said) == [yes, yes, no, no, no, yes]
    keep = {"content": "@@keep_activate_after_match\nx"}
    assert turns(keep, "-", *said) == [no, *[yes] * 6]
    once = {"content": "@@dont_activate_after_match\nx"}
    assert turns(once, *said) == [yes, no, no, no, no, no]


CHAIN = (
    {"keys": ["lock"], "content": "The weir. {{hidden_key:flood}}", "insertion_order": 3},
    {"keys": ["weir"], "content": "The barge.", "insertion_order": 2},
    {"keys": ["flood"], "content": "The flood.", "insertion_order": 1},
)


def whys(found: Lorebook) -> list[str]:
    return [each.why for each in Triggers(found).fire(["the lock"]).entries]


def test_what_is_told_fires_more_where_the_book_says_so() -> None:
    assert whys(book(*CHAIN)) == ["key 'lock'"]
    assert whys(book(*CHAIN, recursive_scanning=True)) == [
        "recursion: key 'flood'",
        "recursion: key 'weir'",
        "key 'lock'",
    ]


@pytest.mark.parametrize(
    ("index", "setting", "count"),
    [
        (1, "exclude_recursion", 2),
        (0, "prevent_recursion", 1),
        (0, "delay_until_recursion", 0),
        (1, "delay_until_recursion", 3),
    ],
)
def test_recursion_can_be_kept_out(index: int, setting: str, count: int) -> None:
    entries = [dict(each) for each in CHAIN]
    entries[index]["extensions"] = {setting: True}
    assert len(whys(book(*entries, recursive_scanning=True))) == count


def test_the_least_important_is_dropped_first() -> None:
    entries = [
        {"keys": ["lock"], "content": "a", "name": "low", "priority": 1},
        {"keys": ["lock"], "content": "b", "name": "high", "priority": 9},
        {
            "keys": ["lock"],
            "content": "@@ignore_on_max_context\nc",
            "name": "yields",
            "priority": 99,
        },
        {"keys": [], "content": "d", "name": "always", "constant": True, "insertion_order": 5},
    ]
    firing = Triggers(book(*entries, token_budget=2)).fire(["lock"], count_tokens=len)
    assert [each.title for each in firing.entries] == ["high", "always"]
    assert firing.dropped == ("yields", "low")
    assert len(Triggers(book(*entries)).fire(["lock"], count_tokens=len).entries) == 4


def test_of_a_group_one_is_told() -> None:
    entries = [
        {"keys": ["lock"], "content": name, "extensions": {"group": "g", "group_weight": weight}}
        for name, weight in (("a", 100), ("b", 0), ("c", 100))
    ]
    told = set()
    for seed in range(30):
        (one,) = Triggers(book(*entries)).fire(["lock"], rng=random.Random(seed)).entries
        told.add(one.text)
    assert told == {"a", "c"}


def test_chance_is_drawn_once_a_turn() -> None:
    entry = {"extensions": {"probability": 50}}
    drawn = [fired(entry, "lock", rng=random.Random(seed)) for seed in range(400)]
    assert 160 < sum(drawn) < 240
    assert not fired({"extensions": {"probability": 0}}, "lock")
    assert fired({"extensions": {"probability": 0, "useProbability": False}}, "lock")


def test_decorators_say_where_a_text_goes() -> None:
    content = "@@role user\n@@position scenario\n@@reverse_depth 2\n@@depth 1\nx"
    asked = "@@disable_ui_prompt system_prompt\n"
    (found,) = Triggers(book(LOCK | {"content": asked + content})).fire(["lock"]).entries
    assert found.placement == Placement("scenario", 1, 2, "user")
    assert found.disables == ("system_prompt",)


def test_keys_beyond_the_cap_never_match() -> None:
    many = ", ".join(f"k{number}" for number in range(20_000))
    entries = [{"keys": ["lock"], "content": f"@@additional_keys {many}\nx"}, LOCK]
    triggers = Triggers(book(*entries))
    assert triggers.problems == ("the book has 2 keys more than 20000; those never match",)
    (found,) = triggers.fire(["the lock, k7"]).entries
    assert (found.index, found.why) == (0, "key 'lock'")


def test_words_that_take_too_long_to_tell_apart_are_given_up() -> None:
    slow = {"keys": ["a"] * 256, "content": "x", "extensions": {"match_whole_words": True}}
    firing = Triggers(book(*[slow] * 70, LOCK)).fire(["a" * 15_000 + " lock"])
    assert [each.text for each in firing.entries] == ["The lock leaks."]
    assert firing.problems == ("the key 'a' took too long",)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?R)+", r"(\w+\s?)*$"])
def test_a_catastrophic_pattern_is_given_up(pattern: str) -> None:
    entries = [{"keys": [pattern], "use_regex": True, "content": str(n)} for n in range(50)]
    firing = Triggers(book(*entries, LOCK)).fire(["a" * 5_000 + "! lock"])
    assert [each.text for each in firing.entries] == ["The lock leaks."]
    assert firing.problems == (f"the key '{pattern}' took too long",)


@pytest.mark.parametrize(
    "pattern", ["a{99999999}", "(a{9999}){9999}", "(?:a){e<=9}", "(", "x" * 1_001, "/a/Q"]
)
def test_a_pattern_that_will_not_do_is_reported(pattern: str) -> None:
    triggers = Triggers(book({"keys": [pattern], "use_regex": True, "content": "x", "name": "n"}))
    assert triggers.problems == (
        f"the regular expression '{pattern[:60]}' of 'n' is bad or too large; no match",
    )
    assert triggers.fire(["aaa x"]).entries == ()


def test_world_info_is_a_lorebook() -> None:
    found = read_book(WORLD_INFO, "book")
    assert found is not None
    (told,) = Triggers(found).fire(["The SLUICE by night."]).entries
    assert told.why == "key '/sl(u|oo)ice/i'"
    assert told.title == "The weir"
    assert told.placement == Placement("", 4, role="system")
    assert Triggers(found).fire(["The sluice by day."]).entries == ()
