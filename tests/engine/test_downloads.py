"""Pulls from a server that misbehaves: what arrives is the whole, right file, or nothing."""

import hashlib
import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from npcgen.engine.downloads.part_file import PartFile
from npcgen.engine.downloads.pull import Pulled, pull
from npcgen.engine.downloads.transfer import Patience, Wanted
from npcgen.errors import (
    AlreadyExists,
    DataLoss,
    FailedPrecondition,
    ModelUnusable,
    NotFound,
    NpcgenError,
    PermissionDenied,
    Unavailable,
)
from tests.gguf_factory import TinyModel, write_gguf
from tests.model_server import (
    Shelf,
    answering,
    breaking_off,
    chunked,
    held,
    knowing_no_ranges,
    saying_length,
    serving,
)
from tests.small_disk import mounted

HASTY = Patience(pauses_s=(0.0, 0.0, 0.0), worth_bytes=50_000)
SOURCE = "someone/model/main/tiny.gguf"


@dataclass
class Seen:
    """What a watch was told."""

    done: int = 0
    total: int = 0
    said: list[str] = field(default_factory=list)

    def begins(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def receives(self, count: int) -> None:
        self.done += count

    def says(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_gguf(tmp_path_factory.mktemp("data") / "tiny.gguf").read_bytes()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("data") / "other.gguf"
    return write_gguf(path, TinyModel(seed=1)).read_bytes()


@pytest.fixture
def shelf(data: bytes):
    with serving(data) as shelf:
        yield shelf


def sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pulled(
    shelf: Shelf,
    folder: Path,
    *,
    path: str = "/tiny.gguf",
    sha256: str = "",
    size: int = 0,
    most: int = 10**7,
    patience: Patience = HASTY,
    watch: Seen | None = None,
) -> Pulled:
    wanted = Wanted(httpx2.URL(shelf.url + path), sha256, size, most)
    return pull(folder, "tiny", wanted, SOURCE, watch or Seen(), patience)


def failure(shelf: Shelf, folder: Path, **how) -> NpcgenError:
    with pytest.raises(NpcgenError) as raised:
        pulled(shelf, folder, **how)
    assert not (folder / "tiny.gguf").exists()
    return raised.value


def leavings(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("tiny"))


def test_a_file_arrives_whole(shelf, data, tmp_path):
    seen = Seen()
    done = pulled(shelf, tmp_path, sha256=sum_of(data), size=len(data), watch=seen)
    assert done.path.read_bytes() == data
    assert (done.sha256, done.trust, done.size_bytes) == (sum_of(data), "known", len(data))
    assert (seen.done, seen.total) == (len(data), len(data))
    assert leavings(tmp_path) == ["tiny.gguf"]


def test_a_pull_that_broke_off_goes_on_where_it_was(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000), breaking_off(50_000)])
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert shelf.ranges == ["", "bytes=100000-", "bytes=150000-"]
    assert shelf.asked[1]["if-range"] == shelf.tag


def test_what_is_there_is_kept_for_the_next_run(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000)] + [answering(503)] * 3)
    problem = failure(shelf, tmp_path)
    assert (type(problem), problem.reason) == (Unavailable, "DOWNLOAD_FAILED")
    assert "0.1 MiB are kept; run the same command again" in problem.message
    assert leavings(tmp_path) == ["tiny.gguf.part", "tiny.gguf.part.json"]
    seen = Seen()
    assert pulled(shelf, tmp_path, watch=seen).path.read_bytes() == data
    assert shelf.ranges[-1] == "bytes=100000-"
    assert seen.done == len(data)


def test_a_part_that_is_whole_already_is_not_fetched_again(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000)] + [answering(503)] * 3)
    failure(shelf, tmp_path)
    (tmp_path / "tiny.gguf.part").write_bytes(data)
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert shelf.ranges[-1] == f"bytes={len(data)}-"


def test_a_server_without_ranges_begins_anew(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000), knowing_no_ranges])
    seen = Seen()
    assert pulled(shelf, tmp_path, watch=seen).path.read_bytes() == data
    assert any("begins anew" in line for line in seen.said)


def test_a_file_that_changed_between_two_tries_is_fetched_anew(shelf, data, other, tmp_path):
    def changing(handler):
        breaking_off(100_000)(handler)
        shelf.data = other

    shelf.moods.append(changing)
    assert pulled(shelf, tmp_path).path.read_bytes() == other
    assert shelf.ranges == ["", "bytes=100000-"]


