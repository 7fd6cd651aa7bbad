"""What a talk stands on: who talks to whom, what was said and brought to mind, how to ask."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME
from training.corpus import names
from training.corpus.cast import Cast, mentions, reply_slots
from training.corpus.context import Mind
from training.corpus.fact import Fact
from training.corpus.lexicon import Split, capital, lexicon, slots
from training.corpus.sayings import PLAYER, composed, is_composed
from training.corpus.words import Words

T = TypeVar("T")
COMPOSED = 0.75
"""How often that which asks for nothing is composed, in training."""
CARRIED = 0.35
"""How often a question stands in another sentence: "Tell me what your name is."."""


@dataclass(slots=True)
class TalkState:
    """One cast and one player; `wording` says which ways to ask."""

    rng: random.Random
    cast: Cast
    split: Split
    wording: Split
    player: str
    words: Words
    mind: Mind
    slots: dict[str, str]
    """What the slots of every reply stand for."""
    brought: list[str] = field(default_factory=list)
    """Every line of a context so far."""
    asked: list[Fact] = field(default_factory=list)
    """Every fact that was asked for and told so far."""
    heard: list[str] = field(default_factory=list)
    """What the player told of himself so far, as ABOUT_PLAYER names it."""
    last_question: str = ""
    turns: int = 0

    @property
    def called(self) -> str:
        """What the NPC calls the player in its memories and its news."""
        return self.mind.called

    def ask(self, intent: str, fact: Fact | None = None, **more: str) -> str:
        """One way to ask for `intent`, with its slots filled."""
        npc = self.cast.persona.name
        values = {"npc": npc, "npc_first": names.short(npc), "player": self.player, **more}
        if fact is not None:
            values.update(fact.slots)
        wording = self._wording(intent, frozenset(values))
        return capital(" ".join(self.words.fill(wording, **values).split()))

    def _wording(self, intent: str, known: frozenset[str]) -> str:
        """One with open slots; it doesn't name a player without a name."""
        composes = self.wording == "training" and is_composed(intent)
        if composes and self.rng.random() < COMPOSED:
            return composed(self.rng, intent, nameless=self._nameless)
        asks = [ask for ask in self._wordings(intent) if slots(ask) <= known]
        return self.rng.choice([ask for ask in asks if not (self._nameless and PLAYER in ask)])

    @property
    def _nameless(self) -> bool:
        return self.player == DEFAULT_PLAYER_NAME

    def _wordings(self, intent: str) -> Sequence[str]:
        """Direct ones, or now and then some that are carried by another sentence."""
        lists, held_out = lexicon().questions, "held_out_" if self.wording == "held_out" else ""
        clauses = lists[f"{held_out}clauses"].get(intent)
        if not clauses or self.rng.random() > CARRIED:
            return lexicon().asks(intent, self.wording)
        carrier = self.rng.choice(lists[f"{held_out}carriers"])
        carried = [carrier.replace("{clause}", clause) for clause in clauses]
        if self.wording == "held_out":
            return carried
        known_later = lists["held_out"].get(intent, ())
        return [ask for ask in carried if ask not in known_later] or carried

    def unheard(self, draw: Callable[[], T], key: Callable[[T], str]) -> T:
        """Something whose key nothing in the prompt or in an earlier context mentions."""
        known = " ".join([*self.prompt_texts(), *self.brought])
        drawn = draw()
        while mentions(known, key(drawn)):
            drawn = draw()
        return drawn

    def prompt_texts(self) -> Sequence[str]:
        persona, world = self.cast.persona, self.cast.world
        about = (persona.name, persona.role, persona.place, persona.summary, *persona.goals)
        lore = f"{world.name} {world.description}" if world else ""
        return [*persona.knowledge, *about, lore]


def begin(
    rng: random.Random, cast: Cast, split: Split, wording: Split | None, player: str
) -> TalkState:
    """`player`: who it is; drawn when empty."""
    words = Words(rng, split, cast.genre)
    player = player or names.player(rng, split)
    mind, known = Mind(words, player), reply_slots(cast, player)
    return TalkState(rng, cast, split, wording or split, player, words, mind, known)
