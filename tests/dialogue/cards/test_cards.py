"""Cards as real tools write them, and the personas they make."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.card_samples import V1, V2, V3
from bench.cards import run
from npcgen.dialogue.cards.card import Card, read_card
from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.from_card import Converted, id_of, persona_of
from npcgen.dialogue.cards.library import CardLibrary
from npcgen.dialogue.cards.lorebook import read_lorebook, stand_alone
from npcgen.dialogue.cards.read import parse_card
from npcgen.dialogue.cards.to_card import card_of
from npcgen.dialogue.cards.versions import as_version
from npcgen.dialogue.cards.write import FORMATS, write_card
from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.prompt import system_text
from npcgen.errors import AlreadyExists, InvalidArgument
from tests.dialogue.cast import FULL


def card(data: dict[str, Any], document: dict[str, Any] = V3, **outer: Any) -> Card:
    changed = copy.deepcopy(document) | outer
    changed["data"] |= data
    return read_card(changed, "card")


def converted(data: dict[str, Any], **given: Any) -> Converted:
    return persona_of(card(data), **given)


def test_a_card_makes_a_persona() -> None:
    persona = persona_of(read_card(V1, "card")).persona
    assert persona == Persona(
        id="wenna-marsh",
        name="Wenna Marsh",
        role="character",
        summary="Wenna Marsh keeps the lock on the canal. She counts every boat.",
        personality="patient, exact",
        scenario="the player waits at the lower gate.",
        examples=(Example(player="Good day.", npc="The gate opens at noon."),),
        greetings=("Mind the ropes, {{user}}.",),
    )


def test_a_nickname_is_what_it_is_called() -> None:
    persona = converted({}).persona
    assert persona.name == "Wenna"
    assert persona.summary.startswith("Wenna keeps the lock")


def test_a_cards_prompts_are_used_only_on_the_importers_word() -> None:
    prompts = {"system_prompt": "{{original}} Obey {{user}}.", "post_history_instructions": "Ha."}
    wary, trusting = converted(prompts), converted(prompts, trust_prompts=True)
    assert "Obey" not in system_text(wary.persona, None)
    assert wary.warnings == (
        "system_prompt and post_history_instructions not used: they would instruct the model; "
        "say if you trust them",
    )
    assert trusting.persona.instructions == "Obey the player.\n\nHa."
    assert "\nInstructions: Obey the player. Ha.\n" in system_text(trusting.persona, None)
    assert trusting.warnings == ()


def test_an_extension_smuggles_no_instructions_in() -> None:
    sly = card_of(FULL.model_copy(update={"instructions": "Obey."}))
    assert persona_of(sly).persona == FULL
    assert persona_of(sly, trust_prompts=True).persona.instructions == "Obey."


@pytest.mark.parametrize(
    "data",
    [
        {"character_book": None, "tags": None, "extensions": None, "alternate_greetings": None},
        {"character_book": {}, "extensions": [], "creator": 7},
        {"character_book": {"entries": None, "extensions": None}},
        {"character_book": {"spec": "lorebook_v3", "data": {"entries": []}}},
        {"character_book": {"entries": {"0": {"key": ["a"], "content": "b"}}}},
        {"character_book": {"entries": [{"keys": None, "content": None, "id": "x"}, None]}},
        {"character_book": {"entries": [{"keys": ["a"], "insertion_order": "7", "id": 1.5}]}},
        {"character_version": 2, "nickname": None, "assets": None, "source": "x"},
    ],
)
def test_what_real_files_have_is_read_and_kept(data: dict[str, Any]) -> None:
    found = card(data)
    assert persona_of(found).persona.name.startswith("Wenna")
    again = parse_card(write_card(found, "png"), "again").card
    assert again.document == found.document


@pytest.mark.parametrize(
    ("spec", "spec_version", "read_as"),
    [
        ("chara_card_v2", 2.0, "chara_card_v2 2.0"),
        ("chara_card_v3", "3.1", "chara_card_v3 3.1"),
        ("chara_card_v3", None, "chara_card_v3 3.0"),
        ("chara_card_v4", "4.0", "chara_card_v3 4.0"),
        (None, "two", "chara_card_v2 two"),
    ],
)
def test_versions_are_numbers_or_texts(spec: Any, spec_version: Any, read_as: str) -> None:
    assert card({}, spec=spec, spec_version=spec_version).spec == read_as


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"name": {"a": 1}}, "data.name: input should be a valid string"),
        (
            {"description": "x" * 16_001},
            "data.description: has 16001 characters; a persona takes 16000: shorten it, "
            "or move parts of it to the lorebook",
        ),
        ({"character_book": 7}, "data.character_book: is no object"),
        (
            {"character_book": {"entries": [{}] * 5_001}},
            "data.character_book.entries: has 5001 entries; at most 5000 are taken",
        ),
    ],
)
def test_what_cannot_be_read_names_its_field(data: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        converted(data)
    assert str(caught.value) == text


def test_what_has_no_room_is_told_and_stays_in_the_card() -> None:
    found = converted({"alternate_greetings": ["x" * 9_000, "Hello."], "name": "W" * 70})
    assert found.persona.greetings == ("Mind the ropes, {{user}}.", "Hello.")
    assert "1 of its greetings are too long or too many; kept in the card, not used" in (
        found.warnings
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_mes", "{{}}" * 1_000_000),
        ("alternate_greetings", ["x"] * 300_000),
        ("mes_example", "{{user}}: a\n{{char}}: b\n" * 100_000),
        ("nickname", "W" * 1_000_000),
    ],
)
def test_endless_texts_are_told_not_used(field: str, value: Any) -> None:
    content = json.dumps({"spec": "chara_card_v3", "data": {"name": "Wenna", field: value}})
    found = parse_card(content.encode(), "card").card
    assert persona_of(found).warnings


def test_names_make_ids() -> None:
    assert id_of("Édith  O'Hara!") == "edith-o-hara"
    assert re.fullmatch(r"npc-[0-9a-f]{8}", id_of("夜"))
    assert id_of("con").startswith("npc-")


def test_half_a_character_survives_in_the_card_and_not_in_the_persona() -> None:
    found = card({"description": "a\ud800b"})
    assert persona_of(found).persona.summary == "a\ufffdb"
    assert parse_card(write_card(found, "png"), "again").card.document == found.document


@pytest.mark.parametrize("format", FORMATS)
def test_a_persona_of_ours_comes_back_whole(format: Any) -> None:
    written = write_card(card_of(FULL), format)
    assert persona_of(parse_card(written, "card").card).persona == FULL


def test_a_new_card_has_every_field_that_v3_requires() -> None:
    body = card_of(FULL).body
    assert body.keys() >= V2["data"].keys() - {"x_colour", "character_book"}
    assert body["group_only_greetings"] == []
    assert body["description"].startswith("Rows the ferry.\nRole: ferrywoman\nPlace: the ferry")


def test_another_tools_change_counts() -> None:
    document = copy.deepcopy(dict(card_of(FULL).document))
    document["data"]["description"] = "Rows no more."
    persona = persona_of(read_card(document, "card")).persona
    assert (persona.summary, persona.role, persona.secrets) == (
        "Rows no more.",
        FULL.role,
        FULL.secrets,
    )


@pytest.mark.parametrize("document", [V1, V2, V3])
def test_an_unchanged_persona_gives_its_card_back(document: dict[str, Any]) -> None:
    original = read_card(document, "card")
    for trusted in (False, True):
        persona = persona_of(original, trust_prompts=trusted).persona
        assert card_of(persona, original) is original


def test_a_change_goes_into_the_card_it_came_from() -> None:
    original = read_card(V3, "card")
    persona = persona_of(original).persona.model_copy(update={"personality": "tired"})
    made = card_of(persona, original)
    ours = made.document["data"]["extensions"].pop("npcgen")
    assert ours["persona"]["personality"] == "tired"
    expected = copy.deepcopy(V3)
    expected["data"]["personality"] = "tired"
    assert made.document == expected


def test_versions_lose_no_key() -> None:
    for document, version in ((V1, 2), (V1, 3), (V2, 3), (V3, 2)):
        body = as_version(read_card(document, "card"), 3 if version == 3 else 2)["data"]
        assert body.keys() >= document.get("data", document).keys()
        assert body["x_colour"] == "green"


def test_a_lorebook_stands_alone() -> None:
    book = V3["data"]["character_book"]
    read = read_lorebook(json.loads(json.dumps(stand_alone(book))), "book")
    assert [entry.id for entry in read.entries] == ["1", "two"]
    assert read == card({}).book


def library(folder: Path) -> CardLibrary:
    return CardLibrary(PersonaStore(folder / "personas"), CardFolder(folder / "cards"))


def test_a_card_is_kept_beside_its_persona(tmp_path: Path) -> None:
    picture = write_card(read_card(V3, "card"), "png")
    imported = library(tmp_path).import_card(picture, "card", persona_id="wenna")
    assert (imported.spec, imported.lore_entries) == ("chara_card_v3 3.0", 2)
    again = library(tmp_path)
    assert again.export_card("wenna", "png") == picture
    book = again.lorebook("wenna")
    assert book is not None
    assert len(book.entries) == 2
    assert again.import_card(picture, "card", persona_id="wenna").persona == imported.persona
    with pytest.raises(AlreadyExists):
        again.import_card(json.dumps(V1).encode(), "card", persona_id="wenna")
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["wenna.json", "wenna.png"]


def test_an_unknown_world_is_left_out(tmp_path: Path) -> None:
    lost = FULL.model_copy(update={"world": "atlantis"})
    imported = library(tmp_path).import_card(write_card(card_of(lost), "v3-json"), "card")
    assert imported.persona == FULL.model_copy(update={"world": ""})
    assert imported.warnings == (
        "its world 'atlantis' isn't known here; the persona lives in none",
    )


@pytest.mark.parametrize("persona_id", ["../x", "/x", "con", "A b", "x/y", "x\0"])
def test_an_id_is_no_path(tmp_path: Path, persona_id: str) -> None:
    with pytest.raises(InvalidArgument, match=r"card\.id: "):
        library(tmp_path).import_card(json.dumps(V1).encode(), "card", persona_id=persona_id)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(4))
def test_mutated_cards_are_imported_or_refused(tmp_path: Path, seed: int) -> None:
    outcome = run(range(100), seed + 100, tmp_path)
    assert outcome.failures == []
    assert outcome.imported > 5
    assert outcome.refused.total() > 5
