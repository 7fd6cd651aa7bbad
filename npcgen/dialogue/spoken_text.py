"""The clean edges of a spoken line: no white space before it, none after it.

What a listener was sent must equal the final text, so white space waits until a word follows it.
"""


class SpokenText:
    """Feed it raw text; it gives back what may be spoken."""

    def __init__(self) -> None:
        self.text = ""
        self._held = ""

    def feed(self, raw: str) -> str:
        """The new text; empty when nothing can be spoken yet."""
        pending = self._held + raw
        if not self.text:
            pending = pending.lstrip()
        spoken = pending.rstrip()
        self._held = pending[len(spoken) :]
        self.text += spoken
        return spoken
