"""Quilts: every pixel is the exemplar's, edges meet, and all maps stay in step."""

import numpy as np
import pytest

from tests.worldgen.textures.example.samples import exemplar
from worldgen.errors import InvalidSpec
from worldgen.textures.example import Exemplar, QuiltSpec, more_of, synthesize

MET = 1.25
"""Times the largest step inside. NOTE: measured over 40 borders of either kind, those that were
made to meet have at most 1.04, cut ones at least 1.84."""


def steps(pixels: np.ndarray, axis: int) -> tuple[float, float]:
    """The mean step over the border, and the largest mean step between two lines inside."""
    gaps = np.abs(np.diff(pixels.astype(int), axis=axis)).mean(axis=(1 - axis, 2))
    first, last = pixels.take(0, axis).astype(int), pixels.take(-1, axis).astype(int)
    return float(np.abs(first - last).mean()), float(gaps.max())


@pytest.mark.parametrize("seed", range(8))
def test_edges_meet(seed: int) -> None:
    sample = exemplar()
    quilt = more_of(sample, QuiltSpec(160, 128, seed)).of(sample.albedo)
    for axis in (0, 1):
        border, inside = steps(quilt, axis)
        assert border <= MET * inside


@pytest.mark.parametrize(("tiling", "axis"), [("x", 1), ("y", 0)])
def test_only_the_axes_asked_for_meet(tiling: str, axis: int) -> None:
    sample = exemplar()
    borders = [
        steps(more_of(sample, QuiltSpec(128, 128, seed, tiling)).of(sample.albedo), each)
        for seed in range(6)
        for each in (axis, 1 - axis)
    ]
    assert all(border <= MET * inside for border, inside in borders[0::2])
    assert all(border > MET * inside for border, inside in borders[1::2])


def test_maps_stay_in_step() -> None:
    sample = exemplar()
    quilt = more_of(sample, QuiltSpec(96, 96, 5))
    assert np.array_equal(quilt.of(sample.others["normal"]), 255 - quilt.of(sample.albedo))
    heights = quilt.of(sample.others["height"])
    assert np.array_equal(heights, quilt.places[:, :, 0] * 128 + quilt.places[:, :, 1])


def test_most_neighbours_stay_neighbours() -> None:
    """It is made of patches, not of loose pixels."""
    places = more_of(exemplar(), QuiltSpec(128, 128, 1)).places
    together = np.diff(places[:, :, 1], axis=1) == 1
    assert together.mean() > 0.85


def test_seeds_differ_and_repeat() -> None:
    sample = exemplar()
    first, again, other = (more_of(sample, QuiltSpec(64, 64, seed)) for seed in (3, 3, 4))
    assert np.array_equal(first.places, again.places)
    assert not np.array_equal(first.places, other.places)


def test_a_quilt_of_one_colour_has_one_colour() -> None:
    plain = Exemplar(np.full((64, 64, 3), 77, np.uint8))
    assert (more_of(plain, QuiltSpec(64, 64, 1)).of(plain.albedo) == 77).all()


def test_progress_ends_with_the_whole() -> None:
    pieces = list(synthesize(exemplar(), QuiltSpec(64, 64, 1)))
    assert [piece.done for piece in pieces] == list(range(1, pieces[-1].count + 1))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (QuiltSpec(0, 64), "width: 0 pixels; use 32 to 4096"),
        (QuiltSpec(64, 100_000), "height: 100000 pixels"),
        (QuiltSpec(64, 64, -1), "seed: -1 is out of range"),
        (QuiltSpec(64, 64, 0, "both", 65), "patch: 65 pixels; use 16 to 32"),
        (QuiltSpec(64, 64, 0, "both", 3), "patch: 3 pixels"),
    ],
)
def test_a_spec_that_cannot_be_is_refused(spec: QuiltSpec, said: str) -> None:
    with pytest.raises(InvalidSpec, match=said):
        more_of(exemplar(), spec)
