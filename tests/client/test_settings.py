"""What a client is told of how its server was started."""

from npcgen import Client, SyncClient
from npcgen.client import SettingSource


async def test_settings_come_with_where_they_are_from(client: Client) -> None:
    found = {each.name: each for each in await client.settings()}

    pace, backend = found["scripted_tokens_per_s"], found["backend"]
    assert (pace.value, pace.source) == ("500.0", SettingSource.ENVIRONMENT)
    assert (backend.value, backend.source) == ("scripted", SettingSource.FLAG)


def test_the_blocking_client_is_told_the_same(sync_client: SyncClient) -> None:
    found = {each.name: each for each in sync_client.settings()}

    assert (found["api_keys"].value, found["api_keys"].is_secret) == ("", True)
