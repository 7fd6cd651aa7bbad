"""How many threads a machine or a container gets."""

import psutil
import pytest

from npcgen.engine.threads import default_threads


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
