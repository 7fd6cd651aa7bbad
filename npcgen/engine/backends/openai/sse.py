"""Server-sent events: bytes in, the data of whole events out.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html. Of an event only its data
is kept, and the field `error`, by which older llama-servers report one.
"""

from npcgen.engine.backends.openai.failures import broken

MAX_EVENT_BYTES = 256 * 1024


class EventParser:
    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    @property
    def inside(self) -> bool:
        """Whether half an event is held: a stream that ends now was cut off."""
        return bool(self._rest.strip() or self._data)

    def feed(self, piece: bytes) -> list[str]:
        """The data of the events that `piece` completes. Raises RemoteFailure."""
        lines = (self._rest + piece).splitlines(keepends=True)
        whole = not lines or lines[-1].endswith(b"\n")
        self._rest = b"" if whole else lines.pop()
        events = [event for line in lines if (event := self._line(line.rstrip(b"\r\n")))]
        if len(self._rest) + sum(map(len, self._data)) > MAX_EVENT_BYTES:
            raise broken(f"sent an event of more than {MAX_EVENT_BYTES} bytes")
        return events

    def _line(self, line: bytes) -> str:
        """The event's data at its closing empty line; "" before."""
        if line:
            name, _, value = line.partition(b":")
            if name in (b"data", b"error"):
                self._data.append(value.removeprefix(b" "))
            return ""
        data, self._data = b"\n".join(self._data), []
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise broken("sent bytes that aren't UTF-8") from None
