"""`npcgen quests`, in a process of its own where it matters."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Invoke, Run, gone
from tests.worldgen.quests.worlds import VILLAGE


@pytest.fixture
def village(tmp_path: Path) -> str:
    """A world's file."""
    file = tmp_path / "village.yaml"
    file.write_text(json.dumps(VILLAGE))
    return str(file)


def bulk(folder: Path, count: int, *more: str) -> tuple[str, ...]:
    out = ("--count", str(count), "--seed", "7", "--out", str(folder), "--json")
    return ("quests", "--world", "tallow_ring", *out, *more)


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.json")}


def test_a_quest_is_shown_as_a_tree(run: Run, village: str) -> None:
    done = run("quests", "--world", village, "--seed", "7", "--giver", "mira", "--motive", "need")

    assert done.returncode == 0
    first, *rest = done.stdout.splitlines()
    assert first.endswith("(mira)")
    assert "├── why: need" in rest
    assert any("Bring lantern to mira" in line for line in rest)
    assert rest[-1].startswith("seed 7  id ")


def test_json_has_all_of_the_quests(invoke: Invoke, village: str) -> None:
    done = invoke("quests", "--world", village, "--count", "3", "--json")

    told = json.loads(done.stdout)
    assert (told["format"], told["world"], len(told["quests"])) == ("npcgen quests", "hollow", 3)
    assert told["quests"][0]["provenance"]["content_sha256"]


def test_a_prompt_is_read_and_unused_words_are_told(invoke: Invoke, village: str) -> None:
    prompt = "two velvet quests that Mira asks for, at most 4 steps"
    done = invoke("quests", "--world", village, "--seed", "7", "--prompt", prompt, "--json")

    quests = json.loads(done.stdout)["quests"]
    assert {quest["giver"] for quest in quests} == {"mira"}
    assert "not used: velvet" in done.stderr


def test_a_quest_that_does_not_hold_is_left_out_and_told(invoke: Invoke, tmp_path: Path) -> None:
    beg = {"parameters": {"what": "item"}, "does": ["has player what"], "verb": "beg"}
    facts = [fact for fact in VILLAGE["facts"] if "tobin lantern" not in fact]
    schema = {"actions": {"beg": {**beg, "says": "Beg for {what} | [TODO]"}}}
    world = tmp_path / "village.yaml"
    world.write_text(json.dumps({**VILLAGE, "facts": facts, "schema": schema}))
    asked = ("quests", "--world", str(world), "--giver", "mira", "--motive", "need", "--json")
    done = invoke(*asked)

    assert done.exit_code == 1
    assert json.loads(done.stdout)["quests"] == []
    assert "is left out, a bug of ours: lines[" in done.stderr


