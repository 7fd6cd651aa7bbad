"""What is shipped is the mean of the run at several steps; its rates fall in between."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from training.averaging import averaged_weights, keep_weights  # noqa: E402
from training.settings import read_settings  # noqa: E402

POCKET = Path(__file__).parents[2] / "training" / "pocket.toml"


def test_each_step_counts_by_its_share(tmp_path: Path) -> None:
    keep_weights(tmp_path, 10, {"norm": torch.tensor([1.0, 0.0])})
    keep_weights(tmp_path, 20, {"norm": torch.tensor([5.0, 8.0])})

    assert averaged_weights(tmp_path, {10: 3, 20: 1})["norm"].tolist() == [2.0, 2.0]


def test_a_step_that_was_not_reached_is_missed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="weights-7"):
        averaged_weights(tmp_path, {7: 1.0})


def test_weights_that_came_apart_are_not_exported(tmp_path: Path) -> None:
    keep_weights(tmp_path, 1, {"norm": torch.tensor([float("nan")])})

    with pytest.raises(ValueError, match="all finite"):
        averaged_weights(tmp_path, {1: 1.0})


def test_rates_rise_once_and_fall_where_the_settings_say() -> None:
    settings = read_settings(POCKET)

    assert settings.height(0) == pytest.approx(1 / settings.warm_up)
    assert [settings.height(step) for step in (6399, 6400, 6850, 7300)] == [1.0, 1.0, 0.5, 1.0]
    assert settings.height(settings.steps - 1) == pytest.approx(1 / 1600)


def test_what_is_averaged_is_kept_on_the_way() -> None:
    settings = read_settings(POCKET)

    assert max(settings.averaged) == settings.steps
    assert sum(settings.averaged.values()) == pytest.approx(1.0)
