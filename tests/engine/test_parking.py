"""Parked conversations: found by their tokens, bounded, and never trusted blindly."""

from pathlib import Path

import pytest

from npcgen.engine.parking import ParkingLimits, ParkingLot

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


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:-1] + b"?", lambda b: b"", lambda b: b"x" * 500]
)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage) -> None:
    parked = lot(tmp_path)
    parked.park(HELLO, b"state")
    parked.close()
    (path,) = tmp_path.rglob("*.parked")
    path.write_bytes(damage(path.read_bytes()))
    again = lot(tmp_path)
    found = again.find(HELLO, 0)
    assert found is None or again.load(found[0]) is None


def test_a_full_disk_costs_only_the_saving(tmp_path: Path, caplog) -> None:
    parked = lot(tmp_path / "deep", memory=1000)
    (tmp_path / "deep" / "m").rmdir()
    for npc in range(50):
        parked.park([npc] * 10, b"x" * 500)
    parked.close()
    assert "couldn't be parked on disk" in caplog.text
    assert caplog.text.count("parked on disk") <= 50
    assert len(parked) <= 4
