"""Character generation, from the client's side of a real server."""

import pytest

from npcgen import Client, SyncClient
from npcgen.errors import NotFound


async def test_a_generated_persona_speaks(client: Client) -> None:
    made = await client.generate_persona("an old cheerful farmer", seed=3, world_id="emberlow")
    talk = await client.start_conversation(made.persona)

    assert (made.persona.role, made.provenance.seed) == ("farmer", 3)
    assert talk.npc_name == made.persona.name


async def test_the_same_seed_is_the_same_in_both_clients(
    client: Client, sync_client: SyncClient
) -> None:
    here = await client.generate_persona("a baker", seed=9, world_id="emberlow")

    assert sync_client.generate_persona("a baker", seed=9, world_id="emberlow") == here


def test_one_that_is_kept_is_there(sync_client: SyncClient) -> None:
    made = sync_client.generate_persona("a weaver", keep=True)

    assert sync_client.get_persona(made.persona.id).persona == made.persona
    sync_client.delete_persona(made.persona.id)


def test_a_world_that_is_not_there_is_told(sync_client: SyncClient) -> None:
    with pytest.raises(NotFound, match="try emberlow"):
        sync_client.generate_persona("a baker", world_id="emberlw")
