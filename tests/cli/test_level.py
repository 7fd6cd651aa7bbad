"""`npcgen level`, in a process of its own where it matters."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Run
from tests.conftest import Golden
from tests.service.levels import ROOM


def test_a_dungeon_is_drawn_with_its_way(run: Run, golden: Golden) -> None:
    done = run("level", "dungeon", "--seed", "7", "--count", "keys=2")

    assert done.returncode == 0
    golden.check("levels/cli_dungeon.txt", done.stdout)


def test_json_says_what_was_made(run: Run) -> None:
    done = run("level", "cave", "--seed", "3", "--size", "32x24", "--json")

    told = json.loads(done.stdout)
    assert (told["kind"], told["width"], told["height"], told["seed"]) == ("cave", 32, 24, 3)
    assert told["moves"]
    assert told["spec"] == {"kind": "cave", "width": 32, "height": 24, "seed": 3}
    assert len(told["content_sha256"]) == 64


def test_a_spec_and_options_go_together(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "room.yaml"
    file.write_text(ROOM)
    done = invoke("level", "--spec", str(file), "--json")
    made = invoke("level", "make", "--spec", str(file), "--seed", "4", "--json")

    assert done.exit_code == 2  # options come after a kind, or after `make`
    told = json.loads(made.stdout)
    assert (told["kind"], told["seed"], len(told["moves"])) == ("rules", 4, 6)


def test_a_prompt_is_read_and_unused_words_are_told(invoke: Invoke) -> None:
    done = invoke("level", "make", "--prompt", "a tiny velvet cave with a pool", "--json")

    assert json.loads(done.stdout)["kind"] == "cave"
    assert "not used: velvet" in done.stderr


def test_a_file_is_written_checked_and_redone(invoke: Invoke, tmp_path: Path) -> None:
    file, other = tmp_path / "map.json", tmp_path / "other.json"
    made = json.loads(invoke("level", "dungeon", "--out", str(file), "--json").stdout)
    checked = json.loads(invoke("level", "check", str(file), "--json").stdout)
    box = ("--box", "10,8,16,12", "--seed", "1")
    redone = invoke("level", "redo", str(file), *box, "--out", str(other), "--json")

    assert made["files"] == [str(file)]
    assert checked["valid"]
    assert checked["content_sha256"] == made["content_sha256"]
    assert json.loads(redone.stdout)["content_sha256"] != made["content_sha256"]
    assert invoke("level", "check", str(other)).exit_code == 0


def test_a_changed_file_does_not_check(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    invoke("level", "dungeon", "--out", str(file))
    document = json.loads(file.read_text())
    document["proof"]["moves"].pop()
    file.write_text(json.dumps(document))
    done = invoke("level", "check", str(file))

    assert done.exit_code == 1
    assert "FAIL solvable" in done.stdout


def test_the_ending_says_the_format(invoke: Invoke, tmp_path: Path) -> None:
    for name, begins in (("map.tmj", b"{"), ("map.png", b"\x89PNG"), ("map.txt", b"# ")):
        done = invoke("level", "cave", "--size", "24x20", "--out", str(tmp_path / name))
        assert done.exit_code == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_file_that_is_there_stays_unless_forced(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text("mine")
    arguments = ("level", "cave", "--size", "24x20", "--out", str(file))

    assert "replace it with --force" in run(*arguments).stderr
    assert file.read_text() == "mine"
    assert run(*arguments, "--force").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("castle",), "kind: there is no kind 'castle'; there are: dungeon"),
        (("dungeon", "--size", "4x4"), "width: a dungeon has 16..512 cells, not 4"),
        (("dungeon", "--size", "huge"), "size: 'huge' isn't WIDTHxHEIGHT"),
        (("dungeon", "--count", "keys"), "--count: 'keys' isn't NAME=VALUE"),
        (("dungeon", "--count", "teapots=2"), "counts.teapots: a dungeon counts no 'teapots'"),
        (("dungeon", "--option", "branching=7"), "options.branching: 7 is outside of 0..1"),
        (("dungeon", "--theme", "disco"), "theme: a dungeon has no 'disco'; it has: crypt"),
        (("dungeon", "--out", "map.doc"), "'map.doc' has the ending of no format"),
        (("dungeon", "--format", "tmj"), "--format: there is no file to write"),
        (("dungeon", "--number", "3"), "--out: say which folder"),
        (
            ("cave", "--size", "16x12", "--out", "/dev/null/map.json"),
            "--out: can't write /dev/null",
        ),
        (("cave", "--number", "2", "--out", "/dev/null/maps"), "--out: can't make /dev/null/maps"),
        (("dungeon", "--deadline", "inf"), "--deadline: inf is no time; write seconds"),
        (("make",), "kind: this is missing"),
        (("make", "--spec", "nowhere.yaml"), "--spec: can't read nowhere.yaml"),
        (("check", "nowhere.json"), "FILE: can't read nowhere.json"),
        (("cave", "--size", "500x500", "--deadline", "0.001"), "the deadline was over while"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    done = run("level", *arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_kinds_are_listed(invoke: Invoke) -> None:
    told = json.loads(invoke("level", "kinds", "--json").stdout)
    page = invoke("level", "kinds").stdout

    assert "keys" in told["dungeon"]["counts"]
    assert "dungeon: " in page
    assert "--count keys" in page


def bulk(folder: Path, number: int, *more: str) -> tuple[str, ...]:
    return ("level", "dungeon", "--number", str(number), "--out", str(folder), "--json", *more)


def test_many_are_made_and_gone_on_with(invoke: Invoke, tmp_path: Path) -> None:
    first = json.loads(invoke(*bulk(tmp_path, 4)).stdout)
    (tmp_path / "dungeon-000001.json").write_text("{}")
    again = json.loads(invoke(*bulk(tmp_path, 6)).stdout)

    assert (first["levels"], first["there_already"], first["failed"]) == (4, 0, {})
    assert (again["levels"], again["there_already"]) == (6, 3)
    assert again["variety"]["levels"] == 6
    assert len(list(tmp_path.glob("dungeon-*.json"))) == 6
    assert invoke("level", "check", str(tmp_path / "dungeon-000001.json")).exit_code == 0


def test_levels_of_another_spec_are_made_anew(invoke: Invoke, tmp_path: Path) -> None:
    invoke(*bulk(tmp_path, 2))
    other = json.loads(invoke(*bulk(tmp_path, 2, "--theme", "mine")).stdout)
    again = json.loads(invoke(*bulk(tmp_path, 2, "--theme", "mine")).stdout)

    assert (other["there_already"], again["there_already"]) == (0, 2)


def test_what_cannot_be_made_is_reported_by_its_seed(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke(*bulk(tmp_path, 3, "--size", "16x16", "--count", "rooms=200"))

    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert set(told["failed"]) == {"0", "1", "2"}
    assert list(tmp_path.iterdir()) == []


def test_two_processes_make_the_same_files_as_one(run: Run, tmp_path: Path) -> None:
    run(*bulk(tmp_path / "one", 4))
    run(*bulk(tmp_path / "two", 4, "--workers", "2"))

    one = [file.read_bytes() for file in sorted((tmp_path / "one").iterdir())]
    assert one == [file.read_bytes() for file in sorted((tmp_path / "two").iterdir())]
    assert len(one) == 4


def test_a_run_that_is_killed_leaves_only_whole_levels(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "npcgen", *bulk(tmp_path, 200)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while len(list(tmp_path.glob("dungeon-*.json"))) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    left = sorted(tmp_path.glob("dungeon-*.json"))

    assert 3 <= len(left) < 200
    for file in left:
        assert json.loads(file.read_text())["proof"]["moves"]
    done = subprocess.run(
        [sys.executable, "-m", "npcgen", *bulk(tmp_path, len(left) + 1)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["there_already"] == len(left)
    assert list(tmp_path.glob(".*")) == []
