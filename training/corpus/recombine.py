"""One authored line with what stands around its heart taken from others of its kind.

A line is a lead, a heart and an ending: "Hm. | {fact} | Satisfied?". The heart is the sentences
that hold slots; a line without slots is all heart, and only its last sentence can be lent. Lines of
one style and one intent lend each other leads and endings: of twenty come hundreds.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.corpus.lexicon import SLOT

SENTENCE = re.compile(
    r"(?=\S).*?(?:[.!?]+(?<!\bI\.\.\.)(?=\s+[A-Z{]|$)|\{(?:fact|past|memory|news)\}(?=\s|$)|$)"
)
BOUND = re.compile(
    r"^(And|But|So|Or|Then|Not|No|Yes|Because|Nor|Yet|Still|Which|Or|Both|Neither|Either|Why)\b"
    r"|\b(one|ones|both|another|neither|either|they|them|those|these|he|she|him|first|second|two)\b"
)
"""What leans on the sentence before it, and so can't be lent."""
REFERRING = re.compile(r"\b(it|its|that|this|there|more|other|too)\b", re.IGNORECASE)
"""What is lent only where it leans on what a slot tells."""
MOST_WORDS, MOST_SENTENCES = 26, 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A line in its three parts; each may be empty but the heart."""

    lead: str
    heart: str
    ending: str


def parts_of(line: str) -> Parts:
    """`line` cut between sentences."""
    sentences = SENTENCE.findall(line)
    slotted = [index for index, each in enumerate(sentences) if SLOT.search(each)]
    if not slotted:
        return Parts("", line, sentences[-1] if len(sentences) > 1 else "")
    first, last = slotted[0], slotted[-1] + 1
    if sentences[last - 1].endswith("?"):  # "Lie to her? Never.": what it says is in the answer.
        last = len(sentences)
    cut = (sentences[:first], sentences[first:last], sentences[last:])
    return Parts(*(" ".join(each) for each in cut))


def recombined(rng: random.Random, lines: Sequence[str]) -> str:
    """One of `lines`, which are of one style and one intent, with a lead or an ending of others;
    never longer than a reply should be."""
    parts = [parts_of(line) for line in lines]
    chosen = rng.choice(parts)
    told = SLOT.search(chosen.heart) is not None
    if not told and chosen.ending:
        return chosen.heart
    if BOUND.match(chosen.heart):
        return rng.choice(lines)
    leads = [each.lead for each in parts if lendable(each.lead, told)]
    endings = [each.ending for each in parts if lendable(each.ending, told)]
    endings = [each for each in endings if each.lower() not in chosen.heart.lower()]
    around = rng.random()
    lead = rng.choice(leads) if leads and told and around < 0.6 else ""
    ending = rng.choice(endings) if endings and (around > 0.4 or not lead) else ""
    made = " ".join(part for part in (lead, chosen.heart, ending) if part)
    fits = len(made.split()) <= MOST_WORDS and len(SENTENCE.findall(made)) <= MOST_SENTENCES
    return made if fits else rng.choice(lines)


def lendable(part: str, told: bool) -> bool:
    """Whether `part` of a line can stand in another; `told`: beside a slot that is filled."""
    return bool(part) and not BOUND.search(part) and (told or not REFERRING.search(part))
