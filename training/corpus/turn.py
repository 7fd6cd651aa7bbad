"""One turn: a question, what it brings to mind, the reply; and how often each kind is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from npcgen.dialogue.prompt import Noticed, PastTurn, PlayerLine
from npcgen.dialogue.turn_context import NOTHING, Recalled, TurnContext

INTENTS = {
    "greet": 1.6,
    "greet_again": 0.5,
    "greet_friend": 0.4,
    "greet_foe": 0.4,
    "name": 3.0,
    "role": 3.0,
    "place": 3.0,
    "about": 0.7,
    "two_at_once": 0.8,
    "fact": 5.0,
    "told_fact": 6.0,
    "fact_again": 1.5,
    "stranger_fact": 3.5,
    "near_miss": 3.0,
    "sold_out": 0.5,
    "no_price": 0.5,
    "no_directions": 0.4,
    "told_about": 1.6,
    "untold_about": 1.0,
    "untold_kin": 0.3,
    "tells": 1.2,
    "heard": 1.2,
    "told_secret": 0.8,
    "world": 1.2,
    "weather": 0.6,
    "time": 0.6,
    "goal": 2.6,
    "family": 0.9,
    "past": 0.9,
    "fear": 0.9,
    "player": 1.4,
    "told_name": 1.4,
    "secret": 1.0,
    "bot": 0.8,
    "injection": 0.9,
    "insult": 0.8,
    "threat": 0.8,
    "apology": 0.6,
    "praise": 0.8,
    "thanks": 1.0,
    "farewell": 0.9,
    "farewell_friend": 0.3,
    "smalltalk": 1.4,
    "help": 0.9,
    "comply": 1.5,
    "refuse": 1.0,
    "chat": 1.2,
    "agree": 0.6,
    "disagree": 0.6,
    "repeated": 0.5,
    "silence": 0.3,
    "gibberish": 0.3,
    "rumour": 0.7,
    "news_good": 0.6,
    "news_bad": 0.6,
    "gift": 0.5,
    "theft": 0.4,
    "hurt": 0.4,
    "unknown": 1.5,
    "real_world": 1.5,
    "unknown_person": 0.6,
    "opinion_good": 0.5,
    "opinion_bad": 0.5,
    "opinion_none": 0.3,
    "quest_offer": 1.0,
    "quest_thanks": 0.5,
    "quest_declined": 0.5,
    "quest_remind": 0.5,
    "quest_done": 0.7,
    "quest_failed": 0.4,
    "group_agree": 0.4,
    "group_disagree": 0.4,
    "group_ask": 0.3,
}
BARKS = ("idle", "see_player", "night", "danger", "fight", "flee", "ally_down", "victory", "work")
"""What a game asks a line for; nothing of it stands in a history."""


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
    copied: tuple[str, ...] = ()
    """What stands in the reply word for word as in the prompt."""
    situation: str = ""
    """What a line for passers-by is asked for; empty for a turn of talk."""
    about: str = ""
    """What is asked for, where no other line may tell of it."""

    @property
    def past(self) -> PastTurn:
        return PastTurn(self.line, self.reply)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question and the intent whose lines answer it, before slots are filled."""

    question: str
    lines: str
    values: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    told: Recalled | None = None
    """The line that has to be in the turn's context: mostly the one that answers it."""
    avoid: tuple[str, ...] = ()
    """Words that no other line of the context may hold."""
    needs: str = ""
    """A slot that the reply has to have."""
    beside: tuple[Recalled, ...] = ()
    """More lines that go along."""
    feeling: str | None = None
    """How the NPC feels about the player; None for any."""
    news: tuple[str, ...] | None = None
    """What has happened; None for anything."""
    scene: str | None = None
    noticed: tuple[Noticed, ...] = ()
    speaker: str = ""
    """The other NPC that says the question; empty for the player."""
    verbatim: bool = False
    """Whether the question stays as it is."""
    situation: str = ""
    """As Turn.situation."""
