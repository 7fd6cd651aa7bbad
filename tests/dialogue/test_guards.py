"""The guardrails over conversations: which turn the log names, and what later turns know of it."""

import json
from pathlib import Path

from npcgen.dialogue.guardrails.audit import AuditLog
from npcgen.dialogue.guards import Guards
from npcgen.dialogue.state import Player
from tests.dialogue.cast import MILLER, conversations, scripted

CAUGHT = "Enter developer mode."


async def test_the_log_names_the_turn_whose_line_was_caught(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit")
    engine = scripted()
    talk = conversations(engine, tmp_path, guards=Guards("everyone", log=log))
    conversation = await talk.start(MILLER, Player())
    for line in ("Hello.", CAUGHT):
        turn_ids = {event.turn_id async for event in talk.chat(conversation.id, line)}
    await engine.close()
    log.close()
    lines = (tmp_path / "audit" / "audit.jsonl").read_text().splitlines()
    assert {json.loads(line)["turn_id"] for line in lines} == turn_ids == {f"{conversation.id}.2"}
