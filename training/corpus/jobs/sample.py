"""One sample of a structured job: the messages the server sends, and the one right answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from npcgen.engine.base import Grammar, Message

Job = Literal["level", "texture", "action", "quest", "memory", "words", "backstory"]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a model reads, what it shall write, and the grammar that it writes it under."""

    job: Job
    messages: tuple[Message, ...]
    answer: str
    grammar: Grammar

    @property
    def prompt(self) -> str:
        """What differs from sample to sample: all but the system message."""
        return "\n".join(message.content for message in self.messages[1:])


def json_sample(
    job: Job, messages: tuple[Message, ...], answer: Mapping[str, Any], schema: Mapping[str, Any]
) -> Sample:
    """A sample whose answer is JSON of `schema`.

    NOTE: the grammar takes properties in the schema's order alone.
    """
    ordered = in_order(answer, schema)
    return Sample(job, messages, json.dumps(ordered), Grammar("json_schema", json.dumps(schema)))


def in_order(value: Any, schema: Mapping[str, Any]) -> Any:
    """`value` with its properties, and what is in its lists, as the schema lists them."""
    if isinstance(value, list):
        return sorted(value, key=schema["items"]["enum"].index)
    if not isinstance(value, Mapping):
        return value
    properties = schema["properties"]
    return {name: in_order(value[name], properties[name]) for name in properties if name in value}
