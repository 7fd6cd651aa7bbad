"""One authored line with what stands around its heart taken from others of its kind.

A line is a lead, a heart and an ending: "Hm. | {fact} | Satisfied?". The heart is the sentences that
hold slots, or the first one where none does. Lines of one style and one intent lend each other
their leads and endings, so that twenty lines give hundreds of replies.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.corpus.lexicon import SLOT

SENTENCE = re.compile(r"\S.*?(?:[.!?]+(?=\s|$)|\}(?=\s+[A-Z{])|$)")
MOST_WORDS, MOST_SENTENCES = 26, 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A line in its three parts; each may be empty but the heart."""

    lead: str
    heart: str
    ending: str


def parts_of(line: str) -> Parts:
    """`line` cut between sentences. A line of one sentence is all heart."""
    sentences = SENTENCE.findall(line)
    slotted = [index for index, each in enumerate(sentences) if SLOT.search(each)] or [0]
    first, last = slotted[0], slotted[-1] + 1
    cut = (sentences[:first], sentences[first:last], sentences[last:])
    return Parts(*(" ".join(each) for each in cut))


def recombined(rng: random.Random, lines: Sequence[str]) -> str:
    """The heart of one of `lines`, which are of one style and one intent, with a lead or an ending
    of others; never longer than a reply should be."""
    parts = [parts_of(line) for line in lines]
    chosen = rng.choice(parts)
    leads = [each.lead for each in parts if each.lead]
    endings = [each.ending for each in parts if each.ending]
    around = rng.random()
    lead = rng.choice(leads) if leads and around < 0.6 else ""
    ending = rng.choice(endings) if endings and (around > 0.4 or not lead) else ""
    made = " ".join(part for part in (lead, chosen.heart, ending) if part)
    fits = len(made.split()) <= MOST_WORDS and len(SENTENCE.findall(made)) <= MOST_SENTENCES
    return made if fits else rng.choice(lines)
