"""Draws that stay: these numbers are part of every seed, on every platform and NumPy."""

from collections import Counter

from worldgen.rng import MAX_SEED, Stream, seed_of


def test_the_numbers_of_a_name_are_these() -> None:
    stream = Stream("test", 1, 7)
    assert [stream.below(100) for _ in range(5)] == [4, 15, 55, 77, 19]
    assert seed_of("a", 1) == 6431086039603022688


def test_streams_dont_move_each_other() -> None:
    stream, other = Stream("a"), Stream("a")
    other.named("b").units(100)
    assert [stream.below(9) for _ in range(20)] == [other.below(9) for _ in range(20)]


def test_names_are_told_apart() -> None:
    assert seed_of("a", "b") != seed_of("b", "a")
    assert Stream("a").named(1).seed() == Stream("a", 1).seed()


def test_many_units_are_the_same_as_one_after_the_other() -> None:
    assert Stream("x").units(2, 3).ravel().tolist() == [
        unit for stream in [Stream("x")] for unit in (stream.unit() for _ in range(6))
    ]


def test_weights_are_kept() -> None:
    stream = Stream("weights")
    drawn = Counter(stream.weighted("abc", (0, 1, 3)) for _ in range(4000))
    assert drawn["a"] == 0
    assert 2800 < drawn["c"] < 3200


def test_a_sample_has_each_once() -> None:
    stream = Stream("sample")
    assert sorted(stream.shuffled(range(50))) == list(range(50))
    assert len(set(stream.sample(range(9), 4))) == 4
    assert stream.sample([1], 5) == [1]


def test_ends_are_included() -> None:
    stream = Stream("ends", MAX_SEED)
    assert {stream.between(3, 5) for _ in range(200)} == {3, 4, 5}
