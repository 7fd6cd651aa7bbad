"""Memories: kept, replaced, found by their words, forgotten."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from npcgen.dialogue.store import conversations, memories, players, relationships, reports
from npcgen.dialogue.store.relationships import StoredRelationship
from npcgen.dialogue.store.reports import Report
from npcgen.errors import InvalidArgument
from tests.dialogue.store.rows import conversation, memory, opened, progress, turn


async def found(folder: Path, query: str, *texts: str) -> list[str]:
    """Which of the texts, kept as memories of one pair, the query finds."""
    async with opened(folder) as store:
        for number, text in enumerate(texts):
            await store.write(memories.add, memory(f"m{number}", text))
        hits = await store.read(memories.search, "ansel", "p1", query, 5)
    return [hit.memory.text for hit in hits]


def content(folder: Path) -> bytes:
    """Of all files of the store."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_the_memory_that_shares_the_rarest_words_comes_first(tmp_path: Path) -> None:
    texts = ("The bridge is old.", "The old mill is shut.", "The old inn has a cellar.")
    assert (await found(tmp_path, "What about the old bridge?", *texts))[0] == texts[0]


async def test_other_forms_of_a_word_are_found(tmp_path: Path) -> None:
    assert await found(tmp_path, "Who crosses?", "Wren crossed the ford.") == [
        "Wren crossed the ford."
    ]


async def test_case_and_marks_make_no_difference(tmp_path: Path) -> None:
    assert await found(tmp_path, "CAFE", "Wren likes the café.") == ["Wren likes the café."]


async def test_scripts_without_spaces_are_found(tmp_path: Path) -> None:
    assert await found(tmp_path, "那座桥", "那座老桥断了。", "他喜欢茶。") == ["那座老桥断了。"]


@pytest.mark.parametrize("query", ["", "?!", '"', "owner:", "NEAR(a b)", "a* OR -b", "NOT", "\0"])
async def test_no_query_is_a_command(tmp_path: Path, query: str) -> None:
    assert await found(tmp_path, query, "Nothing of that.") == []


async def test_only_this_pair_is_searched(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(memories.add, memory("m1", "The bridge fell.", player_id="p2"))
        await store.write(memories.add, memory("m2", "The bridge fell.", npc_id="edda"))
        assert await store.read(memories.search, "ansel", "p1", "bridge", 5) == ()


async def test_a_newer_memory_takes_the_place_of_its_subject(tmp_path: Path) -> None:
    first = replace(memory("m1", "The player is called Wren."), subject="player.name")
    second = replace(first, id="m2", text="The player is called Ash.")
    async with opened(tmp_path) as store:
        await store.write(memories.add, first)
        await store.write(memories.add, second)
        assert await store.read(memories.of_pair, "ansel", "p1") == (second,)
        assert await store.read(memories.search, "ansel", "p1", "Wren", 5) == ()


async def test_an_edited_memory_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    edited = replace(memory("m1", "The ferry is late."), embedding=b"\0\0\0\0", importance=0.9)
    async with opened(tmp_path) as store:
        await store.write(memories.add, memory("m1", "The bridge fell."))
        assert await store.write(memories.update, edited)
        assert await store.read(memories.search, "ansel", "p1", "bridge", 5) == ()
        [hit] = await store.read(memories.search, "ansel", "p1", "ferry", 5)
        assert hit.memory == edited == await store.read(memories.find, "m1")


async def test_pages_hold_every_memory_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for number in range(7):
            await store.write(memories.add, memory(f"m{number}", "A day went by."))
        first = await store.read(memories.page, "ansel", "p1", 3)
        await store.write(memories.delete, "m0")
        second = await store.read(memories.page, "ansel", "p1", 3, first.next_token)
        third = await store.read(memories.page, "ansel", "p1", 3, second.next_token)
        with pytest.raises(InvalidArgument, match="page_token"):
            await store.read(memories.page, "ansel", "p1", 3, "x")
    ids = [each.id for page in (first, second, third) for each in page.items]
    assert ids == [f"m{number}" for number in range(7)]
    assert third.next_token == ""


async def test_a_word_in_every_memory_still_finds_the_newest(tmp_path: Path) -> None:
    def fill(connection: sa.Connection) -> None:
        for number in range(1_200):
            memories.add(connection, memory(f"m{number}", f"Bread again, loaf {number}."))

    async with opened(tmp_path) as store:
        await store.write(fill)
        hits = await store.read(memories.search, "ansel", "p1", "bread", 2)
        [rare, *_] = await store.read(memories.search, "ansel", "p1", "bread loaf 77", 2)
    assert [hit.memory.id for hit in hits] == ["m1199", "m1198"]
    assert rare.memory.id == "m77"


async def test_search_agrees_with_counting_words(tmp_path: Path) -> None:
    """Against a list and a loop: whatever shares a word is found, and nothing else."""
    rng = random.Random(7)
    vocabulary = [f"{a}{b}ko" for a in "bdfgkl" for b in "aeiou"]
    texts = {f"m{n}": " ".join(rng.choices(vocabulary, k=4)) for n in range(120)}
    async with opened(tmp_path) as store:
        for memory_id, text in texts.items():
            await store.write(memories.add, memory(memory_id, text))
        for _ in range(30):
            asked = rng.choices(vocabulary, k=2)
            hits = await store.read(memories.search, "ansel", "p1", " ".join(asked), 200)
            expected = {key for key, text in texts.items() if set(asked) & set(text.split())}
            assert {hit.memory.id for hit in hits} == expected


async def test_a_forgotten_player_is_in_no_table(tmp_path: Path) -> None:
    secret = "Quillonberry"
    async with opened(tmp_path) as store:
        for player in ("p1", "p2"):
            await store.write(conversations.add, conversation(f"c-{player}", player))
            said = turn(1, f"c-{player}", f"{secret if player == 'p1' else 'Hello'}")
            await store.write(conversations.finish_turn, said, progress())
            text = f"Wren likes {secret}." if player == "p1" else "Wren likes tea."
            await store.write(memories.add, memory(f"m-{player}", text, player_id=player))
            await store.write(relationships.put, StoredRelationship("ansel", player, 1.0))
            await store.write(reports.add, Report(f"c-{player}.1", "unsafe", secret, 1.0))
        forgotten = await store.erase(players.forget, "p1")
        assert forgotten == players.Forgotten(("c-p1",), memories=1, relationships=1)
        assert await store.read(conversations.count) == 1
        assert await store.read(relationships.find, "ansel", "p1") is None
        assert len(await store.read(reports.of_turn, "c-p2.1")) == 1
        await store.write(reports.add, Report("c-p2.1", "unsafe", "", 1.0))
        assert await store.read(reports.of_turn, "c-p1.1") == ()


async def test_a_forgotten_players_words_are_in_no_file(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        said = turn(text="My name is Quillonberry.")
        await store.write(conversations.finish_turn, said, progress())
        await store.write(memories.add, memory("m1", "The player is called Quillonberry."))
        assert b"uillonberr" in content(tmp_path)
        await store.erase(players.forget, "p1")
        assert b"uillonberr" not in content(tmp_path)
