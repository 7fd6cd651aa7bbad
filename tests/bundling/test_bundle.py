"""A bundle is made, and talks where there is no Python: no PATH, no home, nothing but itself.

Making one takes minutes on a busy machine, so only where NPCGEN_TEST_BUNDLE is set, as in CI.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("cx_Freeze")

pytestmark = [
    pytest.mark.skipif("NPCGEN_TEST_BUNDLE" not in os.environ, reason="set NPCGEN_TEST_BUNDLE=1"),
    pytest.mark.timeout(900),
]
BARE = {"SYSTEMROOT": os.environ["SYSTEMROOT"]} if sys.platform == "win32" else {}
PERMISSIVE = ("Apache", "MIT", "BSD", "PSF", "ISC", "HPND", "CNRI", "Python", "0BSD", "Unlicense")


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, Any]]:
    """What `npcgen bundle --json` says of a bundle that can only talk, with the pocket model."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "server"
        command = [sys.executable, "-m", "npcgen", "bundle", "--talk-only", "--json"]
        done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def bare(made: dict[str, Any], *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [made["program"], *words]
    return subprocess.run(command, env=BARE, cwd=folder, capture_output=True, text=True)


def test_it_was_started_and_asked(made: dict[str, Any]) -> None:
    trial = made["trial"]
    assert trial["npc_name"] == "Brannoch Vale"
    assert trial["said"]
    assert min(trial["first_ready_s"], trial["ready_s"], trial["first_word_ms"]) > 0


def test_it_weighs_what_it_says(made: dict[str, Any]) -> None:
    files = [each for each in Path(made["folder"]).rglob("*") if each.is_file()]
    assert sum(each.lstat().st_size for each in files) == made["size_bytes"]
    assert made["largest"].keys().isdisjoint({"llvmlite", "scipy", "torch", "nicegui"})


def test_it_talks_with_an_empty_environment(made: dict[str, Any], tmp_path: Path) -> None:
    said = bare(
        made,
        *("chat", "brannoch", "--say", "Good day.", "--json", "--data-dir", str(tmp_path)),
        folder=tmp_path,
    )
    assert said.returncode == 0, said.stderr
    turn = json.loads(said.stdout)
    assert turn["text"]
    assert turn["fallback_reason"] == ""


def test_it_refuses_what_it_left_out(made: dict[str, Any], tmp_path: Path) -> None:
    ports = ("--grpc-port", "0", "--http-port", "0", "--json", "--stop-with-parent")
    command = [made["program"], "serve", *ports, "--data-dir", str(tmp_path)]
    server = subprocess.Popen(command, env=BARE, stdin=-1, stdout=-1, stderr=-1)
    assert server.stdout is not None
    url = json.loads(server.stdout.readline())["http"]
    spec = {"kind": "cave", "width": 16, "height": 16}
    answer = httpx.post(f"{url}/npcgen.v1.LevelService/GetChunk", json={"spec": spec}, timeout=60)
    server.communicate()
    assert answer.json()["code"] == "failed_precondition", answer.text


def test_all_that_is_inside_is_permissive(made: dict[str, Any]) -> None:
    folder = Path(made["folder"])
    lines = (folder / "licences" / "LICENCES.txt").read_text(encoding="utf-8").splitlines()
    told = dict(line.rsplit(": ", 1) for line in lines if ": " in line)
    assert told["model: pocket"] == "Apache-2.0"
    for package, licence in told.items():
        assert any(each in licence for each in PERMISSIVE), f"{package}: {licence}"
    gpl = [each for each in folder.rglob("*") if each.name.startswith(("libreadline", "libgdbm"))]
    assert gpl == []
