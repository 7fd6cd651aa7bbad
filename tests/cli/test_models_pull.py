"""`npcgen models pull | import | remove`, in processes that are stopped and killed."""

import hashlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen.engine.catalogue import find_in_catalogue
from npcgen.engine.downloads.part_file import PartFile
from npcgen.errors import DataLoss
from tests.cli.conftest import Invoke, Run, started
from tests.gguf_factory import TinyModel, write_gguf
from tests.model_server import Shelf, answering, breaking_off, held, serving

UNSUMMED = "phi-4-mini-instruct"
"""The one of the catalogue that any file may stand for, for want of a known sum."""
IN_A_TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"
HALF = 200_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_gguf(tmp_path / "raven.gguf", TinyModel(licence="mit"))


@pytest.fixture
def shelf(source: Path) -> Iterator[Shelf]:
    with serving(source.read_bytes()) as shelf:
        yield shelf


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


def pulling(shelf: Shelf, *more: str) -> list[str]:
    return [sys.executable, "-m", "npcgen", *asked(shelf), *more]


def asked(shelf: Shelf) -> tuple[str, ...]:
    return ("models", "pull", UNSUMMED, "--mirror", shelf.url)


def wait_for_half(models: Path) -> None:
    part = PartFile(models / f"{UNSUMMED}.gguf")
    while part.size < HALF:
        time.sleep(0.02)


def test_pull_asks_the_mirror_as_one_asks_the_hub(shelf: Shelf, invoke: Invoke) -> None:
    invoke(*asked(shelf))

    model = find_in_catalogue(UNSUMMED)
    assert shelf.asked[0][":path"] == f"/{model.repository}/resolve/main/{model.file}"
    assert shelf.asked[0]["user-agent"].startswith("npcgen/")


def test_pull_says_that_no_sum_was_known(shelf: Shelf, models: Path, invoke: Invoke) -> None:
    done = invoke(*asked(shelf))

    said = done.stdout.splitlines()
    digest = hashlib.sha256(shelf.data).hexdigest()
    assert (models / f"{UNSUMMED}.gguf").read_bytes() == shelf.data
    assert f"sha256          {digest}" in said
    assert "checked         NO SUM WAS KNOWN." in done.stdout
    assert "licence         MIT" in said
    assert f"demo --model {UNSUMMED}" in done.stderr


def test_pull_gives_scripts_json(shelf: Shelf, models: Path, invoke: Invoke) -> None:
    done = json.loads(invoke(*asked(shelf), "--json").stdout)

    assert (done["trust"], done["was_there"]) == ("first", False)
    assert done["path"] == str(models / f"{UNSUMMED}.gguf")
    assert json.loads(invoke(*asked(shelf), "--json").stdout)["was_there"] is True


