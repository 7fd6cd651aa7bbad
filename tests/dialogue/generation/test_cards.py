"""A generated persona goes through a card and back."""

import json
from pathlib import Path

import pytest

from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.library import CardLibrary
from npcgen.dialogue.generation.generate import generate
from npcgen.dialogue.persona_store import PersonaStore
from tests.dialogue.generation.places import emberlow

MADE = generate("the smith's angry sister", 7, emberlow()).persona


@pytest.fixture
def cards(tmp_path: Path) -> CardLibrary:
    store = PersonaStore(tmp_path / "personas")
    store.create(MADE)
    return CardLibrary(store, CardFolder(tmp_path / "cards"))


def test_it_comes_back_whole(cards: CardLibrary) -> None:
    card = cards.export_card(MADE.id, "v3-json")
    back = cards.import_card(card, "card", persona_id="back").persona

    assert back == MADE.model_copy(update={"id": "back"})


def test_looks_and_relations_outlive_another_tool(cards: CardLibrary) -> None:
    card = json.loads(cards.export_card(MADE.id, "v3-json"))
    card["data"]["description"] = "Somebody else wrote this."
    back = cards.import_card(json.dumps(card).encode(), "card", persona_id="back").persona

    assert back.summary == "Somebody else wrote this."
    assert (back.appearance, back.relations) == (MADE.appearance, MADE.relations)
