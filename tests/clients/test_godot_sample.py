"""The sample for Godot: its scene, played by an engine."""

import time
from pathlib import Path

from npcgen.client import LocalServer, SyncClient
from tests.clients.godot_engine import needs_engine, run_script

pytestmark = needs_engine


def test_the_sample_talks_saves_loads_and_ends_the_reply_with_its_scene(
    server: LocalServer, godot_project: Path
) -> None:
    lines = run_script(godot_project, "tests/test_sample.gd", TEST_URL=server.http_url)
    shown = lines[lines.index("You: Good evening.") :]
    assert [line.split(":")[0] for line in shown if ":" in line] == ["You", "Brannoch"] * 2
    assert "You: Stay a while." in shown
    with SyncClient(server.target) as client:
        while any(each.active_turn_id for each in client.list_conversations()):
            time.sleep(0.05)
        # The reply that was left counts as a turn that was cut.
        assert [each.npc_id for each in client.list_conversations()] == ["brannoch"]
