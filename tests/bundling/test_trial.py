"""How a bundle is tried. Python stands in for its program here, as that does for Python."""

import sys
from pathlib import Path

import pytest

from npcgen.bundling.trial import tried


def test_a_trial_has_no_settings_of_whoever_makes_the_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NPCGEN_MODEL", "of-the-maker.gguf")
    monkeypatch.setenv("npcgen_api_keys", '["of-the-maker"]')
    trial = tried(Path(sys.executable))
    assert trial.npc_name == "Brannoch Vale"
    assert trial.said
