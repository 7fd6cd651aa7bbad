"""Lorebooks of other tools as entries."""

import json

import pytest

from npcgen.dialogue.cards.read import parse_lorebook
from npcgen.dialogue.lore.import_book import ImportedBook, entries_of
from npcgen.errors import InvalidArgument


def imported(*entries: dict[str, object]) -> ImportedBook:
    document = {"spec": "lorebook_v3", "data": {"entries": list(entries)}}
    return entries_of(parse_lorebook(json.dumps(document).encode(), "book.json"), {"taken"})


def test_an_entry_keeps_what_has_a_place_here() -> None:
    entry = imported(
        {
            "keys": ["bridge"],
            "secondary_keys": ["river"],
            "selective": True,
            "content": "@@depth 4\nIt fell when {{user}} was born.",
            "name": "The Old Bridge",
            "priority": 7,
            "constant": True,
            "enabled": False,
        }
    ).entries[0]

    assert (entry.id, entry.title) == ("the-old-bridge", "The Old Bridge")
    assert entry.text == "It fell when the player was born."
    assert (entry.keys, entry.secondary_keys) == (("bridge",), ("river",))
    assert (entry.priority, entry.constant, entry.enabled) == (7, True, False)


def test_what_has_no_place_is_said() -> None:
    book = imported(
        {"keys": ["a"], "content": "@@depth 4\nText.", "name": "A", "extensions": {"sticky": 2}}
    )

    assert book.warnings == ("'A': decorator 'depth', sticky not taken along",)


def test_ids_are_free_and_their_own() -> None:
    names = ("Taken", "B", "B", "龍")
    named: list[dict[str, object]] = [{"keys": [], "content": "x", "name": name} for name in names]
    book = imported(*named)

    assert [entry.id for entry in book.entries] == ["taken-2", "b", "b-2", "entry-3"]


def test_an_entry_that_is_too_long_is_left_out_and_named() -> None:
    book = imported({"keys": [], "content": "x" * 2_001, "name": "Long"}, {"content": "y"})

    assert len(book.entries) == 1
    assert "'Long' is left out" in book.warnings[0]


def test_patterns_stay_patterns() -> None:
    entry = imported({"keys": ["br[iy]dge"], "use_regex": True, "content": "x"}).entries[0]

    assert entry.keys == ("/br[iy]dge/i",)


def test_what_is_no_lorebook_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        parse_lorebook(b'{"name": "Ada"}', "book.json")
