"""What holds of every dialogue stream, whatever a transcript expects of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any


def broken(events: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What doesn't hold: numbering without gaps, and texts that add up."""
    numbers = [event.get("sequence") for event in events]
    if numbers != list(range(len(events))):
        yield f"the events are numbered {numbers[:12]}, not 0, 1, 2 without gaps"
    turns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        turns[event.get("turn_id", "")].append(event)
    for turn in turns.values():
        yield from _of_turn(turn)


def _of_turn(events: Sequence[dict[str, Any]]) -> Iterator[str]:
    text = "".join(_bodies(events, "text_delta", "text"))
    for whole in _bodies(events, "completed", "text"):
        if whole != text:
            yield f"the deltas make {text[-60:]!r}, and the whole reply is {whole[-60:]!r}"
    for event in events:
        if event["kind"] == "sentence":
            body = event["body"]
            part = text[body.get("start", 0) : body.get("end", 0)]
            if part != body.get("text"):
                told = str(body.get("text"))[:60]
                yield f"the sentence {told!r} isn't the text it points to, {part!r}"


def _bodies(events: Sequence[dict[str, Any]], kind: str, field: str) -> list[str]:
    return [event["body"].get(field, "") for event in events if event["kind"] == kind]
