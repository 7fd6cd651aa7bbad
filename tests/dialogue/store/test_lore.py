"""Worlds and lore: kept, versioned, found by title, key and text."""

from pathlib import Path

from npcgen.dialogue.store import lore
from npcgen.dialogue.store.lore import StoredLore, StoredWorld
from tests.dialogue.store.rows import opened

WORLD = StoredWorld("low", "Low", "A village.", "after the flood", {"map": "low.png"})
BRIDGE = StoredLore("low", "bridge", "The bridge", "It fell in the flood.", ("crossing",))
FLOOD = StoredLore("low", "flood", "The flood", "It took the mill.", scope={"since": "day 3"})


async def found(folder: Path, query: str, *entries: StoredLore) -> list[str]:
    async with opened(folder) as store:
        for entry in entries:
            await store.write(lore.put, entry)
        return [hit.entry.id for hit in await store.read(lore.search, "low", query, 5)]


async def test_a_title_tells_more_than_a_text(tmp_path: Path) -> None:
    assert await found(tmp_path, "flood", BRIDGE, FLOOD) == ["flood", "bridge"]


async def test_keys_find_an_entry(tmp_path: Path) -> None:
    assert await found(tmp_path, "Any crossings?", BRIDGE, FLOOD) == ["bridge"]


async def test_an_entry_that_is_off_is_not_found(tmp_path: Path) -> None:
    off = StoredLore("low", "bridge", "The bridge", "It fell.", enabled=False)
    assert await found(tmp_path, "bridge", BRIDGE, off) == []


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
        assert await store.read(lore.search, "low", "flood", 5) == ()
        assert not await store.write(lore.delete_world, "low")


async def test_a_mirror_is_replaced_whole(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lore.replace_entries, "low", [BRIDGE])
        await store.write(lore.replace_entries, "low", [FLOOD])
        page = await store.read(lore.page, "low")
        assert page.items == (FLOOD,)
        assert await store.write(lore.delete, "low", "flood")
        assert not await store.write(lore.delete, "low", "flood")
