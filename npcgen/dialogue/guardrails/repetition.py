"""Notices a reply that goes round in circles, and one that begins as an earlier one did.

NOTE: a player who asks the same again may hear the same again; that is no fault.
"""

from collections.abc import Sequence
from itertools import dropwhile, islice

from npcgen.dialogue.guardrails.folding import Word, words_of
from npcgen.dialogue.prompt import PastTurn, one_line

SAME_WORDS = 8
"""A reply that begins with so many words of an earlier one is that one again."""
RECENT_TURNS = 4
_LONGEST_LOOP = 14
_TIMES = {1: 5, 2: 4, 3: 3, 4: 3, 5: 3}
"""How often so many words in a row make a loop; longer runs do the second time."""
_TIMES_OF_LONG = 2
SAME_OPENING = 4
SAME_OPENINGS = 3
"""So many sentences in a row with the same first SAME_OPENING words are a loop."""
_FILLERS = frozenset({"ah", "aye", "er", "ha", "hm", "hmm", "huh", "oh", "so", "um", "well", "yes"})


class LoopWatch:
    """Watches one reply for the same words over and over."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._sentence: list[str] = []
        self._openings: list[list[str]] = []

    def step(self, word: Word) -> bool:
        """Whether this word makes a loop of what was said."""
        return self._goes_round(word) or self._opens_again(word)

    def end_sentence(self) -> None:
        self._sentence = []

    def _opens_again(self, word: Word) -> bool:
        self._sentence.append(word.text)
        if len(self._sentence) != SAME_OPENING:
            return False
        self._openings = [*self._openings[1 - SAME_OPENINGS :], list(self._sentence)]
        first = self._openings[0]
        return len(self._openings) == SAME_OPENINGS and all(e == first for e in self._openings)

    def _goes_round(self, word: Word) -> bool:
        words = self._words
        words.append(word.text)
        for length in range(1, min(_LONGEST_LOOP, len(words) - 1) + 1):
            if words[-1] != words[-1 - length]:
                continue
            times = _TIMES.get(length, _TIMES_OF_LONG)
            if len(words) >= length * times and self._repeats(length, times):
                return True
        return False

    def _repeats(self, length: int, times: int) -> bool:
        words, last = self._words, self._words[-length:]
        ends = range(length, length * times, length)
        return all(words[-end - length : -end] == last for end in ends)


class EarlierReplies:
    """Watches the beginning of one reply for that of an earlier one."""

    def __init__(self, recent: Sequence[PastTurn], player_text: str) -> None:
        asked = one_line(player_text).casefold()
        self._openings = [
            opening
            for turn in recent[-RECENT_TURNS:]
            if one_line(turn.line.text).casefold() != asked
            and len(opening := _opening(turn.reply)) == SAME_WORDS
        ]
        self._said = 0

    def step(self, word: Word) -> bool:
        """Whether the reply is an earlier one again."""
        at = self._said
        if at == 0 and word.text in _FILLERS:
            return False
        self._said += 1
        self._openings = [
            each for each in self._openings if at >= len(each) or each[at] == word.text
        ]
        return bool(self._openings) and self._said == SAME_WORDS

    @property
    def holds(self) -> bool:
        """Whether all that was said so far may be the beginning of an earlier reply."""
        return bool(self._openings) and 0 < self._said < SAME_WORDS


def _opening(text: str) -> list[str]:
    """Its first words, at most SAME_WORDS, but for an "Ah, well" before them."""
    words = (word.text for word in words_of(text) if word.text[0].isalnum())
    return list(islice(dropwhile(_FILLERS.__contains__, words), SAME_WORDS))
