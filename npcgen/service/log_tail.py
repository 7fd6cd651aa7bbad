"""The last lines of the server's log, for whoever runs it and looks on from elsewhere.

Only what this package logs itself, which holds no words of players or NPCs; of an exception no more
than its name, for its text may.
"""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from itertools import count

MOST_RECORDS = 2_000
MAX_TEXT_CHARS = 2_000
_LOGGER = "npcgen"


@dataclass(frozen=True, slots=True)
class Logged:
    """A line."""

    sequence: int
    """From 1, without gaps."""
    at_s: float
    """In unix seconds."""
    level: str
    source: str
    """The logger's name."""
    text: str


class LogTail(logging.Handler):
    """Keeps what is logged between `listen` and `leave`; safe to log to from any thread."""

    def __init__(self, most: int = MOST_RECORDS) -> None:
        super().__init__()
        self._lines: deque[Logged] = deque(maxlen=most)
        self._numbers = count(1)
        self._reading = threading.Lock()

    def listen(self) -> None:
        """To this package's loggers, at whatever level they are set to."""
        logging.getLogger(_LOGGER).addHandler(self)

    def leave(self) -> None:
        logging.getLogger(_LOGGER).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            text += f" ({record.exc_info[0].__name__})"
        with self._reading:
            self._lines.append(
                Logged(
                    next(self._numbers),
                    record.created,
                    record.levelname,
                    record.name,
                    text[:MAX_TEXT_CHARS],
                )
            )

    def after(self, sequence: int, most: int) -> list[Logged]:
        """The latest lines that came after that one, in their order."""
        with self._reading:
            found = [each for each in self._lines if each.sequence > sequence]
        return found[-most:]
