"""The same world, seed and version give the same bytes, whatever process made them."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from worldgen.quests.export import FORMATS

ROOT = Path(__file__).parents[3]


@cache
def hashes(hash_seed: str, **more: str) -> tuple[str, ...]:
    """Of every file, from a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, **more}
    done = subprocess.run(
        [sys.executable, "-m", "tests.worldgen.quests.identical"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(done.stdout.splitlines())


def test_every_format_of_every_case_is_looked_at() -> None:
    told = [line.split() for line in hashes("0")]
    assert {words[1] for words in told} == {*FORMATS, "flaws", "quest"}
    assert {words[0] for words in told if words[1] == "quest"} == set("012345")


def test_another_order_of_sets_changes_no_byte() -> None:
    assert hashes("1") == hashes("0")


def test_another_language_and_time_zone_change_no_byte() -> None:
    assert hashes("random", LC_ALL="C", TZ="Pacific/Auckland", PYTHONUTF8="0") == hashes("0")