def test_many_are_written_with_a_report(invoke: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "quests"
    done = json.loads(invoke(*bulk(out, 6, "--format", "ink,csv")).stdout)
    report = (out / "report.html").read_text()

    files = files_in(out)
    assert done["made"] == done["tally"]["quests"] == len(files) == 6
    assert len(list(out.glob("ink/*.ink"))) == 6
    assert list(out.glob("csv/*.csv"))
    assert all(f'href="{name}"' in report for name in files)


def test_what_is_there_stays_and_what_is_damaged_is_made_anew(
    invoke: Invoke, tmp_path: Path
) -> None:
    first = json.loads(invoke(*bulk(tmp_path, 4)).stdout)
    before = files_in(tmp_path)
    damaged = tmp_path / min(before)
    damaged.write_bytes(before[damaged.name][:100])
    again = json.loads(invoke(*bulk(tmp_path, 4)).stdout)

    assert (first["made"], first["there"]) == (len(before), 0)
    assert (again["made"], again["there"]) == (1, len(before) - 1)
    assert files_in(tmp_path) == before


def test_more_are_made_beside_those_that_are_there(invoke: Invoke, tmp_path: Path) -> None:
    first = json.loads(invoke(*bulk(tmp_path, 2)).stdout)
    more = json.loads(invoke(*bulk(tmp_path, 4)).stdout)

    assert (first["made"], more["made"], more["there"]) == (2, 2, 2)


def test_a_changed_world_makes_its_quests_anew(
    invoke: Invoke, tmp_path: Path, village: str
) -> None:
    asked = ("quests", "--world", village, "--count", "4", "--out")
    invoke(*asked, str(tmp_path / "quests"))
    Path(village).write_text(json.dumps({**VILLAGE, "facts": [*VILLAGE["facts"], "sick tobin"]}))
    invoke(*asked, str(tmp_path / "quests"))
    invoke(*asked, str(tmp_path / "anew"))

    now, anew = files_in(tmp_path / "quests"), files_in(tmp_path / "anew")
    told = json.loads(invoke(*asked, str(tmp_path / "quests"), "--json").stdout)
    assert len(anew) == told["there"] == 4
    assert {name: now[name] for name in anew} == anew
    assert told["others"] == len(now) - 4


def test_files_hold_what_check_finds_right(invoke: Invoke, tmp_path: Path) -> None:
    invoke(*bulk(tmp_path, 2))
    file = min(tmp_path.glob("*.json"))
    right = invoke("quests", "check", str(file), "--world", "tallow_ring", "--json")
    document = json.loads(file.read_text())
    document["quests"][0]["branches"][0]["steps"].pop()
    file.write_text(json.dumps(document))
    wrong = invoke("quests", "check", str(file), "--world", "tallow_ring")

    assert (right.exit_code, json.loads(right.stdout)["valid"]) == (0, True)
    assert wrong.exit_code == 1
    assert "FAIL" in wrong.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--world", "atlantis"), "no world 'atlantis' is bundled; there are: emberlow"),
        (("--world", "no/where.yaml"), "--world: can't read no/where.yaml"),
        (("--count", "0"), "count: 0 is too small"),
        (("--giver", "nobody"), "givers[0]: there is no 'nobody' in this world"),
        (("--motive", "boredom"), "motives[0]: there is no motive 'boredom'"),
        (("--difficulty", "absurd"), "difficulty: 'absurd' is none of"),
        (("--format", "ink"), "--format: there are no files; say where with --out"),
        (("--sweep",), "--sweep: there are no files; say where with --out"),
        (("--out", "quests", "--format", "docx"), "--format: there is no 'docx'; there are: json"),
        (("--spec", "nowhere.yaml"), "--spec: can't read nowhere.yaml"),
        (("--economy", "nowhere.yaml"), "--economy: can't read nowhere.yaml"),
        (("--out", "quests", "--workers", "0"), "--workers: 0 isn't 1..256"),
        (("check", "nowhere.json"), "FILE: can't read nowhere.json"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    invoke: Invoke, arguments: tuple[str, ...], says: str
) -> None:
    done = invoke("quests", *arguments)

    assert done.exit_code == 1
    assert says in str(done.exception)


def test_worlds_are_listed(invoke: Invoke) -> None:
    told = json.loads(invoke("quests", "worlds", "--json").stdout)

    assert told["emberlow"]["name"] == "Emberlow"
    assert "emberlow" in invoke("quests", "worlds").stdout


def whole(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@contextmanager
def making(folder: Path, count: int) -> Iterator[psutil.Popen]:
    """A run in a session of its own, once it has written two quests."""
    command = [sys.executable, "-m", "npcgen", *bulk(folder, count, "--workers", "2")]
    with psutil.Popen(
        command, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + 60
        while len(files_in(folder)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        yield process


def test_files_are_the_same_for_any_number_of_processes(run: Run, tmp_path: Path) -> None:
    alone, three = tmp_path / "alone", tmp_path / "three"
    told = [
        json.loads(run(*bulk(folder, 24, "--workers", workers)).stdout)
        for folder, workers in ((alone, "1"), (three, "3"))
    ]

    assert told[0] == told[1]
    assert told[0]["made"] == len(files_in(alone)) == 24
    assert whole(alone) == whole(three)


def test_a_run_that_is_killed_ends_with_the_same_files(run: Run, tmp_path: Path) -> None:
    killed, unbroken = tmp_path / "killed", tmp_path / "unbroken"
    with making(killed, 24) as process:
        children = process.children(recursive=True)
        process.kill()
    left = files_in(killed)
    told = json.loads(run(*bulk(killed, 24)).stdout)
    run(*bulk(unbroken, 24))

    assert (len(children), gone(children)) == (2, True)
    assert 2 <= len(left) < told["tally"]["quests"]
    assert told["there"] == len(left)
    assert whole(killed) == whole(unbroken)
    assert list(killed.glob(".*")) == []


def test_ctrl_c_ends_every_process_and_says_what_is_there(tmp_path: Path) -> None:
    with making(tmp_path, 400) as process:
        children = process.children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=30)[1]

    assert process.returncode == 130
    assert f"stopped; {len(files_in(tmp_path))} of 400 quests are there" in said
    assert "Traceback" not in said
    assert gone(children)
    assert list(tmp_path.glob(".*")) == []


def test_a_run_whose_process_is_killed_says_so_and_leaves_none(tmp_path: Path) -> None:
    with making(tmp_path, 400) as process:
        children = process.children(recursive=True)
        children[0].kill()
        told = process.communicate(timeout=60)[1]

    assert process.returncode == 1
    assert "the process that made this ended before it was done" in told
    assert gone(children)
    assert list(tmp_path.glob(".*")) == []


def test_what_a_full_disk_refuses_is_said(invoke: Invoke, tmp_path: Path) -> None:
    taken = tmp_path / "quests" / "report.html"
    taken.mkdir(parents=True)
    done = invoke(*bulk(taken.parent, 1))

    assert done.exit_code == 1
    assert "--out: can't write" in str(done.exception)


def test_a_games_own_economy_is_paid_by(invoke: Invoke, tmp_path: Path) -> None:
    economy = tmp_path / "economy.yaml"
    economy.write_text("experience_base: 1000")
    (tmp_path / "negative.yaml").write_text("per_cost: -2")
    asked = ("quests", "--world", "tallow_ring", "--json", "--economy")
    rich = json.loads(invoke(*asked, str(economy)).stdout)
    bad = invoke(*asked, str(tmp_path / "negative.yaml"))

    [branch, *_] = rich["quests"][0]["branches"]
    assert branch["outcome"]["reward"]["experience"] > 1000
    assert "economy.per_cost: -2 is too small; 0.0 is the least" in str(bad.exception)
