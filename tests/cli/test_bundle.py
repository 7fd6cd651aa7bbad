"""What `npcgen bundle` refuses before it makes anything."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytest.importorskip("cx_Freeze")


def test_a_folder_of_somebody_else_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "save.dat").write_text("precious")
    refused = run("bundle", "--out", str(tmp_path))
    assert refused.returncode == 1
    assert "is no bundle, and not empty; name a new folder" in refused.stderr.replace("\n", " ")
    assert (tmp_path / "save.dat").read_text() == "precious"


def test_what_is_no_model_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_text("words")
    refused = run("bundle", "--out", str(tmp_path / "b"), "--model", str(tmp_path / "model.gguf"))
    assert refused.returncode == 1
    assert "not a GGUF file" in refused.stderr.replace("\n", " ")
    assert not (tmp_path / "b").exists()
