"""Pulls that break off, and what they go on from."""

import pytest

from npcgen.errors import AlreadyExists, Unavailable
from tests.engine.downloads.pulling import Seen, failure, leavings, pulled, sum_of
from tests.model_server import answering, breaking_off, knowing_no_ranges


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


def test_the_same_file_is_not_fetched_twice(shelf, data, tmp_path):
    pulled(shelf, tmp_path)
    assert pulled(shelf, tmp_path).was_there is True
    assert len(shelf.asked) == 1


def test_a_name_that_is_taken_is_refused(shelf, data, other, tmp_path):
    (tmp_path / "tiny.gguf").write_bytes(other)
    with pytest.raises(AlreadyExists):
        pulled(shelf, tmp_path, sha256=sum_of(data))
    assert (tmp_path / "tiny.gguf").read_bytes() == other


def test_a_part_that_is_longer_than_the_file_is_fetched_anew(shelf, data, tmp_path):
    shelf.moods.extend([breaking_off(100_000)] + [answering(503)] * 3)
    failure(shelf, tmp_path)
    (tmp_path / "tiny.gguf.part").write_bytes(data + b"more")
    assert pulled(shelf, tmp_path).path.read_bytes() == data


@pytest.mark.parametrize(
    "note", ["", "[]", "{", '{"address": 5}', '{"address": "x", "etag": 7}', '{"a": 1}']
)
def test_a_damaged_note_begins_anew(shelf, data, tmp_path, note):
    shelf.moods.extend([breaking_off(100_000)] + [answering(503)] * 3)
    failure(shelf, tmp_path)
    (tmp_path / "tiny.gguf.part.json").write_text(note)
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert shelf.ranges[-1] == ""
