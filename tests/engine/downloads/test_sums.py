"""Which sum a file must have, and what happens when it hasn't."""

import json

from npcgen.errors import DataLoss
from tests.engine.downloads.pulling import SOURCE, failure, leavings, pulled, sum_of


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
