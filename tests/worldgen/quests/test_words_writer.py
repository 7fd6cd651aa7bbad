"""A writer of the game's own: what passes stands, and for the rest the plain one steps in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.quests.words import check_words, write_words
from worldgen.quests.words.slots import Slot


@dataclass(frozen=True)
class Table:
    """Words every slot by one rule."""

    rule: Callable[[Slot], str]
    name: str = "table"

    def write(self, slots: Sequence[Slot]) -> Mapping[str, str]:
        return {slot.key: self.rule(slot) for slot in slots}


class Nobody:
    name = "nobody"

    def write(self, slots: Sequence[Slot]) -> Mapping[str, str]:
        return {}


def test_words_that_pass_stand_under_the_writers_name() -> None:
    written = write_words(HOLLOW, LANTERN, Table(lambda slot: "Bring the lantern to Mira."))
    assert {(line.text, line.writer) for line in written.quest.lines} == {
        ("Bring the lantern to Mira.", "table")
    }
    assert written.refused == ()
    assert str(written) == f"{len(written.quest.lines)} lines by the writer, 0 plain"


def test_a_slot_says_what_belongs_there() -> None:
    slots: dict[str, Slot] = {}
    write_words(HOLLOW, LANTERN, Table(lambda slot: slots.setdefault(slot.role, slot).plain))
    offer = slots["offer"]
    assert (offer.speaker, offer.language) == ("mira", "en")
    assert "lantern" in offer.plain
    assert {"Mira", "Tobin", "Elsa", "the lantern"} <= set(offer.names)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing came"),
        ("Bring it to Lord Vexnar.", "it names Lord, whom or which nobody knows"),
        ("Bring {item}.", "it has a brace that nothing filled"),
        ("Bitte bringt mir etwas Brot aus dem Dorf unten.", "it isn't English"),
        ("well " * 300, "it has 1500 characters, over"),
    ],
)
def test_nonsense_is_refused_and_said_plainly(text: str, reason: str) -> None:
    written = write_words(HOLLOW, LANTERN, Table(lambda slot: text))
    assert written.by_writer == 0
    assert written.quest == write_words(HOLLOW, LANTERN).quest
    assert all(reason in refused.reason for refused in written.refused)
    assert reason in str(written)


def test_a_writer_that_returns_nothing_leaves_a_plain_quest() -> None:
    written = write_words(HOLLOW, LANTERN, Nobody())
    assert {line.writer for line in written.quest.lines} == {"plain"}
    assert len(written.refused) == len(written.quest.lines)


def test_only_what_fails_is_plain() -> None:
    table = Table(lambda slot: "A light for Mira" if slot.role == "title" else "")
    quest = write_words(HOLLOW, LANTERN, table).quest
    assert [line.role for line in quest.lines if line.writer == "table"] == ["title"]
    assert check_words(HOLLOW, quest) == []
