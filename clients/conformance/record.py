"""`python -m clients.conformance.record [PATTERN]`: writes what is expected anew.

The reference driver plays each transcript against the real servers, and what it says becomes the
expectation, with placeholders for ids, times and whatever else differs from run to run. What comes
of it is reviewed like code: a recording can't tell a right answer from a wrong one.
"""

import asyncio
import fnmatch
import json
import sys
from collections.abc import Mapping
from typing import Any

from clients.conformance.compare import SOME, Values
from clients.conformance.play import Outcome
from clients.conformance.runner import stage
from clients.conformance.transcript import Transcript, read_all
from clients.conformance.verdict import comparable

REFERENCE = (sys.executable, "-m", "clients.conformance.reference")
# What no two runs have in common, or the next change of a prompt would change.
_VARYING = {
    "promptTokens": "$number",
    "reusedTokens": "$any",
    "queueMs": "$any",
    "ttftMs": "$any",
    "totalMs": "$number",
    "tokensPerS": "$any",
    "version": "$text",
    "generatorVersion": "$text",
    "provenance": "$any",
}

# What may be 0, and so left out, in one run and not in the next.
_BESIDE = {"promptTokens": ("reusedTokens",), "totalMs": ("queueMs", "ttftMs", "tokensPerS")}


async def record(pattern: str) -> None:
    """Rewrites the transcripts whose names fit."""
    chosen = [each for each in read_all() if fnmatch.fnmatch(each.name, pattern)]
    async with stage(REFERENCE, chosen) as on:
        for transcript in chosen:
            values: Values = {}
            for call, outcome in await on.play(transcript, values):
                call["expect"] = _expected(call, outcome, values)
            _write(transcript)


def _expected(call: Mapping[str, Any], outcome: Outcome, values: Values) -> dict[str, Any]:
    names = {value: name for name, value in values.items()}
    turns = dict.fromkeys(each["turn_id"] for each in outcome.events)
    for number, turn in enumerate(turns, 1):
        names[turn] = "$turn" if len(turns) == 1 else f"$turn{number}"
    names.pop("", None)
    said = _masked(comparable(call, outcome), names)
    if merged := call.get("fault", {}).get("merge"):
        said["response"] = {name: merged.get(name, each) for name, each in said["response"].items()}
    for part in ("events", "messages"):
        if part in said and call.get("shorten"):
            said[part] = _shortened(said[part], call["shorten"])
    before = call.get("expect", {}).get("done", {})
    said["done"] = _done(said["done"], before)
    return dict(said)


def _masked(value: Any, names: Mapping[Any, str], field: str = "") -> Any:
    if isinstance(value, dict):
        fields = {name: _masked(each, names, name) for name, each in value.items()}
        return fields | {beside: "$any" for name in fields for beside in _BESIDE.get(name, ())}
    if isinstance(value, list):
        return [_masked(each, names) for each in value]
    if field in _VARYING:
        return _VARYING[field]
    if field == "actionId":
        return "$action"
    if field == "retry_after_ms" and value and value % 100:
        return "$number"
    return names.get(value, value) if isinstance(value, str) else value


def _shortened(entries: list[Any], keep: Mapping[str, int]) -> list[Any]:
    """The first and the last of them, as many as the transcript says."""
    first, last = entries[: keep["first"]], entries[len(entries) - keep["last"] :]
    return [*first, SOME, *[_unnumbered(each) for each in last]]


def _unnumbered(entry: Any) -> Any:
    """What comes after an unknown number of others has an unknown number itself."""
    if "sequence" in entry:
        return {**entry, "sequence": "$any"}
    if "sequence" in entry.get("event", {}):
        return {**entry, "event": {**entry["event"], "sequence": "$any"}}
    return entry


def _done(done: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; where the transcript takes several reasons, it still does."""
    kept = {name: value for name, value in done.items() if value not in ("", 0)} | {
        "ok": done["ok"]
    }
    for name, several in before.items():
        if isinstance(several, list) and kept.get(name) in several:
            kept[name] = several
    return kept


def _write(transcript: Transcript) -> None:
    text = json.dumps(transcript.content, indent=2, ensure_ascii=False)
    transcript.path.write_text(text + "\n")


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1] if len(sys.argv) > 1 else "*"))
