"""What was measured of a model: what follows from it, how it is kept, and a real measurement."""

import json
import math

import pytest

from npcgen.engine.backends.llama_cpp.tuning import measure
from npcgen.engine.load import load_backend
from npcgen.engine.models import sha256_of
from npcgen.engine.probe import _measured, probe
from npcgen.engine.threads import default_threads
from npcgen.engine.tuned import known, tuned
from npcgen.engine.tuning import (
    Measurement,
    Measurements,
    Mode,
    Slice,
    Trial,
    default_mode,
    from_json,
    to_json,
)
from npcgen.settings import Settings

USUAL = default_mode(1)


def trial(turn_ms, threads=1, kv_mode="split", flash_attention="off"):
    return Trial(Mode(threads, kv_mode, flash_attention), 0.0, turn_ms, 0.0)


def measurement(*trials, **others):
    return Measurement(trials, **others)


def test_a_turn_counts_every_step_that_it_is_made_of():
    assert Trial(USUAL, 10.0, 20.0, 3.0).turn_ms == pytest.approx(0.2 * 8 * 10 + 20 + 24 * 3)


def test_the_fastest_mode_is_taken():
    measured = measurement(trial(100), trial(80, threads=2), trial(90, kv_mode="unified"))
    assert measured.best_mode(USUAL) == Mode(2, "split", "off")


def test_the_default_stays_unless_another_mode_is_clearly_faster():
    assert measurement(trial(100), trial(96, threads=2)).best_mode(USUAL) == USUAL


def test_without_figures_the_default_stays():
    assert Measurement().best_mode(USUAL) == USUAL
    assert Measurement().best_slice(128) == 128


def test_what_is_set_is_never_overruled():
    measured = measurement(trial(100), trial(50, flash_attention="on"), trial(70, threads=2))
    assert measured.best_mode(USUAL, flash_attention="off") == Mode(2, "split", "off")
    assert measured.best_mode(USUAL, kv_mode="unified") == Mode(1, "unified", "off")
    assert measured.best_mode(USUAL, threads=7) == Mode(7, "split", "on")


def test_of_two_trials_of_a_mode_the_smaller_figures_count():
    twice = Measurement().with_trial(Trial(USUAL, 1, 9, 3)).with_trial(Trial(USUAL, 2, 8, 3))
    assert twice.trials == (Trial(USUAL, 1, 8, 3),)


def test_of_two_slices_of_a_length_the_shorter_time_counts():
    twice = Measurement().with_slice(Slice(64, 9.0)).with_slice(Slice(64, 7.0))
    assert twice.with_slice(Slice(64, 8.0)).slices == (Slice(64, 7.0),)


@pytest.mark.parametrize(
    ("slices", "best"),
    [
        ([(64, 10.0), (128, 19.5)], 64),
        ([(64, 10.0), (128, 12.0), (256, 23.5)], 128),
        ([(64, 400.0), (128, 600.0)], 64),
        ([(64, 900.0)], 64),
    ],
)
def test_a_slice_is_the_shortest_that_is_nearly_as_fast_and_not_long(slices, best):
    assert Measurement(slices=tuple(Slice(*each) for each in slices)).best_slice(128) == best


def test_a_measurement_is_kept(tmp_path):
    measured = measurement(trial(100), slices=(Slice(64, 9.5),), cut_short="4 s were over")
    Measurements(tmp_path / "tuned").put("name", measured)
    assert Measurements(tmp_path / "tuned").get("name") == measured
    assert Measurements(tmp_path / "tuned").get("other") is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "7", '{"version": 0}', '{"version": 1}', "\x00"])
def test_a_damaged_file_is_no_measurement(tmp_path, text):
    (tmp_path / "name.json").write_text(text)
    assert Measurements(tmp_path).get("name") is None


