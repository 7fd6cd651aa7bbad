"""Seams that show once slots are filled: wrong articles, doubled words and marks, lost capitals.

Looks at drawn dialogues only as text, so that whatever composed them is checked alike.
"""

import re
from collections.abc import Iterator

from training.corpus.dialogue import Dialogue, draw_dialogue, generator
from training.corpus.lexicon import Split

SAMPLES = 60
"""Dialogues of each split that a check draws."""
TURNS = 6
_VOWEL = "(?:[aeiou](?<!u)|u(?!ni|se|su))[a-z]*|hours?|honest|honour"
SEAMS = {
    "has 'a' before a vowel": re.compile(
        rf"\b[Aa] (?!(?:one|once|eu)\b)(?:{_VOWEL})\b(?<!\bone)(?<!\bonce)"
    ),
    "has 'an' before a consonant": re.compile(
        r"\b[Aa]n (?!hour|hono|honest)(?:[b-df-hj-np-tv-z]|one\b|uni(?!n))"
    ),
    "has a word twice": re.compile(
        r"\b(the|a|an|of|to|in|at|is|and|it|for|my) \1\b", re.IGNORECASE
    ),
    "has two articles": re.compile(
        r"\b(?:the|an?|my|our) (?:the|an?|my|our|every)\b", re.IGNORECASE
    ),
    "has a mark too many": re.compile(
        r"(?<!\.)\.\.(?!\.)|[!?,]\.|[!?,.],|[.,!?][!?](?<!\.\.\.[!?])"
    ),
    "has a space before a mark": re.compile(r" [.,!?](?!\.)"),
    "has two spaces": re.compile(r"\S  +\S"),
    "has an open slot": re.compile(r"[{}]"),
    "counts one of many": re.compile(
        r"\bone (?:coins|silvers|credits|tokens|marks|crowns|shillings|pennies|pieces|years|days"
        r"|rooms|men|sisters|brothers|children)\b"
    ),
    "begins a sentence with a small letter": re.compile(r"(?:^|(?<!\.\.)[.!?] )[a-z]"),
    "doesn't end with . ! or ?": re.compile(r"[^.!?\"]$|[^.!?]\"$"),
}
"""What no composed sentence may hold, by how a reader would put it."""


def seams(text: str) -> Iterator[str]:
    """What shows in a composed text, a phrase each."""
    for fault, pattern in SEAMS.items():
        if found := pattern.search(text):
            around = text[max(0, found.start() - 20) : found.end() + 20]
            yield f"{fault}: {around!r}"


def composed(dialogue: Dialogue) -> Iterator[str]:
    """Everything in a dialogue that was composed as whole sentences."""
    yield from dialogue.cast.persona.knowledge
    if dialogue.cast.world is not None:
        yield dialogue.cast.world.description
    for turn in dialogue.turns:
        yield turn.reply
        yield from (each.text for each in turn.context.recalled)


def seam_problems(split: Split, samples: int = SAMPLES) -> Iterator[str]:
    """The seams of `samples` drawn dialogues, with the text in which each was found."""
    for index in range(samples):
        dialogue = draw_dialogue(generator(1, f"seams/{split}", index), TURNS, split)
        for text in composed(dialogue):
            for seam in seams(text):
                yield f"{dialogue.cast.style} in {dialogue.cast.genre} {seam}"
