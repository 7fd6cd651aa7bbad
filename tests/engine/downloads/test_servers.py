"""Redirects, refusals, silence: what is followed, waited for, and given up."""

import threading

import httpx2
import pytest

from npcgen.engine.downloads.pull import pull
from npcgen.engine.downloads.transfer import Patience, Wanted
from npcgen.errors import FailedPrecondition, NotFound, PermissionDenied
from tests.engine.downloads.pulling import HASTY, SOURCE, Seen, failure, pulled
from tests.model_server import answering, breaking_off, held, serving


def test_redirects_are_followed_and_the_range_is_kept(shelf, data, tmp_path):
    away = answering(302, location="/stored/elsewhere?signature=x")
    shelf.moods.extend([away, breaking_off(100_000), away])
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert [each[":path"] for each in shelf.asked[:2]] == [
        "/tiny.gguf",
        "/stored/elsewhere?signature=x",
    ]
    assert shelf.ranges == ["", "", "bytes=100000-", "bytes=100000-"]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://x/y", "data:,GGUF", "http://[::1", f"https://{'a' * 64}/x"],
)
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


def test_plain_http_from_elsewhere_needs_a_sum(tmp_path):
    wanted = Wanted(httpx2.URL("http://models.example/tiny.gguf"), most_bytes=10**6)
    with pytest.raises(FailedPrecondition) as raised:
        pull(tmp_path, "tiny", wanted, SOURCE, Seen(), HASTY)
    assert raised.value.reason == "PLAIN_HTTP"


def test_a_redirect_to_plain_http_elsewhere_needs_a_sum_too(shelf, tmp_path):
    shelf.moods.append(answering(302, location="http://models.example/tiny.gguf"))
    assert failure(shelf, tmp_path).reason == "PLAIN_HTTP"
