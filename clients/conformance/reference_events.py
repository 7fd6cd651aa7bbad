"""The reference driver's events: what a client keeps of each kind, and in what words it says it."""

from typing import Any

from clients.conformance.reference_failures import own_failure

_FINISH_REASONS = ("STOP", "LENGTH", "CANCELLED", "DEADLINE", "FALLBACK", "GUARDRAIL")
_GROUP_ENDS = ("ANSWERED", "SILENCE", "LIMIT", "LOOP", "CANCELLED")
_RECALLED = ("LORE", "SECRET", "MEMORY", "SUMMARY", "QUEST")
# An example of each field's type; a tuple names an enum's values.
_USAGE = {"promptTokens": 0, "reusedTokens": 0, "completionTokens": 0}
_TIMINGS = {"queueMs": 0.0, "ttftMs": 0.0, "totalMs": 0.0, "tokensPerS": 0.0}
_RECALL = {"kind": tuple(f"RECALL_KIND_{name}" for name in _RECALLED), "id": "", "why": ""}
_STARTED = {"model": "", "seed": 0, "promptTokens": 0, "reusedTokens": 0, "trimmedTurns": 0}
_COMPLETED = {
    "text": "",
    "finishReason": tuple(f"FINISH_REASON_{name}" for name in _FINISH_REASONS),
    "usage": _USAGE,
    "timings": _TIMINGS,
    "fallbackReason": "",
}
_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "started": ("started", {**_STARTED, "recalled": [_RECALL]}),
    "textDelta": ("text_delta", {"text": ""}),
    "sentence": ("sentence", {"text": "", "start": 0, "end": 0}),
    "emotion": ("emotion", {"label": "", "intensity": 0.0}),
    "action": ("action", {"actionId": "", "name": "", "argumentsJson": ""}),
    "relationship": ("relationship", {"axis": "", "oldValue": 0.0, "newValue": 0.0, "why": ""}),
    "safety": ("safety", {"rule": "", "category": "", "action": "", "replaced": False}),
    "completed": ("completed", _COMPLETED),
    "groupCompleted": (
        "group_completed",
        {"turnIds": [""], "end": tuple(f"GROUP_END_{name}" for name in _GROUP_ENDS)},
    ),
}


def typed(event: Any) -> dict[str, Any]:
    """The event as README.md writes it. Raises Failure for a field of another type."""
    beside = _read(event, {"sequence": 0, "turnId": "", "npcId": ""}, "event")
    kind, body = "unknown", {}
    for name, (own, fields) in _KINDS.items():
        if event.get(name) is not None:
            kind, body = own, _read(event[name], fields, name)
    return {
        "kind": kind,
        "sequence": beside["sequence"],
        "turn_id": beside["turnId"],
        "npc_id": beside["npcId"],
        "body": body,
    }


def _read(value: Any, like: Any, path: str) -> Any:
    """`value` where it is of that type, with the fields that are known; the default for none."""
    if isinstance(like, dict):
        given = {} if value is None else _of_type(value, dict, path)
        return {name: _read(given.get(name), each, f"{path}.{name}") for name, each in like.items()}
    if isinstance(like, list):
        items = [] if value is None else _of_type(value, list, path)
        return [_read(item, like[0], f"{path}[{at}]") for at, item in enumerate(items)]
    if isinstance(like, tuple):
        return value if value in like else ""
    if value is None:
        return like
    if isinstance(like, bool | str):
        return _of_type(value, type(like), path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise own_failure("BAD_MESSAGE", f"{path} is no number")
    return value


def _of_type(value: Any, kind: type, path: str) -> Any:
    if not isinstance(value, kind):
        raise own_failure("BAD_MESSAGE", f"{path} is no {kind.__name__}")
    return value
