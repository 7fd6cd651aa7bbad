"""Worlds and lore: kept, versioned, deleted."""

from pathlib import Path

from npcgen.dialogue.store import lore
from npcgen.dialogue.store.lore import StoredLore, StoredWorld
from tests.dialogue.store.rows import opened

WORLD = StoredWorld("low", "Low", "A village.", "after the flood", {"map": "low.png"})
BRIDGE = StoredLore("low", "bridge", "The bridge", "It fell in the flood.", ("crossing",))
FLOOD = StoredLore("low", "flood", "The flood", "It took the mill.", scope={"since": "day 3"})


async def test_each_change_counts_the_version_up(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert (await store.write(lore.put, BRIDGE)).version == 1
        changed = await store.write(lore.put, BRIDGE)
        assert changed.version == 2
        assert await store.read(lore.find, "low", "bridge") == changed


async def test_a_world_goes_with_its_lore(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lore.put_world, WORLD)
        await store.write(lore.put, FLOOD)
        assert await store.read(lore.worlds) == (WORLD,)
        assert await store.write(lore.delete_world, "low")
        assert await store.read(lore.find_world, "low") is None
        assert (await store.read(lore.page, "low")).items == ()
        assert not await store.write(lore.delete_world, "low")


async def test_entries_come_in_pages_and_go_one_by_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for entry in (BRIDGE, FLOOD):
            await store.write(lore.put, entry)
        first = await store.read(lore.page, "low", 1)
        second = await store.read(lore.page, "low", 1, first.next_token)
        assert (first.items, second.items, second.next_token) == ((BRIDGE,), (FLOOD,), "")
        assert await store.write(lore.delete, "low", "flood")
        assert not await store.write(lore.delete, "low", "flood")
