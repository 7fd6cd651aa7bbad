"""How many threads a machine or a container gets."""

import os
import subprocess
import sys

import psutil
import pytest

from npcgen.engine.threads import default_threads, thread_counts, usable_cores


@pytest.mark.parametrize("content", ["max 100000", "", "garbage"])
def test_without_a_limit_every_core_that_is_allowed_counts(tmp_path, content):
    limit = tmp_path / "cpu.max"
    limit.write_text(content)
    assert default_threads(limit) == default_threads(tmp_path / "none")
    assert 1 <= default_threads(limit) <= psutil.cpu_count(logical=False)


def test_a_container_of_half_a_core_gets_one_thread(tmp_path):
    limit = tmp_path / "cpu.max"
    limit.write_text("50000 100000\n")
    assert default_threads(limit) == 1


def test_what_is_measured_goes_from_one_thread_to_every_core(tmp_path):
    cores = usable_cores(tmp_path / "none")
    counts = thread_counts(tmp_path / "none")
    assert (counts[0], counts[-1]) == (1, cores)
    assert default_threads(tmp_path / "none") in counts


def test_threads_that_wait_sleep_unless_told_otherwise():
    code = "import os, npcgen.engine.backends.llama_cpp; print(os.environ['OMP_WAIT_POLICY'])"
    for given, used in (({}, "passive"), ({"OMP_WAIT_POLICY": "active"}, "active")):
        environment = {name: value for name, value in os.environ.items() if name[:4] != "OMP_"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, **given},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == used
