"""Requests in parts."""

import pytest

from npcgen.errors import FailedPrecondition, InvalidArgument, Overloaded
from npcgen.service.uploads import IDLE_S, Uploads


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_parts_come_out_in_order_and_the_later_of_two_counts() -> None:
    uploads = Uploads(now=Clock())
    for part, data in ((1, b"old"), (0, b"a"), (1, b"b")):
        uploads.keep("x", part, data)
    assert uploads.take("x", 2, b"c") == [b"a", b"b", b"c"]


def test_a_missing_part_is_named_and_may_follow() -> None:
    uploads = Uploads(now=Clock())
    uploads.keep("x", 0, b"a")
    with pytest.raises(FailedPrecondition, match="part 1 of export 'x'") as caught:
        uploads.take("x", 2, b"c")
    assert caught.value.reason == "EXPORT_PARTS_MISSING"
    uploads.keep("x", 1, b"b")
    assert uploads.take("x", 2, b"c") == [b"a", b"b", b"c"]


def test_a_client_who_stops_halfway_is_forgotten() -> None:
    clock = Clock()
    uploads = Uploads(most=1, now=clock)
    uploads.keep("x", 0, b"a")
    clock.seconds = IDLE_S + 1
    assert uploads.take("y", 0, b"b") == [b"b"]
    with pytest.raises(FailedPrecondition):
        uploads.take("x", 1, b"c")


def test_there_is_an_end_to_what_is_kept() -> None:
    uploads = Uploads(most=1, max_bytes=3, now=Clock())
    uploads.keep("x", 0, b"abc")
    uploads.keep("x", 0, b"def")
    with pytest.raises(Overloaded):
        uploads.keep("x", 1, b"g")
    with pytest.raises(Overloaded):
        uploads.keep("y", 0, b"")
    with pytest.raises(InvalidArgument):
        uploads.keep("", 0, b"")
