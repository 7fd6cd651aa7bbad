"""The bytes of tokens as text that may be shown. Knows no tokenizer."""

import codecs


class TextDecoder:
    """Token pieces to text: whole characters only, and no white space before the first one.

    With `keeps_space` white space is kept: a grammar may ask for it.
    """

    def __init__(self, *, keeps_space: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._begun = keeps_space

    def feed(self, piece: bytes) -> str:
        """The characters that `piece` completes; an impossible byte becomes U+FFFD."""
        text = self._decoder.decode(piece)
        if not self._begun:
            text = text.lstrip()
            self._begun = bool(text)
        return text
