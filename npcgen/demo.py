"""A scene of three turns, played by a real server: what `make demo` runs.

The server is a process of its own on free ports, and it is gone when the scene is over.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rich.console import Console

from npcgen import __version__
from npcgen.client import Conversation, ServerInfo, SyncClient
from npcgen.dialogue.events import Completed
from npcgen.engine.base import TextDelta
from npcgen.own_server import own_server
from npcgen.settings import Settings
from npcgen.terminal import plain, print_columns, program

PLAYER = "Mara"


@dataclass(frozen=True, slots=True)
class Cue:
    """What the player says, and to whom."""

    persona_id: str
    text: str


SCENE = (
    Cue("brannoch", "Who are you?"),
    Cue("brannoch", "What does a good blade cost?"),
    Cue("tamsin", "Who are you?"),
)
NEXT = (
    ("chat brannoch", "talk to the smith yourself"),
    ("persona new Mira", "write a character of your own; then: persona check mira.yaml"),
    ("serve", "serve a game: gRPC on port 50051, Connect and gRPC-Web on 8080"),
)


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """One turn of the scene, as it went."""

    cue: Cue
    npc_name: str
    reply: Completed


def play(settings: Settings, out: Console, notes: Console) -> Iterator[PlayedTurn]:
    """Plays the scene, streaming to `out`; gives back each turn when it is over.

    Raises Unavailable when the server doesn't start or dies.
    """
    with own_server(settings, notes) as (server, client, info):
        out.print(plain(_headline(info, server.target), style="dim"))
        conversations: dict[str, Conversation] = {}
        for cue in SCENE:
            if cue.persona_id not in conversations:
                conversations[cue.persona_id] = _meet(client, cue.persona_id, out)
            yield _play(cue, conversations[cue.persona_id], client, out)
    out.print()
    print_columns(out, [(f"  {program()} {arguments}", purpose) for arguments, purpose in NEXT])


def turn_json(turn: PlayedTurn) -> dict[str, object]:
    """A played turn for scripts."""
    return {"player": turn.cue.text, "npc": turn.npc_name, **asdict(turn.reply)}


def _meet(client: SyncClient, persona_id: str, out: Console) -> Conversation:
    persona = client.get_persona(persona_id).persona
    out.print(plain(f"\n{persona.name}, {persona.role}, {persona.place}", style="bold"))
    return client.start_conversation(persona_id, player=PLAYER)


def _play(cue: Cue, conversation: Conversation, client: SyncClient, out: Console) -> PlayedTurn:
    out.print(plain(f"  {PLAYER}: ", style="cyan"), plain(cue.text), sep="")
    out.print(plain(f"  {conversation.npc_name}: ", style="yellow"), end="")
    reply: Completed | None = None
    for event in client.chat(conversation.id, cue.text):
        match event.body:
            case TextDelta(text):
                out.print(plain(text), end="")
            case Completed() as reply:
                out.print()
    assert reply is not None
    out.print(plain(f"  {_measured(reply)}", style="dim"))
    return PlayedTurn(cue, conversation.npc_name, reply)


def _measured(reply: Completed) -> str:
    """How fast a reply was, on one line."""
    usage, timings = reply.usage, reply.timings
    return (
        f"first token {timings.ttft_ms:.0f} ms · {timings.tokens_per_s:.0f} tokens/s · "
        f"{usage.reused_tokens} of {usage.prompt_tokens} prompt tokens reused"
    )


def _headline(info: ServerInfo, target: str) -> str:
    model = info.model
    facts = [f"npcgen {__version__}", model.name]
    if model.size_mib:
        facts.append(f"{model.parameters_m:.1f}M {model.quantisation}, {model.size_mib:.1f} MiB")
    return " · ".join([*facts, f"gRPC on {target}"])
