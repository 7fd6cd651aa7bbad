"""How a call of the reference driver fails: in the server's words, or in its own."""

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_OWN = {
    each["reason"]: each
    for each in json.loads((Path(__file__).parent / "reasons.json").read_text())["client"]
}


class Failure(Exception):
    """A call that ended with anything but its answer."""

    def __init__(self, code: str, reason: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.hint = hint
        self.field = ""
        self.retry_after_ms = 0

    def as_done(self) -> dict[str, Any]:
        return {
            "ok": False,
            "code": self.code,
            "reason": self.reason,
            "field": self.field,
            "retry_after_ms": self.retry_after_ms,
            "message": self.message,
            "hint": self.hint,
        }


def own_failure(reason: str, message: str) -> Failure:
    """One that the client itself found."""
    own = _OWN[reason]
    return Failure(own["code"], reason, message, own["hint"])


def from_connect(error: dict[str, Any]) -> Failure:
    """One that the server sent, as Connect's JSON."""
    code = str(error.get("code", "unknown"))
    failure = Failure(code, code.upper(), str(error.get("message", "")) or code)
    for detail in error.get("details", ()):
        _read_detail(failure, detail)
    return failure


def _read_detail(failure: Failure, detail: dict[str, Any]) -> None:
    text = str(detail.get("value", ""))
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        match detail.get("type"):
            case "google.rpc.ErrorInfo":
                failure.reason = _text(data, 1) or failure.reason
            case "google.rpc.BadRequest":
                failure.field = _text(_bytes(data, 1), 1)
            case "google.rpc.RetryInfo":
                delay = _bytes(data, 1)
                failure.retry_after_ms = round(_number(delay, 1) * 1000 + _number(delay, 2) / 1e6)
    except (ValueError, IndexError, binascii.Error):
        return


def _text(data: bytes, field: int) -> str:
    return _bytes(data, field).decode()


def _bytes(data: bytes, field: int) -> bytes:
    """The first of that field; empty where there is none."""
    return next((v for n, v in _fields(data) if n == field and isinstance(v, bytes)), b"")


def _number(data: bytes, field: int) -> int:
    return next((v for n, v in _fields(data) if n == field and isinstance(v, int)), 0)


def _fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Those of a protobuf message whose fields are varints and bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        value, at = _varint(data, at)
        if key & 7 == 2:
            yield key >> 3, data[at : at + value]
            at += value
        elif key & 7 == 0:
            yield key >> 3, value
        else:
            raise ValueError(f"wire type {key & 7}")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7
