"""Feelings as words of the prompt: "[Feels: wary of Ada; angry; speaks curtly]". Pure.

NOTE: words change only where a feeling crosses a threshold, so most turns leave them as they are.
"""

from collections.abc import Mapping
from types import MappingProxyType

from npcgen.dialogue.feelings.axes import Axis, Emotion, Feeling, Relationship

CLEAR = 0.25
STRONG = 0.6
_MOST_NAMED = 3
_WORDS: Mapping[Axis, tuple[str, str, str, str]] = MappingProxyType(
    {
        # strongly against, against, for, strongly for
        "trust": ("sure not to trust", "wary of", "trustful of", "sure to trust"),
        "respect": ("full of contempt for", "unimpressed by", "respectful of", "in awe of"),
        "familiarity": ("", "", "acquainted with", "well acquainted with"),
        "affection": ("full of dislike for", "cool towards", "friendly towards", "fond of"),
        "fear": ("fearless before", "at ease with", "uneasy about", "afraid of"),
    }
)
_NAMED_FROM = 0.25
_VERY_FROM = 0.75
_LITTLE_BELOW = 0.5


def phrase_of(feeling: Feeling, player_name: str) -> str:
    """The words; empty for a calm NPC that has no feelings about the player."""
    parts = (
        _relationship_words(feeling.relationship, player_name),
        _emotion_words(feeling.emotion),
        _manner(feeling),
    )
    return "; ".join(filter(None, parts))


def _relationship_words(relationship: Relationship, player_name: str) -> str:
    clear = [axis for axis in _WORDS if _axis_words(axis, relationship.at(axis))]
    strongest = sorted(clear, key=lambda axis: -_step(relationship.at(axis)))[:_MOST_NAMED]
    words = [_axis_words(axis, relationship.at(axis)) for axis in _WORDS if axis in strongest]
    if not words:
        return ""
    *first, last = words
    return f"{', '.join(first)} and {last} {player_name}" if first else f"{last} {player_name}"


def _axis_words(axis: Axis, value: float) -> str:
    against_strongly, against, for_it, for_it_strongly = _WORDS[axis]
    if abs(value) < CLEAR:
        return ""
    if abs(value) < STRONG:
        return for_it if value > 0 else against
    return for_it_strongly if value > 0 else against_strongly


def _step(value: float) -> int:
    return (abs(value) >= CLEAR) + (abs(value) >= STRONG)


def _emotion_words(emotion: Emotion) -> str:
    if emotion.label == "calm" or emotion.intensity < _NAMED_FROM:
        return ""
    if emotion.intensity < _LITTLE_BELOW:
        return f"a little {emotion.label}"
    return f"very {emotion.label}" if emotion.intensity >= _VERY_FROM else emotion.label


def _manner(feeling: Feeling) -> str:
    """How it comes out in speech, which a small model needs told."""
    axes, emotion = feeling.relationship, feeling.emotion
    is_stirred = emotion.intensity >= _LITTLE_BELOW
    if axes.fear >= CLEAR or (emotion.label == "afraid" and is_stirred):
        return "speaks nervously"
    if axes.affection <= -CLEAR or (emotion.label in ("angry", "hurt") and is_stirred):
        return "speaks curtly"
    if axes.trust <= -CLEAR:
        return "speaks guardedly"
    return "speaks warmly" if axes.affection >= CLEAR else ""
