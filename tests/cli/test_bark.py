"""`npcgen bark`: one-liners, printed."""

import json

from tests.cli.conftest import SCRIPTED, Run


def test_it_prints_a_line_each(run: Run) -> None:
    done = run("bark", "tamsin", "Rain falls.", "--count", "2", *SCRIPTED)

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert 1 <= len(lines) <= 2
    assert all(len(line.split()) <= 12 for line in lines)


def test_it_prints_json_for_scripts(run: Run) -> None:
    done = run("bark", "tamsin", "Rain falls.", "--count", "1", "--json", *SCRIPTED)

    line = json.loads(done.stdout)
    assert line["npc_id"] == "tamsin"
    assert line["finish_reason"] == "stop"


def test_a_persona_that_is_not_there_is_named(run: Run) -> None:
    done = run("bark", "nobody", "Rain falls.", *SCRIPTED)

    assert done.returncode == 1
    assert "nobody" in done.stderr
