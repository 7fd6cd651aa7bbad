from dataclasses import replace
from pathlib import Path

from npcgen.dialogue.memory import rows
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store import memories, players
from npcgen.dialogue.store.store import Store
from tests.dialogue.store.rows import memory, opened


def summary(conversation_id: str) -> Memory:
    text = f"We spoke in {conversation_id}."
    return replace(
        memory(f"s-{conversation_id}", text), kind="summary", subject=f"summary.{conversation_id}"
    )


async def recollected(store: Store, conversation_id: str, *, is_trimmed: bool) -> str:
    found = await store.read(
        rows.recollect, "ansel", "p1", conversation_id, "spoke", is_trimmed=is_trimmed
    )
    assert found.found == ()
    return found.summary.text if found.summary else ""


async def test_its_own_summary_stands_for_what_left_the_prompt_else_the_last_other_one(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as store:
        await store.write(rows.keep, [summary(name) for name in ("c1", "c2", "c3")], (), 0.0)
        assert await recollected(store, "c1", is_trimmed=True) == "We spoke in c1."
        assert await recollected(store, "c1", is_trimmed=False) == "We spoke in c3."
        assert await recollected(store, "c3", is_trimmed=False) == "We spoke in c2."
        assert await store.read(rows.summary_of, "ansel", "p1", "c2") == "We spoke in c2."
        assert await store.read(rows.summary_of, "ansel", "p2", "c2") == ""


async def test_what_matters_least_is_forgotten_first(tmp_path: Path) -> None:
    kept = [
        replace(memory(f"m{number}", f"thing {number}"), importance=importance)
        for number, importance in enumerate((0.9, 0.2, 0.5, 0.2, 0.7))
    ]
    async with opened(tmp_path) as store:
        await store.write(rows.keep, [*kept, memory("other", "thing", player_id="p2")], (), 0.0)
        gone = await store.write(memories.prune, "ansel", "p1", 3)
        left = await store.read(memories.of_pair, "ansel", "p1")
        found = await store.read(memories.search, "ansel", "p1", "thing", 9)
        assert (gone, [each.id for each in left]) == (2, ["m0", "m2", "m4"])
        assert {each.memory.id for each in found} == {"m0", "m2", "m4"}
        assert len(await store.read(memories.of_pair, "ansel", "p2")) == 1


async def test_a_subject_that_only_begins_alike_is_another_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        name = replace(memory("m1", "Ada told me."), subject="player.name")
        names = replace(memory("m2", "Ada has many names."), subject="player.names")
        await store.write(rows.keep, [name, names], (), 0.0)
        found = await store.read(memories.of_subjects, "ansel", "p1", ["player.name"])
        begun = await store.read(memories.with_prefix, "ansel", "p1", "player.", 9)
        assert found == (name,)
        assert begun == (names, name)


async def test_what_came_to_mind_is_noted(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(rows.keep, [memory("m1", "a"), memory("m2", "b")], (), 0.0)
        await store.write(rows.keep, [], ["m1"], 77.0)
        recalled = {m.id: m.recalled_at for m in await store.read(memories.of_pair, "ansel", "p1")}
        assert recalled == {"m1": 77.0, "m2": None}


async def test_a_player_without_conversations_has_none(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert await store.read(players.conversations_of, "p1") == ()
