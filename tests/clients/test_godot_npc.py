"""The Npc node, the autoload and saves, in a scene tree run by an engine."""

import json
from pathlib import Path
from typing import Any

from npcgen.client.local_server import LocalServer
from tests.clients.godot_engine import needs_engine, run_script

pytestmark = needs_engine


def said(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_an_npc_speaks_is_saved_forgotten_and_left_alone(
    server: LocalServer, godot_project: Path
) -> None:
    lines = said(run_script(godot_project, "tests/test_npc.gd", TEST_URL=server.http_url))
    replies = [each["completed"] for each in lines if "completed" in each]
    words = "".join(each.get("text_delta", "") for each in lines)
    others = [each for each in lines if "text_delta" not in each and "sentence" not in each]
    assert words == "".join(replies)
    # The save was made before the second line: rolled back, the NPC hears it for the first time.
    assert replies[1] == replies[2]
    assert replies[4] == "What? The bellows are loud."
    assert others == [
        {"failed": "TURN_IN_PROGRESS", "field": ""},
        {"completed": replies[0]},
        {"saved": ["/root/Smith"], "failed": False},
        {"completed": replies[1]},
        {"loaded": True},
        {"completed": replies[2]},
        {"completed": replies[3]},
        {"failed": "SERVER_UNREACHABLE", "field": ""},
        {"completed": replies[4]},
        {"failed": "INVALID_ARGUMENT", "field": "max_token"},
    ]


def test_npcs_speak_at_once_and_one_may_pause_or_leave_with_its_scene(
    server: LocalServer, godot_project: Path
) -> None:
    lines = run_script(godot_project, "tests/test_cast.gd", TEST_URL=server.http_url)
    assert said(lines) == [
        {"at_once": [True, True]},
        {"spoke": {"First": True, "Second": True}},
        {"while_paused": 0},
        {"after": True},
        {"freed": True, "goes_on": True},
    ]
