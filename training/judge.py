"""What a reply is worth: does it hold the fact, admit ignorance, keep its style, end well?"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from training.corpus.lexicon import SLOT, STYLES, lexicon

IGNORANCE = re.compile(
    r"\bnot know|i do not\.|do not\. sorry|never (heard|knew)|no idea|not a clue|could not say"
    r"|cannot (say|tell|help)|beyond me|no knowledge|no mention|know nothing|nothing to me"
    r"|has not shown|hidden from me|have me there|somebody else|something i know|truly do not"
    r"|outside my field",
    re.IGNORECASE,
)
OUT_OF_CHARACTER = re.compile(r"\b(AI|bot|robot|language model|prompt|instructions?|banana)\b")


def holds(reply: str, answer: str) -> bool:
    """Whether `reply` says `answer`, whatever its case and its full stop."""
    return answer.rstrip(".").lower() in reply.lower()


def admits_ignorance(reply: str) -> bool:
    """Whether `reply` says so in any words of that kind, or is an authored line that does."""
    return IGNORANCE.search(reply) is not None or authored_ignorance().fullmatch(reply) is not None


@cache
def authored_ignorance() -> re.Pattern[str]:
    """Every line of the intents that have their own way to say that the prompt holds nothing.

    NOTE: "unknown" isn't among them: its lines are to be known by their words.
    """
    lines = {
        line
        for style in STYLES
        for intent in ("no_memory", "no_price", "no_directions", "real_world", "unknown_person")
        for line in lexicon().lines(style, intent)
    }
    return re.compile(
        "|".join(".+".join(map(re.escape, SLOT.split(x)[::2])) for x in sorted(lines))
    )


def in_character(reply: str) -> bool:
    return OUT_OF_CHARACTER.search(reply) is None


def ends_well(reply: str) -> bool:
    """Whether `reply` is at least one sentence, and whole."""
    return reply.endswith((".", "!", "?")) and len(reply) > 3


def style_of(reply: str) -> str:
    """The most likely style: naive Bayes over words and marks, learned from the authored lines."""
    marks = marks_of(reply)

    def likelihood(style: str) -> float:
        counts = style_counts()[style]
        total, kinds = sum(counts.values()), 2_000
        return sum(math.log((counts[mark] + 0.5) / (total + 0.5 * kinds)) for mark in marks)

    return max(STYLES, key=likelihood)


@cache
def style_counts() -> Mapping[str, Counter[str]]:
    """How often each style's lines use each word and mark."""
    return {
        style: Counter(
            mark
            for lines in lexicon().styles[style]["lines"].values()
            for line in lines
            for mark in marks_of(SLOT.sub("", line))
        )
        for style in STYLES
    }


def marks_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+|\.\.\.|[!?]", text.lower())
