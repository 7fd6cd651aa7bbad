"""Who of several NPCs speaks next, or nobody. Pure: rules, no model.

    spoken to by name > by role, or with all the others > knows of it > spoke least lately

What was said last counts before all that was said since an NPC last spoke.
Silence is an answer, but not to the player: what the player says aloud, somebody answers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npcgen.dialogue.persona import Persona
from npcgen.dialogue.plain_words import content, likeness, words
from npcgen.dialogue.prompt import Noticed

MAX_UNPROMPTED = 4
"""Lines of one NPC among NPCs before it rests."""
REST_S = 60.0
_NAMED, _AMONG, _KNOWS = 3.0, 2.0, 1.0
_ALL = re.compile(
    r"\b(?:you all|all of you|both of you|you two|you both|every(?:one|body)|any(?:one|body)"
    r"|friends|folks)\b",
    re.IGNORECASE,
)
_WORDS_SHARED = 2
"""Words that an NPC's line and another's knowledge share before that one joins in."""
_SAME = 0.8
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Listener:
    """An NPC that might speak."""

    persona: Persona
    heard: Sequence[Noticed]
    """What it heard since it last spoke."""
    spoke_at: float
    """When it last spoke; any clock."""
    player_name: str
    rests: bool = False
    """Whether it has talked itself out among NPCs."""


def next_speaker(listeners: Sequence[Listener], *, must_answer: bool) -> int | None:
    """The place of the one who speaks; None for silence.

    `must_answer`: the player spoke, and nobody has answered yet.
    """
    awake = [
        place for place, listener in enumerate(listeners) if listener.heard and not listener.rests
    ]
    if not must_answer:
        awake = [place for place in awake if _rank(listeners[place])[1] > 0]
    order = sorted(awake, key=lambda place: (*_rank(listeners[place]), -listeners[place].spoke_at))
    return order[-1] if order else None


def is_prompted(listener: Listener) -> bool:
    """Whether the player said something to it, or something happened, since it last spoke."""
    return any(
        not noticed.speaker
        or (noticed.speaker == listener.player_name and _concern(listener, noticed) > 0)
        for noticed in listener.heard
    )


def _rank(listener: Listener) -> tuple[float, float]:
    """How much the last that it heard is its business, then all of it; 0 for nothing."""
    concerns = [_concern(listener, noticed) for noticed in listener.heard]
    return (concerns[-1], max(concerns)) if concerns else (0.0, 0.0)


def _concern(listener: Listener, noticed: Noticed) -> float:
    persona, spoken = listener.persona, set(words(noticed.text))
    if spoken.intersection(_names(persona)):
        return _NAMED
    if _ALL.search(noticed.text) or _is_of_role(persona.role, spoken):
        return _AMONG
    about = " ".join((*persona.knowledge, *persona.goals, persona.summary, persona.place))
    shared = len(content(noticed.text) & content(about))
    is_players = noticed.speaker == listener.player_name
    return _KNOWS + min(shared, 9) / 10 if shared >= (1 if is_players else _WORDS_SHARED) else 0.0


def _names(persona: Persona) -> Iterable[str]:
    return [word for word in words(persona.name) if len(word) >= _SHORT]


def _is_of_role(role: str, spoken: set[str]) -> bool:
    """ "smith" is the blacksmith too."""
    return any(
        word == part or (len(word) > _SHORT and part.endswith(word))
        for part in content(role)
        for word in spoken
    )


def goes_round(line: str, earlier: Iterable[str]) -> bool:
    """Whether much the same was said before."""
    return any(likeness(line, other) >= _SAME for other in earlier)
