"""Save games: small, whole, refused when damaged, read by later versions."""

import base64
import hashlib
import random
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue import save_game
from npcgen.dialogue.save_game import SaveGame
from npcgen.dialogue.store import conversations, memories, relationships, saves
from npcgen.dialogue.store.relationships import StoredRelationship
from npcgen.errors import DataLoss, FailedPrecondition, InvalidArgument, NotFound
from tests.conftest import GOLDEN
from tests.dialogue.store.rows import conversation, memory, opened, progress, turn

SAVE = SaveGame(
    (replace(conversation(), turns_begun=2),),
    (turn(1), turn(2, text="And the bridge?")),
    (memory("m1", "The player is called Wren."),),
    (StoredRelationship("ansel", "p1", 101.0, trust=0.5),),
)


SAVE_V2 = replace(
    SAVE,
    conversations=(replace(SAVE.conversations[0], noticed=(("A bell rings.", ""),)),),
    turns=(
        turn(1),
        replace(
            turn(2, text="And the bridge?"),
            noticed=(("Mind the step.", "Edda", True),),
            whispered=True,
            actions=({"id": "c1.2.a1", "said": "give, item the iron key, to Wren"},),
        ),
    ),
)


def golden(name: str) -> bytes:
    return base64.b64decode((GOLDEN / name).read_text())


def signed(version: int, payload: bytes) -> bytes:
    """A save with a checksum that is right, as whoever tampers would make it."""
    head = bytes([version])
    return b"NPCSAVE" + head + hashlib.sha256(head + payload).digest() + payload


def test_what_was_saved_is_loaded() -> None:
    assert save_game.decode(save_game.encode(SAVE)) == SAVE


def test_a_save_of_version_1_loads() -> None:
    """NOTE: this file is never written anew. Later versions upgrade it."""
    assert save_game.decode(golden("save_v1.txt")) == SAVE


def test_a_save_of_version_2_loads() -> None:
    """NOTE: nor this one."""
    assert save_game.decode(golden("save_v2.txt")) == SAVE_V2


def test_old_content_is_upgraded_one_version_after_the_other() -> None:
    upgrades = {
        1: lambda content: {"lines": content["said"]},
        2: lambda content: {"turns": content["lines"]},
    }
    assert save_game.upgraded({"said": [1]}, 1, 3, upgrades) == {"turns": [1]}
    assert save_game.upgraded({"lines": [1]}, 2, 3, upgrades) == {"turns": [1]}
    assert save_game.upgraded({"turns": [1]}, 3, 3, upgrades) == {"turns": [1]}


def test_every_version_before_this_has_an_upgrade() -> None:
    assert sorted(save_game._UPGRADES) == list(range(1, save_game.VERSION))


@pytest.mark.parametrize("version", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"{}", b'{"turns": 7, "conversations": 7}', b"[" * 100_000, b'"\\ud800"'],
)
def test_content_that_makes_no_sense_is_refused(version: int, text: bytes) -> None:
    with pytest.raises((DataLoss, InvalidArgument)):
        save_game.decode(signed(version, zlib.compress(text)))


def test_embeddings_are_left_out() -> None:
    large = replace(SAVE.memories[0], embedding=b"\1" * 4096, embedding_model="e")
    assert save_game.decode(save_game.encode(replace(SAVE, memories=(large,)))) == SAVE


def test_twenty_turns_take_less_than_eight_kib() -> None:
    rng = random.Random(3)
    words = [f"{a}{b}{c}" for a in "bdgklmprst" for b in "aeiou" for c in "bdgklmprst"]
    turns = tuple(
        replace(
            turn(number, text=" ".join(rng.choices(words, k=15))),
            npc_text=" ".join(rng.choices(words, k=40)),
        )
        for number in range(1, 21)
    )
    begun = replace(SAVE.conversations[0], turns_begun=20)
    save = save_game.encode(replace(SAVE, conversations=(begun,), turns=turns))
    assert save_game.decode(save).turns == turns
    assert len(save) < 8 * 1024


