"""What is remembered of a model that a child process survived."""

import pytest

from npcgen.engine import survivors
from npcgen.engine.load import load_backend
from npcgen.engine.survivors import Survivors
from npcgen.engine.tuning import Measurement
from npcgen.settings import Settings


def test_a_survivor_is_known_by_its_weights_and_its_layers_on_the_gpu(tmp_path):
    kept = Survivors(tmp_path / "survived")
    kept.add("abc", 0)
    again = Survivors(tmp_path / "survived")
    assert again.has("abc", 0)
    assert not again.has("abc", -1)
    assert not again.has("abd", 0)


def test_another_processor_has_to_be_survived_anew(tmp_path, monkeypatch):
    kept = Survivors(tmp_path)
    kept.add("abc", 0)
    monkeypatch.setattr(survivors, "_processor", lambda: ("other",))
    assert not kept.has("abc", 0)


def test_a_folder_that_cant_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    kept = Survivors(tmp_path / "file")
    kept.add("abc", 0)
    assert not kept.has("abc", 0)


@pytest.mark.parametrize("known", [False, True])
def test_a_known_survivor_needs_no_child(tmp_path, tiny_gguf, monkeypatch, known):
    settings = Settings(model=str(tiny_gguf), data_dir=tmp_path, context_tokens=128)
    if known:
        load_backend(settings).shutdown()
    asked = []

    def ask(*_, **__):
        asked.append(1)
        return Measurement()

    monkeypatch.setattr("npcgen.engine.tuned.probe", ask)
    load_backend(settings).shutdown()
    assert len(asked) == (0 if known else 1)
