"""The bundled world's lore, and who may know what of it."""

import pytest

from npcgen.dialogue.game_state import UNKNOWN, GameState
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.files import bundled_lore
from npcgen.dialogue.lore.gate import held_back, knower_of
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.recall import Standing, told_secrets
from npcgen.dialogue.lore.retrieval import BUDGET_TOKENS, find, most_tokens
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import bundled
from npcgen.dialogue.secrets import secret_text

CAST = {persona.id: persona for persona in bundled("personas", Persona)}
LORE = bundled_lore()["emberlow"]


def recalled(npc: str, line: str, state: GameState = UNKNOWN) -> list[str]:
    index = LoreIndex(tuple(LORE.values()))
    return [each.entry.id for each in find(index, index.allowed(knower_of(CAST[npc]), state), line)]


def test_there_is_much_to_know() -> None:
    assert len(LORE) >= 40


@pytest.mark.parametrize("entry", LORE.values(), ids=LORE.keys())
def test_every_entry_is_known_to_somebody_at_some_time(entry: LoreEntry) -> None:
    quests = {each.quest: each.stage for each in entry.scope.quests}
    state = GameState(quests=quests, time=entry.scope.since)

    assert any(held_back(entry.scope, knower_of(each), state) == "" for each in CAST.values())
    assert most_tokens(entry.text) <= BUDGET_TOKENS


@pytest.mark.parametrize("entry", LORE.values(), ids=LORE.keys())
def test_no_entry_tells_a_secret(entry: LoreEntry) -> None:
    secrets = {secret_text(each) for persona in CAST.values() for each in persona.secrets}

    assert not any(secret.rstrip(".") in entry.text for secret in secrets)


def test_everybody_knows_the_mine() -> None:
    assert all("mine" in recalled(npc, "What happened to the mine?") for npc in CAST)


def test_only_the_watch_knows_its_rounds() -> None:
    knows = {npc for npc in CAST if "watch-rounds" in recalled(npc, "When is the night round?")}

    assert knows == {"corrin"}


def test_a_quest_opens_the_burial_book() -> None:
    line = "Show me the burial book."

    assert "burial-book" not in recalled("halwen", line)
    state = GameState(quests={"The Eleventh Grave": 2})
    assert "burial-book" in recalled("halwen", line, state)
    assert "burial-book" not in recalled("odrin", line, state)


def test_small_talk_recalls_nothing() -> None:
    assert recalled("odrin", "Good morning, friend! How are you?") == []


def test_tamsin_tells_of_the_lights_to_whom_she_trusts() -> None:
    told = told_secrets(CAST["tamsin"], Standing(trust=0.4), BUDGET_TOKENS)

    assert [each.text for each in told] == ["She has seen lights in the closed mine at night."]
    assert told[0].why == "trust of 0.40 or more"
    assert told_secrets(CAST["tamsin"], Standing(trust=0.39), BUDGET_TOKENS) == ()
    assert told_secrets(CAST["brannoch"], Standing(trust=1.0), BUDGET_TOKENS) == ()
