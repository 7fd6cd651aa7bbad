"""Whole characters from JSON text, in which a server may cut one in two."""


class SurrogateJoiner:
    """Joins the halves of UTF-16 pairs that arrive apart ("\\ud83d", then "\\ude00")."""

    def __init__(self) -> None:
        self._half = ""

    def feed(self, text: str) -> str:
        text, self._half = self._half + text, ""
        if "\ud800" <= text[-1:] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return _whole(text)

    def flush(self) -> str:
        """What is left of a pair that was never completed: the replacement character."""
        half, self._half = self._half, ""
        return _whole(half)


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
