"""What one turn is made of, and what it says of itself to the model, the game and the mind.

Decides nothing: `conversation.py` does.
"""

from dataclasses import dataclass

from npcgen.dialogue import turns
from npcgen.dialogue.events import Started
from npcgen.dialogue.guards import Guards, HeardLine, Speaker
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import Mind, Said
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PlayerLine, one_line
from npcgen.dialogue.reply_options import ReplyOptions
from npcgen.dialogue.spoken_text import SpokenText
from npcgen.dialogue.state import ActiveTurn, Conversation
from npcgen.dialogue.turn_context import TurnContext
from npcgen.engine import base

_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Exchange:
    """A player's line, who answers it, and how."""

    conversation: Conversation
    turn: ActiveTurn
    engine: LanguageModel
    options: ReplyOptions
    mind: Mind
    guards: Guards
    heard: HeardLine
    began: float
    """On the clock of `time.monotonic()`."""

    @property
    def line(self) -> PlayerLine:
        return self.heard.line

    @property
    def speaker(self) -> Speaker:
        seed = self.options.sampling.seed
        return Speaker(self.conversation, self.turn.id, self.engine.info.name, seed)

    @property
    def deadline(self) -> float:
        return self.began + self.options.timeout_s

    def request(self, messages: tuple[base.Message, ...]) -> base.GenerationRequest:
        """For the reply to these messages."""
        return base.GenerationRequest(
            messages,
            self.options.sampling,
            self.options.max_tokens,
            stops_of(self.line),
            self.deadline,
            accepted_at=self.began,
            max_tokens_per_s=self.options.max_tokens_per_s,
            adapter=self.conversation.persona.adapter,
        )

    def started(self, event: base.Started, context: TurnContext) -> Started:
        return Started(
            model=self.engine.info.name,
            seed=self.options.sampling.seed,
            prompt_tokens=event.prompt_tokens,
            reused_tokens=event.reused_tokens,
            trimmed_turns=self.conversation.trimmed_turns,
            recalled=context.recalled,
        )

    def said(self, context: TurnContext, spoken: SpokenText) -> Said:
        sampling = self.options.sampling
        said, line = spoken.text, self.line
        return Said(self.turn.id, line, said, context, self.engine, sampling, self.deadline)

    def ending(self, spoken: SpokenText, finish_reason: base.FinishReason) -> turns.Ending:
        replacing = self.options.replacing
        return turns.Ending(self.turn, self.line, spoken.text, finish_reason, replacing)


def stops_of(line: PlayerLine) -> tuple[str, ...]:
    """Where the model begins to write what somebody else says next, its reply is over."""
    player_name = one_line(line.player_name) or DEFAULT_PLAYER_NAME
    others = {one_line(each.speaker) for each in line.noticed if each.speaker}
    names = (player_name, *sorted(others - {player_name})[:_OTHERS])
    speech = [f"\n{name} {verb}:" for name in names for verb in ("says", "whispers")]
    return ("\n[Scene:", "\n[Happens:", f"\n{player_name}:", *speech)
