"""`npcgen texture --diffusion`: a child process paints, and what it can't is said in a line."""

import json
from pathlib import Path

import pytest

from npcgen.errors import InvalidArgument
from tests.cli.conftest import Invoke, Run

SAID = ("--size", "32", "--set", "steps=2", "--device", "cpu")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny model."""
    pytest.importorskip("diffusers", reason="needs the extra [diffusion]")
    from tests.worldgen.textures.diffusion.tiny import save_plain

    return save_plain(tmp_path / "model")


def test_a_model_paints_an_engines_files(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "walls"
    given = ("--diffusion", str(folder), *SAID, "--out", str(out), "--pack", "godot")
    done = run("texture", "mossy wall", *given, "--stem", "wall")
    assert done.returncode == 0, done.stderr
    assert "derived, and so a guess: height, normal, orm" in done.stdout
    record = json.loads((out / "wall.npcgen.texture.json").read_text())
    assert (record["spec"]["prompt"], record["spec"]["width"]) == ("mossy wall", 32)
    assert record["provenance"]["generator"] == "worldgen.textures.diffusion.model"
    assert sorted(record["files"]) == sorted(
        each.name for each in out.iterdir() if "np" not in each.name
    )


def test_what_was_written_beside_it_paints_it_again(run: Run, folder: Path, tmp_path: Path) -> None:
    given = ("--diffusion", str(folder), "--json")
    first = run("texture", "mossy wall", *given, *SAID, "--out", str(tmp_path / "walls"))
    record = tmp_path / "walls" / "painted.npcgen.texture.json"
    again = run("texture", "--spec", str(record), *given, "--device", "cpu")
    one, other = (json.loads(done.stdout)["provenance"] for done in (first, again))
    assert one == other


def test_what_the_model_cannot_paint_is_said(run: Run, folder: Path) -> None:
    done = run("texture", "moss", "--diffusion", str(folder), "--size", "36")
    assert done.returncode != 0
    assert "width: 36 pixels; this model paints multiples of 8" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--diffusion", "nowhere", "--palette", "red"), "palette: there is no field of that name"),
        (("--diffusion", "nowhere", "--device", "abacus"), "--device: there is no 'abacus'"),
        (("--diffusion", "nowhere", "--count", "3"), "--count: this makes something else"),
        (("--lora", "moss.safetensors"), "--lora: this is of a diffusion model"),
        (("--unchecked",), "--unchecked: this is of a diffusion model"),
    ],
)
def test_what_does_not_go_together_is_refused(
    invoke: Invoke, given: tuple[str, ...], said: str
) -> None:
    done = invoke("texture", "moss", *given)
    assert isinstance(done.exception, InvalidArgument)
    assert said in str(done.exception)
