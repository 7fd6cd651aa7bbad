"""The dialogue side: everybody is told their own part of a quest, at its stage, and no more."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.errors import InvalidSpec
from worldgen.quests.dialogue_side import notes, read_frames
from worldgen.quests.facts import read_literal
from worldgen.quests.tracker import Tracker, offered
from worldgen.quests.tracker.events import Event
from worldgen.quests.words import write_words

QUEST = write_words(HOLLOW, LANTERN).quest


def roles(npc: str, *events: Event, begun: bool = True) -> list[str]:
    """Of the lines that the notes are about; cites for a reason."""
    tracker = Tracker(HOLLOW)
    if begun:
        tracker.start(QUEST)
    for event in events:
        tracker.report(event)
    state = tracker.state(QUEST.id) if begun else offered(QUEST)
    by_key = {line.key: line.role for line in QUEST.lines}
    return [by_key.get(note.id, "cites") for note in notes(HOLLOW, QUEST, state, npc)]


def happened(ident: str, time: int, *literals: str) -> Event:
    return Event(ident, time, tuple(read_literal(text, "test") for text in literals))


def test_a_giver_knows_what_to_ask_before_it_is_taken_on() -> None:
    assert roles("mira", begun=False) == [
        *("summary", "offer", "accept", "besides", "besides", "refuse")
    ]


def test_a_giver_waits_while_it_is_open() -> None:
    assert roles("mira") == ["summary", "offer", "remind", "besides", "besides"]


def test_who_is_asked_at_a_step_knows_it_when_it_is_due() -> None:
    assert roles("tobin", begun=False) == ["rumour"]
    assert roles("tobin") == ["rumour", "said"]


def test_a_giver_is_thankful_when_it_is_done() -> None:
    bought = happened("a", 1, "has player lantern", "not has tobin lantern")
    given = happened("b", 2, "has mira lantern", "not has player lantern")
    assert roles("mira", bought, given) == ["praise", "thanks", "success"]


def test_a_stand_in_knows_what_and_why_when_the_giver_is_dead() -> None:
    died = happened("a", 1, "not alive mira")
    assert not {"stand_in", "cites"} & set(roles("elsa"))
    assert {"stand_in", "cites"} <= set(roles("elsa", died))
    assert roles("mira", died) == []


def test_whoever_gives_it_is_told_what_it_came_of_and_is_so_of_others() -> None:
    heirs = replace(offered(QUEST), giver="elsa")
    assert [note.text for note in notes(HOLLOW, QUEST, heirs, "elsa")][-1] == (
        "Mira needs the lantern."
    )


def test_a_note_frames_the_line_and_says_its_scope() -> None:
    offer = next(line for line in QUEST.lines if line.role == "offer")
    note = next(n for n in notes(HOLLOW, QUEST, offered(QUEST), "mira") if n.id == offer.key)
    assert note.text == (
        "If the player seems willing to help, ask for it, in words like these: " + offer.text
    )
    assert (note.quest, note.status, note.npc, note.persona) == (QUEST.id, "offered", "mira", "")


def test_frames_without_the_line_are_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"offer\.any has to hold \{text\} once"):
        read_frames('offer: {any: "Say something."}')
