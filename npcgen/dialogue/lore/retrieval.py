"""What a line finds among the entries that may be known: by keys, by words, by meaning.

Each way ranks what it finds; the ranks are fused. What was found may name more: keys in its text
bring those to mind too, once.
Pure, and the same arguments find the same in the same order.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from npcgen.dialogue.likeness import K, fused
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.keys import Mask

Way = Literal["constant", "key", "text", "meaning", "mention"]
Ranking = Mapping[int, str]
"""Entries by their place in the index, the best first, and what of each fits."""
MOST_FOUND = 8
MOST_MENTIONED = 2
BUDGET_TOKENS = 200
"""Of a prompt, for what the line brings to mind."""


@dataclass(frozen=True, slots=True)
class Match:
    """One way in which an entry was found."""

    way: Way
    detail: str
    """The key, the words, the likeness, or the title of the entry that names it."""

    def __str__(self) -> str:
        match self.way:
            case "constant":
                return "always known"
            case "key":
                return f"key '{self.detail}' in the player's line"
            case "text":
                return f"words of the line in its text: {self.detail}"
            case "meaning":
                return f"means nearly the same: {self.detail}"
            case "mention":
                return f"named by {self.detail}"


@dataclass(frozen=True, slots=True)
class FoundLore:
    """An entry, and why it was found."""

    entry: LoreEntry
    score: float
    """Of its ranks, 0..1; 0 for one that another entry names."""
    matches: tuple[Match, ...]

    @property
    def why(self) -> str:
        return "; ".join(map(str, self.matches))


def find(
    index: LoreIndex,
    allowed: Mask,
    line: str,
    meanings: Ranking | None = None,
    most: int = MOST_FOUND,
) -> list[FoundLore]:
    """What the line brings to mind, the best first; nothing outside `allowed` is looked at.

    `meanings` is what embeddings found, inside `allowed` too. Of equal scores the higher priority
    goes first, then the lower id.
    """
    keys = index.keys.found_in(line, allowed)
    texts = index.texts.found_in(line, allowed)
    rankings: dict[Way, Ranking] = {
        "constant": {int(at): "" for at in np.flatnonzero(index.constants & allowed)},
        "key": {at: keys[at] for at in sorted(keys, key=lambda at: (-len(keys[at]), at))},
        "text": {at: ", ".join(words) for at, words in texts.items()},
        "meaning": meanings or {},
    }
    found = _fused(index.entries, rankings)[:most]
    return found + _mentioned(index, allowed, found)


def within_budget(found: Sequence[FoundLore], budget_tokens: int) -> list[FoundLore]:
    """Those that fit, the higher priority first, in the order found; one that is too long leaves
    its room to the next.
    """
    left = budget_tokens
    kept = set()
    for at in sorted(range(len(found)), key=lambda at: -found[at].entry.priority):
        cost = most_tokens(found[at].entry.text)
        if cost <= left:
            left -= cost
            kept.add(at)
    return [each for at, each in enumerate(found) if at in kept]


def most_tokens(text: str) -> int:
    """About what the text takes, rather more: three bytes a token, and its label."""
    return len(text.encode()) // 3 + 4


def _fused(entries: Sequence[LoreEntry], rankings: Mapping[Way, Ranking]) -> list[FoundLore]:
    scores = fused(rankings.values())
    matches: defaultdict[int, list[Match]] = defaultdict(list)
    for way, ranking in rankings.items():
        for at, detail in ranking.items():
            matches[at].append(Match(way, detail))
    order = sorted(scores, key=lambda at: (-scores[at], -entries[at].priority, entries[at].id))
    highest = len(rankings) / K
    return [FoundLore(entries[at], scores[at] / highest, tuple(matches[at])) for at in order]


def _mentioned(index: LoreIndex, allowed: Mask, found: Sequence[FoundLore]) -> list[FoundLore]:
    """Entries whose keys stand in the texts of those found. NOTE: once; these bring no others."""
    known = {each.entry.id for each in found}
    mentioned: list[FoundLore] = []
    for each in found:
        for at, key in sorted(index.keys.found_in(each.entry.text, allowed).items()):
            entry = index.entries[at]
            if entry.id not in known and len(mentioned) < MOST_MENTIONED:
                known.add(entry.id)
                naming = Match("mention", f"'{each.entry.title}', key '{key}'")
                mentioned.append(FoundLore(entry, 0.0, (naming,)))
    return mentioned
