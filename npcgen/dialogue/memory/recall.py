"""Which memories come to mind. Pure: the same memories, line and time give the same ones.

A memory's score is how well its words fit the line, times how much it matters, times how fresh it
is (after Park et al. 2023, who add the three: a product lets none of them stand for the others).
What means the same in other words is ranked alike, and the two rankings are fused. Who somebody is
comes to mind always.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npcgen.dialogue.guardrails.folding import words_of
from npcgen.dialogue.likeness import fused
from npcgen.dialogue.memory.lexicon import bundled_lexicon
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store.memories import Found
from npcgen.dialogue.turn_context import Recalled

STANDING = ("player.name", "player.home", "player.trade")
"""Subjects that come to mind with every line."""
MOST = 6
"""Memories in a prompt, summaries besides."""
MAX_CHARS = 720
"""Of all texts together, summaries too: about 200 tokens."""
MOST_ASKED = 8
"""Words that are looked for; each costs about half a millisecond among 100,000 memories."""
HALF_LIFE_S = 14 * 86_400.0
"""So long after it was made, or last came to mind, a memory is half as strong; in game time."""
LEAST_FRESH = 0.1
"""What matters much and fits well comes back after years."""
_HALF_RELEVANT = 4.0
"""The score of one rare word, which is half of what can be had."""
_HOUR_S, _DAY_S = 3_600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Recollection:
    """What the store has for a line."""

    standing: tuple[Memory, ...]
    """The newest first."""
    found: tuple[Found, ...]
    summary: Memory | None = None
    alike: tuple[Found, ...] = ()
    """What means nearly the same, the likest first; the score is the likeness, up to 1."""


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A memory that fits a line."""

    memory: Memory
    relevance: float
    """0..1."""
    why: str


def telling_words(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, each once."""
    common = bundled_lexicon().file.common
    words = (word.text for word in words_of(text) if word.text[0].isalnum())
    return tuple(dict.fromkeys(word for word in words if word not in common))


def query_of(text: str) -> str:
    """What to look for to a line: its telling words, of many the longest."""
    words = telling_words(text)
    asked = sorted(words, key=len, reverse=True)[:MOST_ASKED]
    return " ".join(word for word in words if word in asked)


def recalled(
    recollection: Recollection, now: float, time_scale: float = 1.0
) -> tuple[Recalled, ...]:
    """What goes into the prompt: who the player is, what was before, then the best, as room is."""
    standing = [each for each in recollection.standing if each.subject in STANDING]
    known = {memory.id for memory in standing}
    chosen = [_recalled(memory, "who the player is") for memory in _ordered(standing)]
    summary = recollection.summary
    if summary is not None:
        chosen.append(Recalled("summary", summary.id, summary.text, "what was said before"))
        known.add(summary.id)
    by_words = [_by_words(each) for each in recollection.found if each.memory.id not in known]
    by_meaning = [_by_meaning(each) for each in recollection.alike if each.memory.id not in known]
    room = MAX_CHARS - sum(len(each.text) for each in chosen)
    for found in _fused((by_words, by_meaning), now, time_scale)[: MOST - len(standing)]:
        room -= len(found.memory.text)
        if room < 0:
            break
        chosen.append(_recalled(found.memory, _why(found, now, time_scale)))
    return tuple(chosen)


def score(found: Found, now: float, time_scale: float = 1.0) -> float:
    """0..1, of what was found by words: relevance times importance times freshness."""
    return _points(_by_words(found), now, time_scale)


def _by_words(found: Found) -> _Fitting:
    return _Fitting(found.memory, found.score / (found.score + _HALF_RELEVANT), "its words fit")


def _by_meaning(found: Found) -> _Fitting:
    return _Fitting(found.memory, found.score, f"it means nearly the same ({found.score:.2f})")


def _points(fitting: _Fitting, now: float, time_scale: float) -> float:
    memory = fitting.memory
    return fitting.relevance * memory.importance * _freshness(memory, now, time_scale)


def _fused(rankings: Iterable[Iterable[_Fitting]], now: float, time_scale: float) -> list[_Fitting]:
    """One ranking of several, each once."""

    def order(each: _Fitting) -> tuple[float, float, str]:
        return -_points(each, now, time_scale), each.memory.created_at, each.memory.id

    ranked = [sorted(ranking, key=order) for ranking in rankings]
    worth = fused([each.memory.id for each in ranking] for ranking in ranked)
    once = {each.memory.id: each for ranking in reversed(ranked) for each in ranking}
    return sorted(once.values(), key=lambda each: (-worth[each.memory.id], *order(each)))


def found_among(memories: Sequence[Memory], query: str) -> tuple[Found, ...]:
    """What a search would find among a few memories that are in no store."""
    asked = set(query.split())
    shared = ((memory, len(asked.intersection(telling_words(memory.text)))) for memory in memories)
    return tuple(Found(memory, _HALF_RELEVANT * count) for memory, count in shared if count)


def _freshness(memory: Memory, now: float, time_scale: float) -> float:
    age_s = (
        max(0.0, now - max(memory.created_at, memory.recalled_at or memory.created_at)) * time_scale
    )
    left: float = 0.5 ** (age_s / HALF_LIFE_S)
    return max(LEAST_FRESH, left)


def _ordered(memories: Iterable[Memory]) -> list[Memory]:
    """NOTE: always in the same order, so that the prompt stays the same."""
    return sorted(memories, key=lambda memory: STANDING.index(memory.subject))


def _recalled(memory: Memory, why: str) -> Recalled:
    return Recalled("memory", memory.id, memory.text, why)


def _why(found: _Fitting, now: float, time_scale: float) -> str:
    age_s = max(0.0, now - found.memory.created_at) * time_scale
    age = f"{age_s / _DAY_S:.0f} days" if age_s >= _DAY_S else f"{age_s / _HOUR_S:.0f} hours"
    points = _points(found, now, time_scale)
    return f"{found.why}; importance {found.memory.importance:.1f}, {age} old: {points:.2f}"
