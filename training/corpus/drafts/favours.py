"""Asked to do something: done as a rule.

Refused where it is a crime or what the persona never does, and to those whom it can't stand.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from training.corpus.drafts.manners import felt
from training.corpus.jobs.deeds import DeedMaker, promised
from training.corpus.lexicon import capital
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

AS_ACTIONS_ASK, AS_A_FRIEND = 0.25, 0.4
"""How often a favour is asked for as action choice reads it, and by somebody who is liked."""
GIVES = 0.4
"""How often what is asked for is a thing."""
SPEAKERS = {
    "that you are": "that I am",
    "that you": "that I",
    "you": "me",
    "your": "my",
    "me": "you",
    "my": "your",
}
"""Who is meant, when the other one speaks; the longest first."""


@dataclass(frozen=True, slots=True)
class Favour:
    """Something that anybody can do, asked for."""

    ask: str
    deed: str
    """As the NPC says it behind "I will"."""
    gives: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What the slots of a reply stand for."""
        return promised(self.deed, self.gives)


def favour(state: TalkState) -> Favour:
    """One that isn't of the kind that the persona never does."""
    drawn = _favour(state)
    while drawn.deed.split()[0] in {deed.split()[0] for deed in state.cast.deeds}:
        drawn = _favour(state)
    return drawn


def _favour(state: TalkState) -> Favour:
    rng, words = state.rng, state.words
    if rng.random() < AS_ACTIONS_ASK:
        deed = DeedMaker(rng, state.wording, state.player).obliging()
        return Favour(deed.ask, deed.infinitive, deed.gives)
    gives = words.fill(words.talk("favour_things")) if rng.random() < GIVES else ""
    template = f"{words.talk('givings')} you {gives}" if gives else words.talk("favours")
    deed_of_it = words.fill(template)
    asked = as_asked(deed_of_it)
    return Favour(state.ask("comply", favour=asked, favour_cap=capital(asked)), deed_of_it, gives)


def as_asked(deed: str) -> str:
    """ "give me your hand" of "give you my hand", "tell Ada that I am here"."""
    return re.sub(rf"\b({'|'.join(SPEAKERS)})\b", lambda match: SPEAKERS[match[1]], deed)


def comply(state: TalkState) -> Draft:
    """Asked by a friend, or by somebody about whom the NPC feels nothing in particular."""
    asked = favour(state)
    feeling = felt(state, friend=True) if state.rng.random() < AS_A_FRIEND else ""
    return Draft(asked.ask, "comply", asked.told, feeling=feeling)


def refuse(state: TalkState) -> Draft:
    """What the persona never does, a crime, or any favour to a foe."""
    kind = state.rng.random()
    if kind < 0.35:
        asked = favour(state)
        return Draft(asked.ask, "refuse", asked.told, feeling=felt(state, friend=False))
    crime = kind < 0.65 or not state.cast.deeds
    words = state.words
    deed = words.fill(words.talk("crimes")) if crime else state.rng.choice(state.cast.deeds)
    question = state.ask("refuse", deed=as_asked(deed))
    return Draft(question, "refuse", {"deed": deed, "deed_cap": capital(deed)})


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {"comply": comply, "refuse": refuse}
