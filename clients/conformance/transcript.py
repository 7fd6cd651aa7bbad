"""Transcripts as they are on disk, and what stands for `$name` in them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "transcripts"
_FIELDS = {"name", "about", "server", "alone", "setup", "steps"}
_CALL_FIELDS = {"method", "stream", "request", "key", "timeout_ms", "cancel_after_events"}
_CALL_FIELDS |= {"retries", "to", "fault", "during", "shorten", "varies", "expect"}


@dataclass(frozen=True, slots=True)
class Transcript:
    """Calls in steps, and what has to come of them."""

    path: Path
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def server(self) -> str:
        return str(self.content["server"])

    @property
    def alone(self) -> bool:
        """Whether nothing else may run beside it."""
        return bool(self.content.get("alone"))

    @property
    def calls(self) -> Iterator[dict[str, Any]]:
        for step in self.content["steps"]:
            if isinstance(step, list):
                yield from step


def read_all(folder: Path = FOLDER) -> list[Transcript]:
    """Every transcript, by name. Raises ValueError for one that isn't well made."""
    found = [
        Transcript(path, json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))
    ]
    for transcript in found:
        _check(transcript)
    return found


def filled(value: Any, values: Mapping[str, Any]) -> Any:
    """`value` with each text that is a `$name` in the place of what it stands for."""
    if isinstance(value, dict):
        return {name: filled(each, values) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if isinstance(value, str) and value.startswith("$"):
        return values[value]
    return value


def at_path(value: Any, path: str) -> Any:
    """What is there: "conversation.id"."""
    for name in path.split("."):
        value = value[name]
    return value


def _check(transcript: Transcript) -> None:
    content = transcript.content
    if content["name"] != transcript.name:
        raise ValueError(f"{transcript.path.name} calls itself {content['name']}")
    if unknown := set(content) - _FIELDS:
        raise ValueError(f"{transcript.path.name} has {sorted(unknown)}, which means nothing")
    for call in transcript.calls:
        if unknown := set(call) - _CALL_FIELDS:
            raise ValueError(f"a call of {transcript.path.name} has {sorted(unknown)}")
