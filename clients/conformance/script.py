"""What the conformance servers' NPCs say: the scripted backend, told by the player's line what.

The shipped backend picks a line by the prompt's hash, so any new word in a prompt would be another
transcript. Here the last line that the player said holds a cue.
"""

import json
from collections.abc import Sequence

from npcgen.engine.backends.scripted import ScriptedBackend, ScriptedSequence
from npcgen.engine.base import GenerationRequest

PLAIN = "The bridge held through two floods. It will hold a third, if nobody dances on it."
TONGUES = (
    "Cafe\u0301 or tea? \U0001f9d9\U0001f3fd\u200d\u2642\ufe0f \u05e9\u05dc\u05d5\u05dd, "
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643. \u6a4b\u306f\u56fa\u3044\u3002 "
    "\u092a\u0941\u0932 \u092e\u091c\u093c\u092c\u0942\u0924 \u0939\u0948\u0964 "
    "\U0001f309 na\u00efve \U0001d54a!"
)
LONG = " ".join(f"Plank {number} is oak, and number {number} holds." for number in range(1, 161))
CUES = (
    ("every tongue", TONGUES),
    ("every plank", LONG),
    ("what you are", "I keep the toll. As an AI language model I cannot cross it. The end."),
    ("the rope", "Here, take the rope. Mind the wet end."),
    ("how are you", "Dry above, wet below. Thank you for asking."),
)
ACTION = {"action": "give_item", "arguments": {"item": "rope", "to": "ada"}}


class CuedBackend(ScriptedBackend):
    """Answers the cue that the last message holds, and a grammar with the one action."""

    def open(self, request: GenerationRequest) -> ScriptedSequence:
        sequence = super().open(request)
        sequence.words = _words(_answer(request))
        return sequence


def _answer(request: GenerationRequest) -> str:
    said = request.messages[-1].content.lower()
    if request.grammar is not None:
        return json.dumps(ACTION if "one more" not in said else {"action": "none"})
    return next((answer for cue, answer in CUES if cue in said), PLAIN)


def _words(text: str) -> Sequence[str]:
    """Each with the space before it, as the shipped backend cuts."""
    first, *others = text.split(" ")
    return (first, *(f" {word}" for word in others))
