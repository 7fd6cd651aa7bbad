"""A bundle put to the proof: its server is started twice, and asked one line."""

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue.events import Completed

_PERSONA = "brannoch"
_LINE = "Good day."


@dataclass(frozen=True, slots=True)
class Trial:
    """How a bundle did."""

    first_ready_s: float
    """From its start until its model could speak, on a machine that never saw it."""
    ready_s: float
    """The same, every other time."""
    first_word_ms: float
    npc_name: str
    said: str


def tried(program: Path) -> Trial:
    """Raises Unavailable with the end of the server's log where it doesn't come up."""
    with tempfile.TemporaryDirectory() as data_dir:
        first_ready_s = _start(program, data_dir)[0]
        ready_s, first_word_ms, npc_name, said = _start(program, data_dir)
    return Trial(first_ready_s, ready_s, first_word_ms, npc_name, said)


def _start(program: Path, data_dir: str) -> tuple[float, float, str, str]:
    began = time.monotonic()
    # NOTE: the program takes Python's place: it knows `-m npcgen`.
    with (
        LocalServer("--data-dir", data_dir, python=program, environment=_environment()) as server,
        SyncClient(server.target) as client,
    ):
        server.wait_ready(client)
        ready_s = time.monotonic() - began
        conversation = client.start_conversation(_PERSONA)
        *_, last = client.chat(conversation.id, _LINE)
        assert isinstance(last.body, Completed)
        return ready_s, last.body.timings.ttft_ms, conversation.npc_name, last.body.text


def _environment() -> dict[str, str]:
    """Without the settings of whoever makes the bundle: a player has none."""
    return {name: it for name, it in os.environ.items() if not name.upper().startswith("NPCGEN_")}
