"""A scene in a village, played by a real server: what `make demo` runs.

The server is a process of its own on free ports, and it is gone when the scene is over.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from rich.console import Console

from npcgen import __version__
from npcgen.client import Conversation, ServerInfo, SyncClient
from npcgen.client.options import ReplyOptions
from npcgen.dialogue.actions.declared import Action, Character, GameObject
from npcgen.dialogue.events import (
    ActionChosen,
    Completed,
    EmotionChanged,
    EventBody,
    RelationshipChanged,
    Started,
)
from npcgen.dialogue.state import Player
from npcgen.engine.base import TextDelta
from npcgen.own_server import own_server
from npcgen.settings import Settings
from npcgen.terminal import plain, print_columns, program

PLAYER = "Mara"
SEED = 4
"""Everybody hears the same scene."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What the player says, and to whom."""

    persona_id: str
    text: str
    shows: str = ""
    """What there is to see in it."""
    meets: bool = False
    """Whether a new conversation begins with it."""
    declared: ReplyOptions = field(default_factory=ReplyOptions)


KEY = Action(
    "give_item",
    "Hands over something the NPC carries.",
    """{"properties": {"item": {"format": "object_id", "kind": "key"},
                       "to": {"format": "character_id"}},
        "required": ["item", "to"]}""",
    when=("give me", "hand me"),
)
SCENE = (
    Cue("tamsin", "Who are you?"),
    Cue("tamsin", "What do you know about moonwort?", "lore of her trade"),
    Cue("tamsin", f"My name is {PLAYER}. Thank you, you are very kind."),
    Cue("brannoch", "Who are you?"),
    Cue("brannoch", "What do you know about moonwort?", "the same lore, which a smith can't know"),
    Cue("tamsin", "Do you know my name?", "another day: she remembers", meets=True),
    Cue(
        "odrin",
        "Please give me the room key.",
        "an action that the game offers, with ids that exist",
        declared=ReplyOptions(
            actions=[KEY],
            objects=[GameObject("key_room_3", "the room key", "key")],
            characters=[Character("player_1", PLAYER)],
        ),
    ),
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
    noted: tuple[str, ...] = ()
    """What else came of it: what was recalled, felt and done."""


def play(settings: Settings, out: Console, notes: Console) -> Iterator[PlayedTurn]:
    """Plays the scene, streaming to `out`; gives back each turn when it is over.

    Raises Unavailable when the server doesn't start or dies.
    """
    with own_server(settings, notes) as (server, client, info):
        out.print(plain(_headline(info, server.target), style="dim"))
        player = Player(f"demo-{secrets.token_hex(4)}")
        conversations: dict[str, Conversation] = {}
        try:
            for cue in SCENE:
                if cue.meets or cue.persona_id not in conversations:
                    conversations[cue.persona_id] = _meet(client, cue, player, out)
                yield _play(cue, conversations[cue.persona_id], client, out)
        finally:
            client.forget_player(player.id)
    out.print()
    print_columns(out, [(f"  {program()} {arguments}", purpose) for arguments, purpose in NEXT])


def turn_json(turn: PlayedTurn) -> dict[str, object]:
    """A played turn for scripts."""
    heard = {"player": turn.cue.text, "npc": turn.npc_name, "noted": list(turn.noted)}
    return heard | asdict(turn.reply)


def _meet(client: SyncClient, cue: Cue, player: Player, out: Console) -> Conversation:
    persona = client.get_persona(cue.persona_id).persona
    out.print(plain(f"\n{persona.name}, {persona.role}, {persona.place}", style="bold"))
    return client.start_conversation(cue.persona_id, player=player)


def _play(cue: Cue, conversation: Conversation, client: SyncClient, out: Console) -> PlayedTurn:
    if cue.shows:
        out.print(plain(f"  ({cue.shows})", style="dim"))
    out.print(plain(f"  {PLAYER}: ", style="cyan"), plain(cue.text), sep="")
    out.print(plain(f"  {conversation.npc_name}: ", style="yellow"), end="")
    reply: Completed | None = None
    noted: list[str] = []
    options: ReplyOptions = {"seed": SEED, **cue.declared}
    for event in client.chat(conversation.id, cue.text, **options):
        match event.body:
            case TextDelta(text):
                out.print(plain(text), end="")
            case Completed() as reply:
                out.print()
            case body:
                noted += _noted(body)
    assert reply is not None
    for line in noted:
        out.print(plain(f"    {line}", style="magenta"))
    out.print(plain(f"    {_measured(reply)}", style="dim"))
    return PlayedTurn(cue, conversation.npc_name, reply, tuple(noted))


def _noted(body: EventBody) -> Iterator[str]:
    """What else came of a turn, a line each; the growth of familiarity goes without saying."""
    match body:
        case Started(recalled=recalled):
            yield from (f"recalls {each.kind} '{each.id}': {each.why}" for each in recalled)
        case RelationshipChanged(axis, old, new, why) if axis != "familiarity":
            yield f"{axis} {old:+.2f} -> {new:+.2f}: {why}"
        case EmotionChanged(label, intensity):
            yield f"feels {label}, {intensity:.1f}"
        case ActionChosen(_, name, arguments):
            yield f"does {name} {arguments}"


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
