"""Lore over Connect, in JSON, and the state of a game that a designer's page sends."""

import httpx

from tests.service import wire
from tests.service.conftest import Serve

LORE = "/npcgen.v1.LoreService/"


async def test_search_in_json(serve: Serve) -> None:
    server = await serve()
    asked = {
        "worldId": "emberlow",
        "query": "the burial book",
        "asNpc": "halwen",
        "state": {"quests": {"the eleventh grave": 2}},
    }
    async with httpx.AsyncClient(base_url=server.http) as client:
        results = (await wire.post(client, LORE + "SearchLore", asked)).json()["results"]
    assert results[0]["entry"]["id"] == "burial-book"
    assert results[0]["heldBackBy"] == ""
    assert results[0]["matches"][0] == {"way": "LORE_WAY_KEY", "detail": "burial book"}


async def test_a_wrong_entry_names_its_fields(serve: Serve) -> None:
    server = await serve()
    entry = {"id": "x", "title": "X", "text": "", "scope": {"since": 3, "until": 2}}
    async with httpx.AsyncClient(base_url=server.http) as client:
        await wire.post(client, LORE + "CreateWorld", {"world": {"id": "low", "name": "Low"}})
        asked = {"worldId": "low", "entry": entry}
        response = await wire.post(client, LORE + "CreateLoreEntry", asked)
    assert response.status_code == 400
    assert "entry.text: " in response.text
    assert "entry.scope: since 3 isn't before until 2" in response.text


async def test_a_regular_expression_that_is_bad_is_refused(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        await wire.post(client, LORE + "CreateWorld", {"world": {"id": "low", "name": "Low"}})
        entry = {"id": "x", "title": "X", "text": "x", "keys": ["/(a/"]}
        asked = {"worldId": "low", "entry": entry}
        response = await wire.post(client, LORE + "CreateLoreEntry", asked)
    assert response.status_code == 400
    assert "the regular expression '/(a/' is bad" in response.text


async def test_a_persona_may_live_in_a_world_that_was_created(serve: Serve) -> None:
    server = await serve()
    persona = {"id": "jon", "name": "Jon", "role": "carter", "world": "low"}
    async with httpx.AsyncClient(base_url=server.http) as client:
        refused = await wire.post(client, wire.PERSONA + "CreatePersona", {"persona": persona})
        await wire.post(client, LORE + "CreateWorld", {"world": {"id": "low", "name": "Low"}})
        kept = await wire.post(client, wire.PERSONA + "CreatePersona", {"persona": persona})
    assert (refused.status_code, kept.status_code) == (400, 200)
