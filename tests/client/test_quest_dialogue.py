"""NPCs know their part in the quests of a play, from the client's side of a real server."""

from collections.abc import Iterator
from itertools import count

import pytest

from npcgen import GameState, SyncClient
from npcgen.dialogue.events import Started
from worldgen.quests.facts import read_literal
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event
from worldgen.quests.worlds import world_of

WORLD = "emberlow"
[DEBT] = [
    made.quest
    for made in make(world_of(WORLD), read_spec({"givers": ["corrin"], "motives": ["debt"]}))
]
"""Corrin owes Odrin, who can be talked into letting him off."""
TALK = next(branch for branch in DEBT.branches if branch.skeleton == ("go", "plead"))
_numbers = count()


@pytest.fixture
def play(sync_client: SyncClient) -> Iterator[str]:
    """Its id; it has no quest yet."""
    name = f"play-{next(_numbers)}"
    yield name
    sync_client.delete_play(name)


def told(client: SyncClient, play: str, npc: str) -> list[str]:
    """What stands in the NPC's prompt of quests."""
    conversation = client.start_conversation(npc)
    preview = client.preview_prompt(conversation.id, "Good day.", state=GameState(play_id=play))
    return [part.text for part in preview.parts if part.origin == "quest"]


def line(role: str, node: str = "", quest: Quest = DEBT) -> str:
    return next(line.text for line in quest.lines if (line.role, line.node) == (role, node))


def done(client: SyncClient, play: str, *steps: int) -> None:
    for at in steps:
        client.report_game_event(play, Event(f"step {at}", at + 1, TALK.steps[at].does))


def test_a_giver_asks_before_it_is_taken_on_and_waits_afterwards(
    sync_client: SyncClient, play: str
) -> None:
    sync_client.offer_quest(play, DEBT, world=WORLD)
    before = told(sync_client, play, "corrin")
    sync_client.start_quest(play, DEBT)
    after = told(sync_client, play, "corrin")

    assert before[2] == f"[Knows: If the player agrees, you say something like: {line('accept')}]"
    assert line("remind") in after[2]
    assert not any(line("remind") in text for text in before)
    assert not any(line("accept") in text for text in after)


def test_who_is_in_a_step_knows_it_when_it_is_due_and_nobody_else(
    sync_client: SyncClient, play: str
) -> None:
    sync_client.start_quest(play, DEBT, world=WORLD)
    before = told(sync_client, play, "odrin")
    done(sync_client, play, 0)
    said = line("said", TALK.steps[1].id)

    assert before == []
    assert said in told(sync_client, play, "odrin")[0]
    assert not any(said in text for text in told(sync_client, play, "corrin"))
    assert told(sync_client, play, "halwen") == []


def test_when_it_is_done_the_giver_thanks_and_forgets_the_rest(
    sync_client: SyncClient, play: str
) -> None:
    sync_client.start_quest(play, DEBT, world=WORLD)
    done(sync_client, play, 0, 1)
    thanks, success = told(sync_client, play, "corrin")

    assert line("thanks", TALK.outcome.id) in thanks
    assert line("success", TALK.outcome.id) in success
    assert told(sync_client, play, "odrin") == []


def test_an_offer_lapses_with_what_it_came_of(sync_client: SyncClient, play: str) -> None:
    sync_client.offer_quest(play, DEBT, world=WORLD)
    sync_client.report_game_event(
        play, Event("paid", 1, (read_literal("not owes corrin odrin", ""),))
    )

    assert told(sync_client, play, "corrin") == []
    assert sync_client.quest_states(play).states == ()


def test_a_reply_says_which_lines_it_knew(sync_client: SyncClient, play: str) -> None:
    sync_client.start_quest(play, DEBT, world=WORLD)
    conversation = sync_client.start_conversation("corrin")
    [started] = [
        event.body
        for event in sync_client.chat(conversation.id, "So?", state=GameState(play_id=play))
        if isinstance(event.body, Started)
    ]

    keys = {each.key for each in DEBT.lines}
    known = [each for each in started.recalled if each.kind == "quest"]
    assert known
    assert {each.id for each in known} <= keys
    assert {each.why for each in known} == {f"quest {DEBT.id} is open"}


def test_a_conversation_of_another_play_knows_nothing(sync_client: SyncClient, play: str) -> None:
    sync_client.start_quest(play, DEBT, world=WORLD)

    assert told(sync_client, "another-play", "corrin") == []
    assert told(sync_client, "", "corrin") == []


def test_a_save_brings_an_offer_back(sync_client: SyncClient, play: str) -> None:
    offered = sync_client.offer_quest(play, DEBT, world=WORLD)
    saved = sync_client.save_quests(play)
    sync_client.start_quest(play, DEBT)
    sync_client.load_quests(play, WORLD, saved)

    assert offered.status == "offered"
    assert sync_client.quest_states(play).states == (offered,)
