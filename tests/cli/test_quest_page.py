"""What docs/concepts/quests.md shows is what works."""

import re
from pathlib import Path

from npcgen import SyncClient
from tests.cli.conftest import Invoke

PAGE = (Path(__file__).parents[2] / "docs/concepts/quests.md").read_text(encoding="utf-8")


def test_the_pages_world_has_a_quest(invoke: Invoke, tmp_path: Path) -> None:
    [world] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
    file = tmp_path / "hollow.yaml"
    file.write_text(world)
    done = invoke("quests", "--world", str(file))

    assert done.exit_code == 0
    assert "Buy lantern from Tobin" in done.stdout


def test_the_pages_scripts_use_verbs_that_there_are() -> None:
    scripts = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    for script in scripts:
        compile(script, "quests.md", "exec")

    verbs = {verb for script in scripts for verb in re.findall(r"client\.(\w+)\(", script)}
    assert {"generate_quests", "export_quests", "start_quest"} <= verbs
    assert all(hasattr(SyncClient, verb) for verb in verbs)
