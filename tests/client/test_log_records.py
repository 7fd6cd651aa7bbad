"""Both clients read the server's log alike."""

from npcgen import Client, SyncClient


async def test_what_was_called_is_in_the_log(client: Client) -> None:
    _ = [each async for each in client.list_worlds()]

    assert "LoreService/ListWorlds code=OK" in (await client.log_records())[-1].text


def test_the_blocking_client_reads_the_same(sync_client: SyncClient) -> None:
    list(sync_client.list_worlds())
    *_, before, last = sync_client.log_records()

    assert sync_client.log_records(before.sequence) == (last,)
