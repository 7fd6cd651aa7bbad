"""The sample for Godot: its scene as godot_parser reads it, with its script, run by an engine."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from npcgen.client import LocalServer, SyncClient
from tests.clients.godot_engine import PROJECT, needs_engine, run_script

pytestmark = [
    needs_engine,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*"),
]


def nodes() -> list[dict[str, Any]]:
    from godot_parser import load

    scene = load(str(PROJECT / "sample" / "forge.tscn"))
    return [
        {
            "name": node.name,
            "type": node.type,
            "parent": node.parent or "",
            "properties": {
                name: value for name, value in node.properties.items() if type(value) is str
            },
        }
        for node in scene.get_nodes()
    ]


def test_the_sample_talks_saves_loads_and_ends_the_reply_with_its_scene(
    server: LocalServer, tmp_path: Path
) -> None:
    given = {"NPCGEN_TEST_URL": server.http_url, "NPCGEN_TEST_SCENE": json.dumps(nodes())}
    lines = run_script(tmp_path, "tests/test_sample.gd", **given)
    shown = lines[lines.index("You: Good evening.") :]
    assert [line.split(":")[0] for line in shown if ":" in line] == ["You", "Brannoch"] * 2
    assert "You: Stay a while." in shown
    with SyncClient(server.target) as client:
        while any(each.active_turn_id for each in client.list_conversations()):
            time.sleep(0.05)
        # The reply that was left counts as a turn that was cut.
        assert [each.npc_id for each in client.list_conversations()] == ["brannoch"]