def test_a_change_that_no_etag_tells_is_found_by_the_sum(shelf, data, other, tmp_path):
    shelf.etag = '"always the same"'

    def changing(handler):
        breaking_off(len(data) - 10_000)(handler)
        shelf.data = other

    shelf.moods.append(changing)
    assert pulled(shelf, tmp_path, sha256=sum_of(other)).path.read_bytes() == other
    assert shelf.ranges[-1] == ""


def test_without_etag_and_sum_nothing_is_resumed(shelf, data, tmp_path):
    shelf.etag = 'W/"weak"'
    shelf.moods.append(breaking_off(100_000))
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert shelf.ranges == ["", ""]


def test_a_part_of_another_address_is_not_resumed(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000)] + [answering(503)] * 3)
    failure(shelf, tmp_path, path="/elsewhere.gguf")
    pulled(shelf, tmp_path)
    assert shelf.ranges[-1] == ""


def test_a_server_that_sends_another_piece_than_asked_for_is_asked_anew(shelf, data, tmp_path):
    wrong = answering(206, data[5:], content_range=f"bytes 5-{len(data) - 1}/{len(data)}")
    shelf.moods.extend([breaking_off(100_000), wrong])
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert shelf.ranges == ["", "bytes=100000-", ""]


def test_one_that_does_so_again_and_again_is_given_up(shelf, tmp_path):
    wrong = answering(206, b"GGUF", content_range="bytes 7-9/10")
    shelf.moods.extend([wrong] * 5)
    assert "again and again" in failure(shelf, tmp_path).message


def test_more_is_said_than_comes(shelf, data, tmp_path):
    shelf.moods.extend([saying_length(len(data) + 1)] * 9)
    assert failure(shelf, tmp_path).reason == "DOWNLOAD_FAILED"


def test_less_is_said_than_the_file_has(shelf, data, tmp_path):
    shelf.moods.append(saying_length(len(data) - 1000))
    problem = failure(shelf, tmp_path)
    assert isinstance(problem, ModelUnusable)
    assert problem.message.startswith("tiny.gguf is cut off")
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


def test_a_wrong_sum_throws_the_file_away(shelf, data, other, tmp_path):
    problem = failure(shelf, tmp_path, sha256=sum_of(other))
    assert (type(problem), problem.reason) == (DataLoss, "SHA256_DIFFERS")
    assert f"--sha256 {sum_of(data)}" in problem.message
    assert leavings(tmp_path) == []


def test_the_first_sum_is_remembered_and_later_ones_must_be_it(shelf, data, other, tmp_path):
    assert pulled(shelf, tmp_path).trust == "first"
    kept = json.loads((tmp_path / "sums.json").read_text())
    assert kept[SOURCE]["sha256"] == sum_of(data)
    (tmp_path / "tiny.gguf").unlink()
    shelf.data = other
    assert failure(shelf, tmp_path).reason == "SHA256_DIFFERS"
    shelf.data = data
    assert pulled(shelf, tmp_path).trust == "earlier"


def test_a_sum_that_is_given_goes_before_the_remembered_one(shelf, data, other, tmp_path):
    pulled(shelf, tmp_path)
    (tmp_path / "tiny.gguf").unlink()
    shelf.data = other
    assert pulled(shelf, tmp_path, sha256=sum_of(other)).sha256 == sum_of(other)
    kept = json.loads((tmp_path / "sums.json").read_text())
    assert kept[SOURCE]["sha256"] == sum_of(other)


def test_damaged_sums_are_told_before_anything_is_fetched(shelf, tmp_path):
    (tmp_path / "sums.json").write_text("[1, 2")
    assert failure(shelf, tmp_path).reason == "SUMS_DAMAGED"
    assert shelf.asked == []


def test_the_sum_that_the_hub_says_is_checked(shelf, data, other, tmp_path):
    shelf.headers = {"x-linked-etag": f'"{sum_of(data)}"'}
    assert pulled(shelf, tmp_path).trust == "hub"
    (tmp_path / "tiny.gguf").unlink()
    (tmp_path / "sums.json").unlink()
    shelf.data = other
    assert failure(shelf, tmp_path).reason == "SHA256_DIFFERS"


def test_the_hubs_sum_spares_fetching_another_file(shelf, data, other, tmp_path):
    shelf.headers = {"x-linked-etag": f'"{sum_of(other)}"'}
    assert failure(shelf, tmp_path, sha256=sum_of(data)).reason == "SHA256_DIFFERS"
    assert leavings(tmp_path) == []


