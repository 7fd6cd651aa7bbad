"""One turn of the demo: a line of the player's, the answer as it streams, and what came of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.text import Text

from npcgen.client import Conversation, SyncClient
from npcgen.client.options import ReplyOptions
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
from npcgen.terminal import plain

PLAYER = "Mara"
SEED = 9
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


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """One turn of the scene, as it went."""

    cue: Cue
    npc_name: str
    reply: Completed
    noted: tuple[str, ...] = ()
    """What else came of it: what was recalled, felt and done."""


class Talk:
    """The player's conversations, shown on a console."""

    def __init__(self, client: SyncClient, out: Console, player: Player) -> None:
        self.client, self.out, self.player = client, out, player
        self._conversations: dict[str, Conversation] = {}

    def say(self, cue: Cue) -> PlayedTurn:
        """The turn of a cue, once it is over."""
        if cue.meets or cue.persona_id not in self._conversations:
            self._conversations[cue.persona_id] = self._meet(cue.persona_id)
        if cue.shows:
            self.out.print(plain(f"  ({cue.shows})", style="dim"))
        npc_name = self._conversations[cue.persona_id].npc_name
        self.print_line(PLAYER, cue.text)
        self.out.print(_name(npc_name), end="")
        reply, noted = self._reply(cue, self._conversations[cue.persona_id])
        for line in noted:
            self.out.print(plain(f"    {line}", style="magenta"))
        self.out.print(plain(f"    {_measured(reply)}", style="dim"))
        return PlayedTurn(cue, npc_name, reply, tuple(noted))

    def print_line(self, speaker: str, text: str) -> None:
        """What somebody says, or a text of nobody's."""
        self.out.print(_name(speaker) if speaker else "  ", plain(text), sep="")

    def _meet(self, persona_id: str) -> Conversation:
        persona = self.client.get_persona(persona_id).persona
        self.out.print(plain(f"\n{persona.name}, {persona.role}, {persona.place}", style="bold"))
        return self.client.start_conversation(persona_id, player=self.player)

    def _reply(self, cue: Cue, conversation: Conversation) -> tuple[Completed, list[str]]:
        reply: Completed | None = None
        noted: list[str] = []
        options: ReplyOptions = {"seed": SEED, **cue.declared}
        for event in self.client.chat(conversation.id, cue.text, **options):
            match event.body:
                case TextDelta(text):
                    self.out.print(plain(text), end="")
                case Completed() as reply:
                    self.out.print()
                case body:
                    noted += _noted(body)
        assert reply is not None
        return reply, noted


def turn_json(turn: PlayedTurn) -> dict[str, object]:
    """A played turn for scripts."""
    heard = {"player": turn.cue.text, "npc": turn.npc_name, "noted": list(turn.noted)}
    return heard | asdict(turn.reply)


def _name(speaker: str) -> Text:
    return plain(f"  {speaker}: ", style="cyan" if speaker == PLAYER else "yellow")


def _noted(body: EventBody) -> Iterator[str]:
    """What else came of a turn, a line each; the growth of familiarity goes without saying."""
    match body:
        case Started(recalled=recalled):
            others = (each for each in recalled if each.kind != "quest")
            yield from (f"recalls {each.kind} '{each.id}': {each.why}" for each in others)
            known = Counter(each.why for each in recalled if each.kind == "quest")
            yield from (f"knows its part in a quest, {n} lines: {why}" for why, n in known.items())
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
