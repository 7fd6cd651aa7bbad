"""One turn: a question, what it brings to mind, the reply; and how often each kind is drawn."""

from dataclasses import dataclass

from npcgen.dialogue.prompt import PastTurn, PlayerLine
from npcgen.dialogue.turn_context import NOTHING, Recalled, TurnContext

INTENTS = {
    "greet": 1.2,
    "name": 3.0,
    "role": 3.0,
    "place": 3.0,
    "about": 0.7,
    "fact": 5.0,
    "told_fact": 6.0,
    "stranger_fact": 3.5,
    "told_about": 1.6,
    "untold_about": 0.6,
    "told_secret": 0.7,
    "world": 1.2,
    "weather": 0.6,
    "goal": 2.0,
    "player": 1.4,
    "told_name": 1.4,
    "secret": 1.0,
    "bot": 1.3,
    "insult": 0.7,
    "thanks": 0.6,
    "farewell": 0.6,
    "smalltalk": 0.8,
    "help": 0.6,
    "refuse": 1.0,
    "chat": 0.8,
    "rumour": 0.7,
    "unknown": 2.5,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its reply, and what any right reply must hold."""

    intent: str
    line: PlayerLine
    reply: str
    answer: str
    """The text that only the prompt holds; empty where the manner is all there is to judge."""
    context: TurnContext = NOTHING
    """What the line brings to mind."""

    @property
    def past(self) -> PastTurn:
        return PastTurn(self.line, self.reply)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question and the intent whose lines answer it, before slots are filled."""

    question: str
    lines: str
    values: dict[str, str]
    answer: str = ""
    told: Recalled | None = None
    """The line of the turn's context that answers it."""
    avoid: tuple[str, ...] = ()
    """Words that no other line of the context may hold."""
