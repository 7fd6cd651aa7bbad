"""Whether a call came to what its transcript expects."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from clients.conformance.compare import Values, differences, plain
from clients.conformance.invariants import broken
from clients.conformance.play import Outcome

_EMPTY = {"code": "", "reason": "", "field": "", "retry_after_ms": 0}
_REASONS = json.loads((Path(__file__).parent / "reasons.json").read_text())
HINTS: Mapping[str, str] = {each["reason"]: each["hint"] for each in _REASONS["client"]}
_SERVERS_TOO = ("CANCELLED", "DEADLINE_EXCEEDED")
_OF_EVENT = {"kind", "sequence", "turn_id", "npc_id", "body"}


def faults_of(call: Mapping[str, Any], outcome: Outcome, values: Values) -> list[str]:
    """What is wrong with the outcome; empty when nothing is."""
    if outcome.stuck:
        return [f"no done came; {len(outcome.events)} events and then silence"]
    return list(_faults(call, outcome, dict(values)))


def comparable(call: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    """What the driver said, as it is compared and recorded."""
    varies = call.get("varies", ())
    said: dict[str, Any] = {}
    if outcome.events:
        said["events"] = [_event(each, varies) for each in outcome.events]
    if outcome.messages:
        said["messages"] = plain(outcome.messages, varies)
    if outcome.response is not None:
        said["response"] = plain(outcome.response, varies)
    return said | {"done": _done(outcome.done)}


def _faults(call: Mapping[str, Any], outcome: Outcome, values: Values) -> Iterator[str]:
    for event in outcome.events:
        if missing := _OF_EVENT - set(event):
            yield f"an event has no {', '.join(sorted(missing))}"
            return
    expected, said = call["expect"], comparable(call, outcome)
    yield from broken(outcome.events)
    for part in ("events", "messages", "response"):
        if part in expected or part in said:
            empty: Any = {} if part == "response" else []
            wanted = expected.get(part, empty)
            yield from differences(wanted, said.get(part, empty), values, part)
    yield from _done_faults(expected["done"], said["done"], values)
    yield from _words_faults(outcome.done)


def _done_faults(
    expected: Mapping[str, Any], said: Mapping[str, Any], values: Values
) -> Iterator[str]:
    for name in ("ok", *_EMPTY):
        wanted = expected.get(name, _EMPTY.get(name))
        if isinstance(wanted, list):
            if said[name] not in wanted:
                yield f"done.{name} is {said[name]!r}, none of {wanted}"
        else:
            yield from differences(wanted, said[name], values, f"done.{name}")


def _words_faults(done: Mapping[str, Any]) -> Iterator[str]:
    """A failure is told in words, and the client's own in the same ones everywhere."""
    if done.get("ok"):
        return
    if not done.get("message"):
        yield "done.message is empty"
    reason = str(done.get("reason"))
    hint = HINTS.get(reason)
    if reason in _SERVERS_TOO and not done.get("hint"):
        return
    if hint is not None and done.get("hint") != hint:
        yield f"done.hint is {done.get('hint')!r}, and reasons.json says {hint!r}"


def _event(event: dict[str, Any], varies: Collection[str]) -> dict[str, Any]:
    body = dict(event["body"])
    if event["kind"] == "started":
        body.pop("recalled", None)
    return {**event, "body": plain(body, varies)}


def _done(done: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: done.get(name, empty) for name, empty in _EMPTY.items()}
    return {"ok": bool(done.get("ok")), **own}