def test_every_damaged_byte_is_noticed() -> None:
    data = save_game.encode(SAVE)
    for position in range(len(data)):
        damaged = bytearray(data)
        damaged[position] ^= 0x10
        with pytest.raises((DataLoss, InvalidArgument)):
            save_game.decode(bytes(damaged))


def test_every_shorter_save_is_refused() -> None:
    data = save_game.encode(SAVE)
    for length in range(len(data)):
        with pytest.raises((DataLoss, InvalidArgument)):
            save_game.decode(data[:length])


def test_a_save_from_the_future_says_so() -> None:
    with pytest.raises(FailedPrecondition, match="version 200") as caught:
        save_game.decode(signed(200, b"who knows"))
    assert caught.value.reason == "SAVE_TOO_NEW"


def test_a_save_that_unpacks_without_end_is_refused() -> None:
    packer = zlib.compressobj(9)
    mebibyte = bytes(1024 * 1024)
    payload = b"".join(packer.compress(mebibyte) for _ in range(65)) + packer.flush()
    data = signed(1, payload)
    with pytest.raises(InvalidArgument, match="unpacks to more"):
        save_game.decode(data)


@pytest.mark.parametrize(
    "tampered",
    [
        replace(SAVE, turns=(turn(1), turn(1))),
        replace(SAVE, turns=(turn(1, "c2"),)),
        replace(SAVE, turns=(turn(3),)),
        replace(SAVE, turns=(replace(turn(1), number=2**70),)),
        replace(SAVE, turns=(replace(turn(1), finish_reason="bored"),)),
        replace(SAVE, turns=(replace(turn(1), turn_id="c2.1"),)),
        replace(SAVE, conversations=(replace(conversation(), npc_id="edda"),), memories=()),
        replace(SAVE, conversations=(conversation(), conversation())),
        replace(SAVE, memories=(memory("m1", "Hers.", player_id="p2"),)),
        replace(SAVE, memories=(replace(SAVE.memories[0], importance=7.0),)),
        replace(SAVE, relationships=(replace(SAVE.relationships[0], fear=1.5),)),
        replace(SAVE, conversations=(replace(conversation(), persona={"id": "ansel"}),)),
        replace(SAVE, conversations=(replace(conversation(), turns_begun="many"),)),  # type: ignore[arg-type]
        replace(SAVE, conversations=(replace(SAVE.conversations[0], noted_turns=-1),)),
        replace(SAVE, conversations=(replace(SAVE.conversations[0], game_state={"moon": 1}),)),
    ],
)
def test_a_save_that_was_tampered_with_is_refused(tampered: SaveGame) -> None:
    with pytest.raises(InvalidArgument) as caught:
        save_game.decode(save_game.encode(tampered))
    assert caught.value.reason == "SAVE_INVALID"


async def test_loading_rolls_everything_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(saves.restore, SAVE)
        await store.write(conversations.finish_turn, turn(3), progress(3))
        await store.write(memories.add, memory("m2", "The player lied."))
        angry = replace(SAVE.relationships[0], trust=-1.0)
        await store.write(relationships.put, angry)
        await store.write(saves.restore, SAVE)
        assert await store.read(saves.collect, ["c1"]) == SAVE


async def test_a_save_that_clashes_changes_nothing(tmp_path: Path) -> None:
    other = replace(conversation("c2", "p2"), persona={"id": "edda"})
    async with opened(tmp_path) as store:
        await store.write(conversations.add, other)
        await store.write(memories.add, memory("m1", "Theirs.", player_id="p2"))
        with pytest.raises(FailedPrecondition, match="somebody else") as caught:
            await store.write(saves.restore, SAVE)
        assert await store.read(conversations.count) == 1
    assert caught.value.reason == "SAVE_CONFLICT"


async def test_what_is_not_there_is_not_saved(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        with pytest.raises(NotFound, match="'c9'"):
            await store.read(saves.collect, ["c9"])