def test_redirects_are_followed_and_the_range_is_kept(shelf, data, tmp_path):
    away = answering(302, location="/stored/elsewhere?signature=x")
    shelf.moods.extend([away, breaking_off(100_000), away])
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert [each[":path"] for each in shelf.asked[:2]] == [
        "/tiny.gguf",
        "/stored/elsewhere?signature=x",
    ]
    assert shelf.ranges == ["", "", "bytes=100000-", "bytes=100000-"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x/y", "data:,GGUF"])
def test_a_redirect_out_of_the_web_is_refused(shelf, tmp_path, location):
    shelf.moods.append(answering(302, location=location))
    problem = failure(shelf, tmp_path)
    assert (type(problem), problem.reason) == (FailedPrecondition, "REDIRECT_REFUSED")


def test_redirects_without_end_are_refused(shelf, tmp_path):
    shelf.moods.extend([answering(302, location="/again")] * 20)
    assert "more than 8 times" in failure(shelf, tmp_path).message


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, NotFound), (410, NotFound), (401, PermissionDenied), (403, PermissionDenied)],
)
def test_a_refusal_is_told_and_not_tried_again(shelf, tmp_path, status, kind):
    shelf.moods.append(answering(status))
    assert type(failure(shelf, tmp_path)) is kind
    assert len(shelf.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(shelf, data, tmp_path, status):
    shelf.moods.append(answering(status))
    assert pulled(shelf, tmp_path).path.read_bytes() == data


def test_a_server_is_waited_for_as_long_as_it_asks(shelf, data, tmp_path):
    shelf.moods.append(answering(429, retry_after="0"))
    assert pulled(shelf, tmp_path).path.read_bytes() == data


def test_a_wait_that_is_too_long_is_left_to_the_caller(shelf, tmp_path):
    shelf.moods.append(answering(429, retry_after="3600"))
    problem = failure(shelf, tmp_path)
    assert problem.retry_after_s == 3600
    assert "again in 3600 s" in problem.message
    assert len(shelf.asked) == 1


def test_tries_that_bring_something_are_not_counted(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(60_000)] * 6)
    assert pulled(shelf, tmp_path).path.read_bytes() == data


def test_tries_that_bring_the_same_again_are(shelf, tmp_path):
    def no_progress(handler):
        del handler.headers["range"]
        breaking_off(100_000)(handler)

    shelf.moods.extend([no_progress] * 40)
    assert failure(shelf, tmp_path).reason == "DOWNLOAD_FAILED"
    assert len(shelf.asked) <= 6


def test_a_silent_server_is_given_up(shelf, tmp_path):
    over = threading.Event()
    shelf.moods.extend([held(1000, over)] * 4)
    patience = Patience(silence_s=0.2, pauses_s=(0.0,), worth_bytes=50_000)
    assert "timed out" in failure(shelf, tmp_path, patience=patience).message
    over.set()


def test_one_that_drips_is_given_up(shelf, tmp_path):
    patience = Patience(slow_s=0.0, slowest_bytes_per_s=1e15, pauses_s=())
    assert "bytes came in" in failure(shelf, tmp_path, patience=patience).message


def test_nobody_there_is_told(tmp_path):
    with serving(b"") as shelf:
        pass
    assert "127.0.0.1" in failure(shelf, tmp_path).message


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


def test_plain_http_from_elsewhere_needs_a_sum(tmp_path):
    wanted = Wanted(httpx2.URL("http://models.example/tiny.gguf"), most_bytes=10**6)
    with pytest.raises(FailedPrecondition) as raised:
        pull(tmp_path, "tiny", wanted, SOURCE, Seen(), HASTY)
    assert raised.value.reason == "PLAIN_HTTP"


def test_a_redirect_to_plain_http_elsewhere_needs_a_sum_too(shelf, tmp_path):
    shelf.moods.append(answering(302, location="http://models.example/tiny.gguf"))
    assert failure(shelf, tmp_path).reason == "PLAIN_HTTP"


def test_the_same_file_is_not_fetched_twice(shelf, data, tmp_path):
    pulled(shelf, tmp_path)
    assert pulled(shelf, tmp_path).was_there is True
    assert len(shelf.asked) == 1


def test_a_name_that_is_taken_is_refused(shelf, data, other, tmp_path):
    (tmp_path / "tiny.gguf").write_bytes(other)
    with pytest.raises(AlreadyExists):
        pulled(shelf, tmp_path, sha256=sum_of(data))
    assert (tmp_path / "tiny.gguf").read_bytes() == other


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
