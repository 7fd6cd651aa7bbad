"""What the fault proxy makes of an answer: pure, on whole messages."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from clients.conformance.wire import MESSAGE, envelope, json_envelope

NEW_KIND = {"weather": {"label": "rain", "forecast": [{"day": 1}], "wind": None}}
NEW_FIELDS = {
    "mood": {"depth": 3},
    "tags": ["a", "b"],
    "ordinal": "9007199254740993",
    "later": None,
}
_HEAD_BYTES = 5
_BESIDE_KIND = ("sequence", "turnId", "npcId")


class Messages:
    """The messages of one stream as the fault changes them."""

    def __init__(self, fault: Mapping[str, Any]) -> None:
        self._fault = fault
        self._shift = 0
        self._taken = 0
        self.sent = 0
        """Of all that went out, injected ones included."""

    def spoilt(self, flag: int, payload: bytes) -> Iterator[bytes]:
        """The envelopes to send for this one, in order."""
        if self._fault.get("heartbeats"):
            yield json_envelope({})
        if flag != MESSAGE:
            yield envelope(payload, flag)
            return
        message = json.loads(payload)
        self._renumber(message)
        if self._fault.get("new_fields"):
            message = _with_new_fields(message)
        yield json_envelope(message)
        self._taken += 1
        if self._taken == self._fault.get("unknown_kind_after"):
            self._shift += 1
            yield json_envelope(_of_new_kind(message))
        injected = self._fault.get("inject", {})
        if self._taken == injected.get("after"):
            yield _injected(injected)

    def _renumber(self, message: dict[str, Any]) -> None:
        if self._shift:
            message["event"]["sequence"] += self._shift


def unary(whole: bytes, fault: Mapping[str, Any]) -> bytes:
    """The answer of a unary call, with `merge` laid over it."""
    if "merge" not in fault:
        return whole
    return json.dumps({**json.loads(whole), **fault["merge"]}).encode()


def first_part(part: bytes, at: str) -> bytes | None:
    """What still goes out of a message that is cut there; None where it can't be cut so."""
    if at == "between":
        return b""
    if at == "head":
        return part[:2]
    if at == "message":
        return part[: _HEAD_BYTES + (len(part) - _HEAD_BYTES) // 2]
    lead = next((i for i, byte in enumerate(part) if i >= _HEAD_BYTES and byte >= 0xC0), None)
    return None if lead is None else part[: lead + 1]


def raw_answer(answer: Mapping[str, Any]) -> bytes:
    """An answer that no npcgen server gives: of a `status`, `type` and `body`, or `raw` bytes."""
    if "raw" in answer:
        return str(answer["raw"]).encode()
    body = str(answer["body"]).encode()
    lines = [
        f"HTTP/1.1 {answer['status']} Whatever",
        f"content-type: {answer['type']}",
        f"content-length: {len(body)}",
        "connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _injected(fault: Mapping[str, Any]) -> bytes:
    """An envelope as the fault describes it; `length` may promise more than there is."""
    data = bytes.fromhex(fault["hex"]) if "hex" in fault else str(fault.get("text", "")).encode()
    length = fault.get("length", len(data))
    return bytes([fault.get("flag", MESSAGE)]) + int(length).to_bytes(4, "big") + data


def _of_new_kind(message: Mapping[str, Any]) -> dict[str, Any]:
    """An event after this one, of a kind that no client knows."""
    event = message["event"]
    beside = {name: event[name] for name in _BESIDE_KIND if name in event}
    return {"event": {**beside, "sequence": event["sequence"] + 1, **NEW_KIND}}


def _with_new_fields(value: Any) -> Any:
    """A newer server's message: more fields in every object, and another name of an enum."""
    if isinstance(value, list):
        return [_with_new_fields(each) for each in value]
    if not isinstance(value, dict):
        return value
    fields = {name: _with_new_fields(each) for name, each in value.items()}
    if "finishReason" in fields:
        fields["finishReason"] = "FINISH_REASON_WANDERED_OFF"
    return {**NEW_FIELDS, **fields}
