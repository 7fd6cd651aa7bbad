"""From forty lines to a voice in a real server: trained, loaded, named by a persona, heard."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("gguf")
pytest.importorskip("tokenizers")
pytest.importorskip("torch")

from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue.authored_file import read_authored
from npcgen.dialogue.events import Completed
from npcgen.dialogue.persona import Persona
from training.adapt import adapt, parser

EXAMPLES = Path(__file__).parents[2] / "training" / "examples"
ASKED = (
    "Hey there.",
    "What should I call you?",
    "What line are you in?",
    "Where have I come to?",
    "What are you after?",
    "How much is a cask of rum?",
    "When is the watch changed?",
    "Who could open the sea gate for me?",
    "Who won the war?",
    "Tell me a joke.",
    "Is it far to the next town?",
    "I brought you a present.",
    "You lie!",
    "What do you eat?",
    "Do you like music?",
    "Can I come along?",
    "What did you do yesterday?",
    "Who taught you to sail?",
    "Good night.",
    "I need a boat.",
)
"""None of them stands in the lines."""


def said(client: SyncClient, persona: Persona, question: str) -> str:
    conversation = client.start_conversation(persona, player="Ada")
    events = client.chat(conversation.id, question, temperature=0.0, max_tokens=48)
    last = [event.body for event in events][-1]
    assert isinstance(last, Completed)
    return last.text


def replies(client: SyncClient, persona: Persona) -> list[str]:
    """To all questions, asked at once: they are decoded in one batch."""
    with ThreadPoolExecutor(len(ASKED)) as askers:
        return list(askers.map(partial(said, client, persona), ASKED))


@pytest.mark.timeout(900)
def test_a_voice_trained_on_forty_lines_is_heard(tmp_path: Path) -> None:
    adapters = tmp_path / "adapters"
    adapters.mkdir()
    lines, out = EXAMPLES / "marla_lines.yaml", adapters / "tide.gguf"
    adapt(parser().parse_args([str(lines), "--out", str(out), "--steps", "80"]))
    marla = read_authored(EXAMPLES / "marla.yaml", Persona)
    voiced = marla.model_copy(update={"adapter": "tide"})
    with (
        LocalServer("--data-dir", str(tmp_path), "--threads", "1") as server,
        SyncClient(server.target) as client,
    ):
        server.wait_ready(client)
        plainly, aloud = replies(client, marla), replies(client, voiced)
    assert sum("Tide take me" in reply for reply in plainly) == 0
    assert sum("Tide take me" in reply for reply in aloud) >= 16
