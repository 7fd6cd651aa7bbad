"""What a quest says: its lines, who writes them, and the check that they name only what there is.

The plain writer is a grammar over data/quests/words; whoever has a model passes a `Writer` of its
own, and whatever that returns is checked line by line.
"""

from worldgen.quests.words.check import Finding, check_words
from worldgen.quests.words.variety import Variety, variety_of
from worldgen.quests.words.writer import Refused, Writer, Written, write_words

__all__ = [
    "Finding",
    "Refused",
    "Variety",
    "Writer",
    "Written",
    "check_words",
    "variety_of",
    "write_words",
]