def test_the_mirror_is_a_setting_too(
    shelf: Shelf, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_MODEL_MIRROR", f"{shelf.url}/cache/")

    assert invoke("models", "pull", UNSUMMED).exit_code == 0
    assert shelf.asked[0][":path"].startswith("/cache/unsloth/")


def test_a_model_with_a_known_sum_is_that_or_nothing(
    shelf: Shelf, models: Path, invoke: Invoke
) -> None:
    done = invoke("models", "pull", "qwen3-0.6b", "--mirror", shelf.url)

    assert isinstance(done.exception, DataLoss)
    assert done.exception.reason == "SIZE_DIFFERS"
    assert not list(models.glob("qwen3*"))


def test_any_address_can_be_pulled_under_any_name(
    shelf: Shelf, models: Path, invoke: Invoke
) -> None:
    url = f"{shelf.url}/x.gguf?token=secret"
    digest = hashlib.sha256(shelf.data).hexdigest().upper()

    assert invoke("models", "pull", "crow", "--url", url, "--sha256", digest).exit_code == 0
    assert (models / "crow.gguf").read_bytes() == shelf.data
    assert "secret" not in (models / "sums.json").read_text()


def test_kill_9_in_the_middle_costs_what_was_on_its_way(
    shelf: Shelf, models: Path, invoke: Invoke
) -> None:
    over = threading.Event()
    shelf.moods.append(held(HALF, over))
    with started(pulling(shelf), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for_half(models)
        process.kill()
        process.wait()
    over.set()

    assert invoke(*asked(shelf)).exit_code == 0
    assert (models / f"{UNSUMMED}.gguf").read_bytes() == shelf.data
    assert shelf.ranges == ["", f"bytes={HALF}-"]


def test_ctrl_c_keeps_the_part_and_says_so(shelf: Shelf, models: Path, invoke: Invoke) -> None:
    over = threading.Event()
    shelf.moods.append(held(HALF, over))
    with started(pulling(shelf), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for_half(models)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    over.set()

    assert process.returncode == 130
    assert b"stopped; the same command goes on" in errors
    assert b"Traceback" not in errors
    assert "0.2 MiB of 2.3 GiB" in invoke("models", "list").stdout


def test_the_second_of_two_at_once_is_refused(shelf: Shelf, models: Path, invoke: Invoke) -> None:
    over = threading.Event()
    shelf.moods.append(held(HALF, over))
    with started(pulling(shelf), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for_half(models)
        second = invoke(*asked(shelf))
        removal = invoke("models", "remove", UNSUMMED)
        over.set()
        process.communicate(timeout=60)

    assert (second.exit_code, removal.exit_code, process.returncode) == (1, 1, 0)
    assert "another npcgen is pulling" in str(second.exception)
    assert (models / f"{UNSUMMED}.gguf").read_bytes() == shelf.data


def test_a_terminal_sees_a_bar(shelf: Shelf, run: Run) -> None:
    command = [sys.executable, "-c", IN_A_TERMINAL, *pulling(shelf)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert f"pulling {UNSUMMED}" in done.stdout
    assert "━" in done.stdout


def test_a_server_cannot_steer_the_terminal(shelf: Shelf, run: Run) -> None:
    shelf.moods.append(answering(302, location="https://\x1b]0;gone\x07/"))
    done = run(*asked(shelf))

    assert done.returncode == 1
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("../../etc/passwd", "--url", "https://x/y"), "no name for a model"),
        (("pocket", "--url", "https://x/y"), "inside the package"),
        (("crow", "--url", "file:///etc/passwd"), "is no address"),
        (("crow", "--url", "nonsense"), "is no address"),
        (("crow", "--url", "https://me:secret@x/y"), "holds a user or a password"),
        (("crow", "--url", "http://models.example/y"), "is plain http"),
        (("crow", "--url", "https://x/y", "--sha256", "abc"), "64 hexadecimal digits"),
        (("qwen3-0.6b", "--sha256", "0" * 64), "the catalogue knows another sum"),
        (("crow", "--url", "https://a..b/y"), "is no address"),
        (("qwen3-0.6b", "--mirror", "ftp://x"), "--mirror (or NPCGEN_MODEL_MIRROR)"),
        (("qwen3-0.6b", "--mirror", "https://x/?y"), "goes on with '?' or '#'"),
        (("qwen3-0.6", ""), "did you mean qwen3-0.6b"),
    ],
)
def test_wrong_wishes_are_told(arguments: tuple[str, ...], problem: str, invoke: Invoke) -> None:
    done = invoke("models", "pull", *filter(None, arguments))

    assert problem in str(done.exception)
    assert "secret" not in str(done.exception)


def test_import_says_what_came(source: Path, models: Path, invoke: Invoke) -> None:
    done = json.loads(invoke("models", "import", str(source), "--name", "crow", "--json").stdout)

    assert (models / "crow.gguf").read_bytes() == source.read_bytes()
    facts = (done["name"], done["architecture"], done["parameters"], done["quantisation"])
    assert facts == ("crow", "llama", 122048, "F16")
    assert done["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert done["memory"].endswith("with one conversation of 512 tokens")


def test_an_imported_model_is_listed_and_removed(source: Path, invoke: Invoke) -> None:
    invoke("models", "import", str(source), "--link")
    assert "raven " in invoke("models", "list").stdout
    assert invoke("models", "remove", "raven").stdout == "raven is removed\n"

    assert "raven " not in invoke("models", "list").stdout
    assert source.exists()


def test_remove_gives_up_a_broken_pull(shelf: Shelf, models: Path, invoke: Invoke) -> None:
    shelf.moods.extend([breaking_off(HALF), answering(404)])
    assert invoke(*asked(shelf)).exit_code == 1

    removed = json.loads(invoke("models", "remove", UNSUMMED, "--json").stdout)

    assert removed == {"removed": {"model": False, "part": True}}
    assert not list(models.glob("phi*"))
