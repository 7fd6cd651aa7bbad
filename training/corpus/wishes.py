"""What a persona never does: infinitive and third person of the same words."""

import re

from training.corpus.words import Words

VERB = re.compile(r"(\w+)/(\w+)")


def deed(words: Words) -> tuple[str, str]:
    """ "lend money" and "lends money": three in four composed, the others as they are listed."""
    line = words.composed("deed_composed" if words.rng.random() < 0.75 else "deed")
    return VERB.sub(r"\1", line), VERB.sub(r"\2", line)
