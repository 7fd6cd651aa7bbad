"""Parked conversations: found by their tokens, bounded, and never trusted blindly."""

import random
from pathlib import Path

import pytest

from npcgen.engine.parking import ParkingLimits, ParkingLot
from npcgen.engine.token_runs import as_tokens, has_any_run, has_run

HELLO = list(range(100))


def lot(folder: Path | None, memory: int = 1000, disk: int = 1000, key: str = "m") -> ParkingLot:
    return ParkingLot(ParkingLimits(memory, disk), folder, key)


def test_the_entry_with_the_longest_beginning_is_found() -> None:
    parked = lot(None)
    parked.park(HELLO[:50], b"short")
    parked.park(HELLO[:80], b"long")
    name, shared = parked.find(HELLO, more_than=10) or ("", 0)
    assert shared == 80
    assert parked.load(name) == b"long"


def test_what_saves_too_little_is_not_found() -> None:
    parked = lot(None)
    parked.park(HELLO[:50], b"state")
    assert parked.find(HELLO, more_than=50) is None


def test_a_loaded_entry_is_gone() -> None:
    parked = lot(None)
    parked.park(HELLO, b"state")
    name, _ = parked.find(HELLO, 0) or ("", 0)
    parked.load(name)
    assert parked.load(name) is None
    assert len(parked) == 0


def test_without_a_disk_the_oldest_are_forgotten() -> None:
    parked = lot(None, memory=250)
    for npc in range(5):
        parked.park([npc] * 10, b"x" * 100)
    assert [bool(parked.find([npc] * 10, 0)) for npc in range(5)] == [False] * 3 + [True] * 2


def test_a_restart_finds_what_was_parked(tmp_path: Path) -> None:
    parked = lot(tmp_path)
    parked.park(HELLO, b"state")
    parked.close()
    again = lot(tmp_path)
    name, shared = again.find(HELLO, 0) or ("", 0)
    assert (shared, again.load(name)) == (100, b"state")
    assert list(tmp_path.rglob("*.parked")) == []


def test_memory_and_disk_keep_to_their_limits(tmp_path: Path) -> None:
    parked = lot(tmp_path, memory=300, disk=500)
    for npc in range(50):
        parked.park([npc] * 10, b"x" * 100)
    parked.close()
    again = lot(tmp_path, memory=300, disk=500)
    assert again.disk_bytes <= 500
    assert again.find([49] * 10, 0)


def test_another_model_sees_nothing(tmp_path: Path) -> None:
    parked = lot(tmp_path)
    parked.park(HELLO, b"state")
    parked.close()
    assert lot(tmp_path, key="other").find(HELLO, 0) is None


def parked_file(tmp_path: Path) -> Path:
    parked = lot(tmp_path)
    parked.park(HELLO, b"state")
    parked.close()
    (path,) = tmp_path.rglob("*.parked")
    return path


def found_again(tmp_path: Path) -> bytes | None:
    again = lot(tmp_path)
    found = again.find(HELLO, 0)
    return again.load(found[0]) if found else None


def test_a_flipped_bit_anywhere_makes_a_file_as_good_as_none(tmp_path: Path) -> None:
    path = parked_file(tmp_path)
    whole = path.read_bytes()
    for offset in range(len(whole)):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        assert found_again(tmp_path) is None, offset
    path.write_bytes(whole)
    assert found_again(tmp_path) == b"state"


def test_a_file_cut_short_or_grown_is_as_good_as_none(tmp_path: Path) -> None:
    path = parked_file(tmp_path)
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert found_again(tmp_path) is None, size
    path.write_bytes(whole + b"!")
    assert found_again(tmp_path) is None


def test_a_file_under_anothers_name_is_not_taken_for_it(tmp_path: Path) -> None:
    path = parked_file(tmp_path)
    other = path.with_stem("0" * 32)
    path.rename(other)
    assert found_again(tmp_path) is None
    assert not other.exists()


def test_what_can_not_be_read_is_passed_over(tmp_path: Path) -> None:
    path = parked_file(tmp_path)
    path.unlink()
    path.mkdir()  # Root may read any file, but nobody a folder.
    assert found_again(tmp_path) is None


def test_a_file_that_vanishes_is_computed_again(tmp_path: Path) -> None:
    path = parked_file(tmp_path)
    again = lot(tmp_path)
    name, _ = again.find(HELLO, 0) or ("", 0)
    path.unlink()
    assert again.load(name) is None
    assert len(again) == 0


def test_a_half_written_file_is_removed(tmp_path: Path) -> None:
    half = parked_file(tmp_path).with_suffix(".tmp")
    half.write_bytes(b"half")
    lot(tmp_path)
    assert not half.exists()


def test_a_whole_state_serves_only_prompts_that_begin_with_all_of_it() -> None:
    parked = lot(None)
    parked.park(HELLO[:60], b"whole", is_whole=True)
    assert parked.find([*HELLO[:59], 9], 0) is None
    name, shared = parked.find(HELLO, 0) or ("", 0)
    assert shared == 60
    assert [parked.load(name), parked.load(name)] == [b"whole", b"whole"]
    assert parked.longest_common([*HELLO[:59], 9]) == 59


