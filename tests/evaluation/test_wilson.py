"""Wilson's interval against published values."""

import pytest

from npcgen.evaluation.wilson import Share


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_tables(right: int, of: int, low: float, high: float) -> None:
    """The last three of Newcombe (1998), Statistics in Medicine 17, 857-872, table I."""
    assert Share(right, of).interval == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value == 0.0
    assert Share(0, 0).interval == (0.0, 1.0)


def test_more_right_than_asked_is_no_share() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Share(3, 2)
