"""Servers that lie about sizes, send something else, and disks without room."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from npcgen.engine.downloads.part_file import PartFile
from npcgen.errors import DataLoss, ModelUnusable
from tests.engine.downloads.pulling import failure, leavings, pulled, sum_of
from tests.model_server import answering, breaking_off, chunked, saying_length
from tests.small_disk import mounted


def test_more_is_said_than_comes(shelf, data, tmp_path):
    shelf.moods.extend([saying_length(len(data) + 1)] * 9)
    assert failure(shelf, tmp_path).reason == "DOWNLOAD_FAILED"


def test_less_is_said_than_the_file_has(shelf, data, tmp_path):
    shelf.moods.append(saying_length(len(data) - 1000))
    problem = failure(shelf, tmp_path)
    assert isinstance(problem, ModelUnusable)
    assert "127.0.0.1 sent was thrown away: tiny.gguf is cut off" in problem.message
    assert leavings(tmp_path) == []


def test_another_size_than_the_known_one_is_refused_before_it_is_fetched(shelf, data, tmp_path):
    problem = failure(shelf, tmp_path, sha256=sum_of(data), size=len(data) + 1)
    assert (type(problem), problem.reason) == (DataLoss, "SIZE_DIFFERS")
    assert leavings(tmp_path) == []


@pytest.mark.parametrize("mood", [chunked, saying_length(None)])
def test_a_server_that_says_no_length_will_do(shelf, data, tmp_path, mood):
    shelf.moods.append(mood)
    assert pulled(shelf, tmp_path).path.read_bytes() == data


@pytest.mark.parametrize("mood", [chunked, saying_length(None)])
def test_more_than_the_limit_is_refused_without_a_length_too(shelf, tmp_path, mood):
    shelf.moods.append(mood)
    problem = failure(shelf, tmp_path, most=100_000)
    assert problem.reason == "DOWNLOAD_TOO_LARGE"
    assert leavings(tmp_path) == []


def test_more_than_the_limit_is_refused_before_it_is_fetched(shelf, tmp_path):
    problem = failure(shelf, tmp_path, most=100_000)
    assert problem.reason == "DOWNLOAD_TOO_LARGE"


def test_a_page_is_no_model(shelf, tmp_path):
    shelf.moods.append(answering(200, b"<!doctype html><html>", content_type="text/html"))
    problem = failure(shelf, tmp_path)
    assert isinstance(problem, ModelUnusable)
    assert "<!doctype" in problem.message
    assert leavings(tmp_path) == []


def test_a_packed_answer_is_refused(shelf, tmp_path):
    shelf.moods.append(answering(200, b"\x1f\x8b", content_encoding="gzip"))
    assert failure(shelf, tmp_path).reason == "DOWNLOAD_ENCODED"


def test_headers_full_of_nonsense_do_no_harm(shelf, data, tmp_path):
    shelf.etag = '"' + "x" * 5000 + '"'
    shelf.headers = {"x-linked-etag": "'; rm -rf", "x-linked-size": "-5"}
    shelf.moods.append(breaking_off(100_000))
    assert pulled(shelf, tmp_path).path.read_bytes() == data


def test_a_disk_without_room_is_told_before(shelf, tmp_path):
    with mounted(tmp_path, "4m") as disk:
        problem = failure(shelf, disk)
    assert problem.reason == "DISK_FULL"
    assert "free 61 MiB" in problem.message


def fill(file: Path) -> None:
    """Until nothing more fits on its disk."""
    with file.open("wb", buffering=0) as written, suppress(OSError):
        while True:
            written.write(bytes(4096))


def test_a_disk_that_fills_up_meanwhile_keeps_the_part(shelf, data, tmp_path):
    with mounted(tmp_path, "66m") as disk:

        def filling(handler):
            handler.start()
            handler.finish_headers(len(data))
            handler.wfile.write(data[:100_000])
            handler.wfile.flush()
            while PartFile(disk / "tiny.gguf").size < 100_000:
                time.sleep(0.01)
            fill(disk / "filler")
            handler.wfile.write(data[100_000:])

        shelf.moods.append(filling)
        problem = failure(shelf, disk)
        assert problem.reason == "DISK_FULL"
        assert "is full" in problem.message
        (disk / "filler").unlink()
        assert pulled(shelf, disk).path.read_bytes() == data
        assert shelf.ranges[-1].startswith("bytes=1")
