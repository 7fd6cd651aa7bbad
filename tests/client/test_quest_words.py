"""Who words quests: a grammar, as a world's personas speak, or a model that is asked to."""

import json
from typing import Any

import pytest

from npcgen import Persona, SyncClient
from npcgen.client import GeneratedQuests
from npcgen.errors import FailedPrecondition
from tests.service.quests import VILLAGE_YAML
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.world import read_world
from worldgen.quests.worlds import world_of

VILLAGE_FILE: dict[str, Any] = json.loads(VILLAGE_YAML)
SPEC = {"givers": ["mira"], "motives": ["need"]}


def test_people_speak_as_their_personas_do(sync_client: SyncClient) -> None:
    person = {"type": "character", "persona": "words-mira"}
    entities: dict[str, Any] = {**VILLAGE_FILE["entities"], "mira": person}
    world = VILLAGE_FILE | {"entities": entities}
    said = set()
    for speech, style in (("Merry, and loud.", "merry"), ("Gruff. Few words.", "gruff")):
        sync_client.create_persona(
            Persona(id="words-mira", name="Mira", role="miller", speech_style=speech)
        )
        [quest] = sync_client.generate_quests(json.dumps(world), SPEC)
        sync_client.delete_persona("words-mira")
        here = make(read_world(world), read_spec(SPEC), voices={"mira": style})
        assert quest.lines == next(here).quest.lines
        said.add(quest.lines)
    assert len(said) == 2


def test_a_model_words_them_where_it_is_asked_to(sync_client: SyncClient) -> None:
    *_, quest, done = sync_client.stream_quests(VILLAGE_YAML, SPEC, writer="model")
    assert isinstance(quest, Quest)
    assert isinstance(done, GeneratedQuests)
    wording = done.wording
    assert wording.plain > 0
    assert wording.by_writer + wording.plain == len(quest.lines)
    assert sum(wording.refused.values()) == wording.plain


def test_a_model_that_is_not_loaded_is_refused(sync_client: SyncClient) -> None:
    with pytest.raises(FailedPrecondition):
        sync_client.generate_quests(VILLAGE_YAML, SPEC, writer="nosuch")


def test_plain_words_are_not_counted(sync_client: SyncClient) -> None:
    *_, done = sync_client.stream_quests(VILLAGE_YAML, SPEC)
    assert isinstance(done, GeneratedQuests)
    assert (done.wording.by_writer, done.wording.plain) == (0, 0)


def test_the_bundled_people_speak_as_they_do_without_a_server(sync_client: SyncClient) -> None:
    spec = {"givers": ["tamsin"], "motives": ["haunting"]}
    [quest] = sync_client.generate_quests("emberlow", spec)
    assert quest == next(make(world_of("emberlow"), read_spec(spec))).quest
