"""Behaviours, from the client's side of a real server."""

import pytest

from npcgen import Client, SyncClient
from npcgen.dialogue.persona import Persona
from npcgen.errors import InvalidArgument
from worldgen.behaviour.export import export
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.quests.worlds import world_of

WAYS = {("reading_room", "lantern_inn"): 10}
SMITH = Persona(id="smith", name="A Smith", role="blacksmith", place="the forge")


async def test_a_behaviour_is_what_is_made_here(client: Client, sync_client: SyncClient) -> None:
    setting = setting_of(world_of("emberlow"), minutes=WAYS)
    here = make_behaviour("isolde", {"role": "blacksmith", "place": "the forge"}, setting, seed=3)

    there = await client.generate_behaviour("isolde", "emberlow", SMITH, minutes=WAYS, seed=3)

    assert there == here
    assert sync_client.generate_behaviour("isolde", "emberlow", SMITH, minutes=WAYS, seed=3) == here


async def test_it_becomes_files(client: Client, sync_client: SyncClient) -> None:
    made = await client.generate_behaviour("isolde", "emberlow")
    files = await client.export_behaviour(made, "limboai")

    assert files == export(made, "limboai")
    assert sync_client.export_behaviour(made, "limboai") == files


def test_a_way_that_takes_less_than_no_time_is_refused(sync_client: SyncClient) -> None:
    with pytest.raises(InvalidArgument) as caught:
        sync_client.generate_behaviour("isolde", "emberlow", minutes={("forge", "mill"): -1})

    assert caught.value.violations[0].path == "travel_times[0].minutes"
