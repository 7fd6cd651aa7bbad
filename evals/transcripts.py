"""`python -m evals.transcripts [--model NAME|FILE] [--write]`: ten turns with each of the cast.

For people to read: what a newcomer hears, through a real server, with the sampling that is served.
The player's lines were written before any reply was seen, and no reply is chosen among several.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from rich.console import Console

from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue.events import Completed

HERE = Path(__file__).parent
LINES = HERE / "transcript_lines.yaml"
PAGE = HERE.parent / "docs" / "transcripts.md"
PLAYER = "Ada"
READY_S = 300.0
_HEAD = """\
# Ten turns with each of the cast

Written by `python -m evals.transcripts --write`; not edited by hand. Model: {model}, seed {seed},
sampling as served. Nothing was tried twice: this is what the server said. What stands in brackets
is what the server says about a reply that isn't the model's own.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.transcripts", description=__doc__)
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"keep them in docs/{PAGE.name}")
    arguments = parser.parse_args()
    lines: Mapping[str, Sequence[str]] = yaml.safe_load(LINES.read_text(encoding="utf-8"))
    page = _HEAD.format(model=Path(arguments.model).name, seed=arguments.seed)
    with LocalServer("--model", arguments.model) as server, SyncClient(server.target) as client:
        client.wait_ready(READY_S)
        for npc, said in lines.items():
            page += "\n".join(transcript(client, npc, said, arguments.seed)) + "\n"
    if arguments.write:
        PAGE.write_text(page, encoding="utf-8")
    Console().print(page, markup=False, highlight=False)


def transcript(client: SyncClient, npc: str, lines: Sequence[str], seed: int) -> Iterator[str]:
    """One talk as Markdown, line by line."""
    persona = client.get_persona(npc).persona
    talk = client.start_conversation(npc, player=PLAYER)
    yield f"\n## {persona.name}, {persona.role}\n\n{persona.personality.capitalize()}.\n"
    for number, line in enumerate(lines):
        yield f"**{PLAYER}:** {line}  "
        yield f"**{persona.name}:** {reply(client, talk.id, line, seed + number)}\n"


def reply(client: SyncClient, conversation_id: str, line: str, seed: int) -> str:
    """What the NPC says, and in brackets how the reply ended where not by itself."""
    completed: Completed | None = None
    for event in client.chat(conversation_id, line, seed=seed):
        if isinstance(event.body, Completed):
            completed = event.body
    assert completed is not None, "every reply ends with its completion"
    said = completed.text
    return said if completed.finish_reason == "stop" else f"{said} [{completed.finish_reason}]"


if __name__ == "__main__":
    main()
