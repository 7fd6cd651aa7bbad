"""Cuts a stream of text into sentences as soon as each is certain, for speech and subtitles.

A full stop ends a sentence once white space and anything but a lower-case letter follow, so
"Oh... good morning." is one. Marks of scripts that write no spaces end it at once.
"""

import re

from npcgen.dialogue.events import Sentence

# "Mr. Holt" and "J. Holt" go on; lookbehinds have a fixed width, so one for each length.
_TITLES = r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\b[A-HJ-Z])"
_SPACED_END = re.compile(_TITLES + r"""[.!?…]+["'”’)\]]*(?=\s+(?![a-zà-öø-ÿ\s])\S)""")
_SPACELESS_END = re.compile(r"""[。！？｡।॥؟۔]+[”’」』）]*(?=.)""", re.DOTALL)
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_UNDECIDED = ".!?…\"'”’)]。！？｡।॥؟۔」』）" + _SPACES


class SentenceCutter:
    """Feed it text as it comes; it gives back the sentences that are finished."""

    def __init__(self) -> None:
        self._text = ""
        self._start = 0
        self._searched = 0

    def feed(self, text: str) -> list[Sentence]:
        """The sentences that `text` finished."""
        self._text += text
        sentences = []
        while (end := self._next_end()) is not None:
            sentences += self._cut(end)
        return sentences

    def finish(self) -> list[Sentence]:
        """What is left, as the last sentence."""
        return self._cut(len(self._text))

    def _next_end(self) -> int | None:
        ends = [
            match.end()
            for pattern in (_SPACED_END, _SPACELESS_END)
            if (match := pattern.search(self._text, self._searched))
        ]
        # Only marks at the very end may still become the end of a sentence.
        self._searched = min(ends, default=len(self._text.rstrip(_UNDECIDED)))
        return min(ends, default=None)

    def _cut(self, end: int) -> list[Sentence]:
        piece = self._text[self._start : end]
        start = self._start + len(piece) - len(piece.lstrip())
        self._start = end
        stripped = piece.strip()
        return [Sentence(stripped, start, start + len(stripped))] if stripped else []
