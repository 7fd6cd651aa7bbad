"""Worlds and lore: bundled, kept, changed, deleted; with a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from npcgen.dialogue.lore.entry import LoreEntry, Scope
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.persona_store import WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.world import World
from npcgen.errors import AlreadyExists, NotFound, PermissionDenied

LOW = World(id="low", name="Low", description="A village.", era="medieval", allowed_words=("tram",))
BRIDGE = LoreEntry(
    id="bridge",
    title="The bridge",
    text="It fell.",
    keys=("bridge",),
    secondary_keys=("river",),
    scope=Scope(roles=("mason",), since=2),
    priority=3,
    constant=True,
)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[LoreLibrary]:
    store = Store(folder / "npcgen.db")
    library = LoreLibrary(WorldStore(), store)
    await library.open()
    try:
        yield library
    finally:
        await store.close()


async def test_what_was_created_is_there_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.create_world(LOW)
        await library.create("low", BRIDGE)
    async with opened(tmp_path) as library:
        assert library.world("low") == LOW
        assert library.entry("low", "bridge") == BRIDGE


async def test_the_same_again_changes_nothing_another_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        assert await library.create_world(LOW) == await library.create_world(LOW)
        assert await library.create("low", BRIDGE) == await library.create("low", BRIDGE)
        with pytest.raises(AlreadyExists):
            await library.create("low", BRIDGE.model_copy(update={"text": "It stands."}))
        with pytest.raises(AlreadyExists):
            await library.create_world(World(id="low", name="High"))


async def test_all_of_a_batch_is_kept_or_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.create_world(LOW)
        await library.create("low", BRIDGE)
        fresh = BRIDGE.model_copy(update={"id": "ford"})
        other = BRIDGE.model_copy(update={"text": "It stands."})
        with pytest.raises(AlreadyExists):
            await library.create_all("low", [fresh, other])
        assert [each.id for each in library.entries("low").items] == ["bridge"]


async def test_an_index_knows_what_was_changed(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.create_world(LOW)
        assert (await library.index("low")).entries == ()
        await library.create("low", BRIDGE)
        assert (await library.index("low")).entries == (BRIDGE,)
        await library.update("low", mended := BRIDGE.model_copy(update={"text": "It stands."}))
        assert (await library.index("low")).entries == (mended,)
        await library.delete("low", "bridge")
        assert (await library.index("low")).entries == ()


async def test_a_world_goes_with_its_lore(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.create_world(LOW)
        await library.create("low", BRIDGE)
        await library.delete_world("low")
        with pytest.raises(NotFound):
            library.entries("low")
        assert (await library.index("low")).entries == ()
    async with opened(tmp_path) as library:
        with pytest.raises(NotFound, match="no world 'low'"):
            library.world("low")


async def test_a_bundled_world_can_not_be_changed(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        with pytest.raises(PermissionDenied, match="'emberlow' is bundled"):
            await library.create("emberlow", BRIDGE)
        with pytest.raises(PermissionDenied):
            await library.delete_world("emberlow")


async def test_an_unknown_entry_names_the_nearest(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        with pytest.raises(NotFound, match="no lore entry 'old-wel'; try old-well"):
            library.entry("emberlow", "old-wel")
