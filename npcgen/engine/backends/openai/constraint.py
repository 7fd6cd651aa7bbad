"""A reply's grammar as the API writes it: JSON Schema everywhere, GBNF where it is understood.

NOTE: a server that knows none of these fields ignores them, and its reply is free text.
"""

import json
from typing import Any

from npcgen.engine.base import Grammar
from npcgen.errors import InvalidArgument


def constraint(grammar: Grammar | None, *, extensions: bool) -> dict[str, Any]:
    """The fields for a request. Raises InvalidArgument for what can't be sent."""
    if grammar is None:
        return {}
    if grammar.kind == "json_schema":
        schema = {"name": "reply", "strict": True, "schema": json.loads(grammar.text)}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    if grammar.kind == "gbnf" and extensions:
        # llama.cpp's name, then vLLM's.
        return {"grammar": grammar.text, "structured_outputs": {"grammar": grammar.text}}
    raise InvalidArgument.at(
        "grammar",
        f"{grammar.kind} can't be used with the model server behind this one; write a JSON Schema",
    )
