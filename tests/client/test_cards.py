"""Cards, from the client's side of a real server."""

import json

import pytest

from bench.card_samples import V2, V3, picture, text_chunk
from npcgen import Client, SyncClient
from npcgen.errors import AlreadyExists, InvalidArgument, NotFound


async def test_a_card_becomes_a_persona_and_a_card_again(client: Client) -> None:
    imported = await client.import_card(json.dumps(V3).encode(), "wenna")

    assert (imported.persona.id, imported.persona.name) == ("wenna", "Wenna")
    assert (imported.spec, imported.lore_entries) == ("chara_card_v3 3.0", 2)
    assert imported.warnings == (
        "system_prompt not used: they would instruct the model; say if you trust them",
    )
    assert (await client.get_persona("wenna")).persona == imported.persona
    assert json.loads(await client.export_card("wenna")) == V3


async def test_prompts_are_trusted_on_request(client: Client) -> None:
    card = json.dumps(V2).encode()
    imported = await client.import_card(card, "wenna-trusted", trust_prompts=True)

    assert imported.persona.instructions == "Speak slowly."
    assert imported.warnings == ()


async def test_a_card_sent_twice_is_imported_once(client: Client) -> None:
    card = json.dumps(V2).encode()
    first = await client.import_card(card, "twice", request_id="card-1")

    assert await client.import_card(card, "twice", request_id="card-1") == first
    with pytest.raises(InvalidArgument, match="was sent with something else"):
        await client.import_card(card, "thrice", request_id="card-1")
    with pytest.raises(AlreadyExists):
        await client.import_card(json.dumps(V3).encode(), "twice")


async def test_a_large_card_streams_in_pieces(client: Client) -> None:
    noise = picture(text_chunk("chara", V2), b"\0\x0a\0\0prVt" + bytes(655_360) + b"\0\0\0\0")
    await client.import_card(noise, "large")

    assert len(await client.export_card("large", "png")) > 655_360


async def test_a_deleted_persona_takes_its_card_along(client: Client) -> None:
    await client.import_card(json.dumps(V3).encode(), "gone")
    await client.delete_persona("gone")

    with pytest.raises(NotFound):
        await client.export_card("gone")
    again = await client.import_card(json.dumps(V2).encode(), "gone")
    assert again.spec == "chara_card_v2 2.0"


def test_the_sync_client_has_the_same_verbs(sync_client: SyncClient) -> None:
    sync_client.import_card(json.dumps(V2).encode(), "wenna-sync")

    assert json.loads(sync_client.export_card("wenna-sync", "v2-json")) == V2
    with pytest.raises(InvalidArgument, match="format: is 'gif'; choose v2-json"):
        sync_client.export_card("wenna-sync", "gif")  # type: ignore[arg-type]
    with pytest.raises(InvalidArgument, match="card: is no card: neither JSON"):
        sync_client.import_card(b"GIF89a")