def test_a_beginning_that_many_share_outlives_their_conversations() -> None:
    parked = lot(None, memory=250)
    parked.park(HELLO[:50], b"x" * 100, is_whole=True, is_shared=True)
    for npc in range(200, 220):
        assert parked.find([*HELLO[:50], npc], 0)
        parked.park([*HELLO[:50], npc], b"x" * 100, is_whole=True)
    assert len(parked) == 2


def test_a_conversation_keeps_its_last_two_states() -> None:
    parked = lot(None, memory=10_000)
    parked.park(HELLO[:10], b"persona", is_whole=True, is_shared=True)
    parked.park([7] * 30, b"another", is_whole=True)
    for size in (20, 30, 40, 50):
        parked.park(HELLO[:size], b"turn", is_whole=True)
    sizes = [(parked.find(HELLO[:size], 0) or ("", 0))[1] for size in (20, 30, 40, 50)]
    assert sizes == [10, 10, 40, 50]
    assert parked.find([7] * 40, 0)


def test_a_whole_state_on_disk_is_found_whole_after_a_restart(tmp_path: Path) -> None:
    parked = lot(tmp_path)
    parked.park(HELLO[:60], b"whole", is_whole=True)
    parked.close()
    again = lot(tmp_path)
    assert again.find([*HELLO[:59], 9], 0) is None
    name, _ = again.find(HELLO, 0) or ("", 0)
    assert (again.load(name), again.memory_bytes) == (b"whole", 5)


@pytest.mark.parametrize("memory", [1000, 12])
def test_erased_words_are_in_no_file(tmp_path: Path, memory: int) -> None:
    parked = lot(tmp_path, memory=memory)
    secret = as_tokens([901, 902, 903])
    parked.park([*HELLO, 901, 902, 903, 5], b"said", is_shared=True)
    parked.park([*HELLO, 901, 902], b"half said")
    parked.park([*HELLO, 902, 903], b"other words")
    parked.erase([secret])
    parked.close()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert [b"other words" in data for data in files] == [True]


def test_a_full_disk_costs_only_the_saving(tmp_path: Path, caplog) -> None:
    parked = lot(tmp_path / "deep", memory=1000)
    (tmp_path / "deep" / "m").rmdir()
    for npc in range(50):
        parked.park([npc] * 10, b"x" * 500)
    parked.close()
    assert "couldn't be parked on disk" in caplog.text
    assert caplog.text.count("parked on disk") <= 50
    assert len(parked) <= 4


def test_a_run_is_found_where_it_stands_or_begins_at_the_end() -> None:
    tokens = as_tokens([1, 256, 65536, 7, 8])
    runs = [[65536, 7], [7, 8, 9], [8, 8], [1, 65536], [256], []]
    found = [has_run(tokens, as_tokens(run)) for run in runs]
    assert found == [True, True, True, False, True, False]
    assert has_any_run(tokens, [as_tokens(run) for run in runs])
    assert not has_run(as_tokens([256, 0]), as_tokens([1]))  # Its bytes stand between tokens.


def test_runs_are_what_a_loop_finds() -> None:
    rng = random.Random(4)
    for _ in range(2000):
        tokens = [rng.randrange(3) for _ in range(rng.randrange(8))]
        run = [rng.randrange(3) for _ in range(rng.randrange(1, 5))]
        whole = any(tokens[i : i + len(run)] == run for i in range(len(tokens)))
        broken_off = any(tokens[-k:] == run[:k] for k in range(1, min(len(run), len(tokens) + 1)))
        assert has_run(as_tokens(tokens), as_tokens(run)) is (whole or broken_off)


GRUFF, SHY = "ab" * 32, "cd" * 32


def test_what_another_adapter_computed_is_never_found() -> None:
    parked = lot(None)
    parked.park(HELLO, b"plain")
    parked.park(HELLO, b"gruff", variant=GRUFF)
    assert parked.find(HELLO, 0, variant=SHY) is None
    assert parked.longest_common(HELLO, variant=SHY) == 0
    assert [found(parked, variant) for variant in ("", GRUFF)] == [b"plain", b"gruff"]


def test_a_restart_knows_each_adapters_states(tmp_path: Path) -> None:
    parked = lot(tmp_path)
    parked.park(HELLO, b"plain")
    parked.park(HELLO, b"gruff", variant=GRUFF)
    parked.close()
    again = lot(tmp_path)
    assert again.find(HELLO, 0, variant=SHY) is None
    assert [found(again, variant) for variant in (GRUFF, "")] == [b"gruff", b"plain"]


def test_whole_states_of_two_adapters_live_side_by_side() -> None:
    parked = lot(None)
    for size in (50, 60, 70):
        parked.park(HELLO[:size], b"plain", is_whole=True)
        parked.park(HELLO[:size], b"gruff", is_whole=True, variant=GRUFF)
    assert len(parked) == 4


def found(parked: ParkingLot, variant: str) -> bytes | None:
    name, _ = parked.find(HELLO, 0, variant=variant) or ("", 0)
    return parked.load(name)
