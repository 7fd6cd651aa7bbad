"""What is parked and nobody looks after."""

from pathlib import Path

from npcgen.engine.parked_folder import discard_unattended, parking_key
from npcgen.engine.parking import ParkingLimits, ParkingLot

STATE = b"words"


def lot(folder: Path, key: str) -> ParkingLot:
    return ParkingLot(ParkingLimits(), folder, key)


def test_only_the_parts_that_are_attended_stay(tmp_path: Path) -> None:
    for key in ("mine", "theirs"):
        parked = lot(tmp_path, key)
        parked.park([1, 2, 3], STATE)
        parked.close()
    (tmp_path / "theirs" / "half.tmp").write_bytes(STATE)
    discard_unattended(tmp_path, {"mine"})
    assert list((tmp_path / "theirs").iterdir()) == []
    assert len(lot(tmp_path, "mine")) == 1


def test_a_model_that_is_being_loaded_meanwhile_computes_anew(tmp_path: Path) -> None:
    parked = lot(tmp_path, "m")
    parked.park([1, 2, 3], STATE)
    parked.close()
    loading = lot(tmp_path, "m")
    discard_unattended(tmp_path, set())
    name, _ = loading.find([1, 2, 3], 0) or ("", 0)
    assert loading.load(name) is None
    assert len(loading) == 0


def test_where_nothing_was_ever_parked_nothing_happens(tmp_path: Path) -> None:
    discard_unattended(tmp_path / "parked", set())
    assert not (tmp_path / "parked").exists()


def test_other_ways_to_compute_have_another_part() -> None:
    assert parking_key("ab" * 32, "f16") == "abababababababab-f16"
    assert parking_key("ab" * 32, "q8_0") == "abababababababab-q8_0"