@pytest.mark.parametrize(
    ("part", "value"),
    [("version", 2), ("trials", None), ("trials", [{}]), ("slices", [3]), ("cut_short", ...)],
)
def test_a_wrong_part_makes_it_no_measurement(part, value):
    data = json.loads(json.dumps(to_json(measurement(trial(100)))))
    if value is ...:
        del data[part]
    else:
        data[part] = value
    with pytest.raises(ValueError, match=r"version|no measurement"):
        from_json(data)


def test_a_mode_that_isnt_known_makes_it_no_measurement():
    data = json.loads(json.dumps(to_json(measurement(trial(100)))))
    data["trials"][0]["mode"]["kv_mode"] = "fused"
    with pytest.raises(ValueError, match="fused"):
        from_json(data)


def test_a_folder_that_cant_be_written_costs_only_another_measurement(tmp_path):
    (tmp_path / "file").write_text("")
    kept = Measurements(tmp_path / "file")
    kept.put("name", Measurement())
    assert kept.get("name") is None


def test_a_child_that_dies_keeps_what_it_has_said():
    said = [json.dumps({"tokens": 64, "ms": 2.0})]
    measured = _measured(said, -6)
    assert measured == Measurement(slices=(Slice(64, 2.0),), cut_short="it ended with exit code -6")


def test_a_real_model_is_measured_in_every_mode(make_llama):
    said = []
    assert measure(make_llama().model, USUAL, [1], said.append, budget_s=math.inf) == ""
    trials = [each for each in said if isinstance(each, Trial)]
    tried = [(each.mode.kv_mode, each.mode.flash_attention) for each in trials]
    assert tried[:2] == [("split", "off"), ("split", "on")]
    assert tried[2] in (("unified", "off"), ("unified", "on"))
    assert all(min(each.cold_ms, each.warm_ms, each.step_ms) > 0 for each in trials)
    assert said[-1].ms > 0


def test_a_measurement_without_time_says_so(make_llama):
    said = []
    assert measure(make_llama().model, USUAL, [1], said.append, budget_s=0) == "0 s were over"
    assert said == []


def test_a_child_measures(tiny_gguf):
    assert probe(tiny_gguf, measure_s=60.0) != Measurement()
    assert probe(tiny_gguf) == Measurement()


def test_a_model_is_measured_once_and_again_when_its_file_is_damaged(tmp_path, tiny_gguf):
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path, context_tokens=128, slots=1)
    load_backend(settings).shutdown()
    [path] = (tmp_path / "tuned").iterdir()
    first = path.read_bytes()
    load_backend(settings).shutdown()
    assert path.read_bytes() == first
    path.write_bytes(first[:99])
    load_backend(settings).shutdown()
    assert known(sha256_of(tiny_gguf), settings).trials


def test_nothing_is_measured_where_everything_is_set(tmp_path, tiny_gguf):
    chosen = {"threads": 1, "kv_mode": "split", "flash_attention": "off", "batch_tokens": 64}
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path, context_tokens=128, **chosen)
    load_backend(settings).shutdown()
    assert not (tmp_path / "tuned").exists()


def test_settings_go_before_what_was_measured():
    threads = default_threads()
    trials = trial(100, threads), trial(50, threads, flash_attention="on")
    measured = measurement(*trials, slices=(Slice(64, 9.0),))
    by_measure = tuned(Settings(), measured)
    by_hand = tuned(Settings(flash_attention="off", batch_tokens=32), measured)
    assert (by_measure.flash_attention, by_measure.batch_tokens) == ("on", 64)
    assert (by_hand.flash_attention, by_hand.batch_tokens) == ("off", 32)


def test_where_nothing_was_measured_the_defaults_hold():
    assert (tuned(Settings(), None).kv_mode, tuned(Settings(), None).flash_attention) == (
        "split",
        "off",
    )
    assert tuned(Settings(n_gpu_layers=-1), None).flash_attention == "auto"
    assert tuned(Settings(kv_mode="unified"), Measurement()).kv_mode == "unified"
