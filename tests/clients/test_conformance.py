"""The conformance runner: right drivers pass, and wrong ones don't."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clients.conformance.compare import differences, plain
from clients.conformance.driver import Driver
from clients.conformance.hosts import Hosts
from clients.conformance.invariants import broken
from clients.conformance.play import Stage
from clients.conformance.runner import result_of
from clients.conformance.transcript import read_all
from clients.conformance.wire import Envelopes, envelope

ROOT = Path(__file__).parents[2]
REASONS = json.loads((ROOT / "clients/conformance/reasons.json").read_text())
MISTAKES = {
    "swallowing": ("cut_message", "done.reason is '', not 'STREAM_CUT'"),
    "forgetting": ("chat", "without gaps"),
    "buffering": ("slow_stream", "done.reason is 'STREAM_CUT', not ''"),
    "garbling": ("chat_tongues", "body.text is 'Cafe?'"),
    "ending": ("chat", "the driver ended its stdout; its stderr ends:\nnothing more to say"),
}
"""What each wrong driver is caught at, and the words for it."""


def replayed(*arguments: str) -> tuple[int, str]:
    """The runner's exit status and what it printed."""
    command = [sys.executable, "-m", "clients.conformance", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.timeout(300)
def test_the_reference_driver_replays_every_transcript() -> None:
    status, told = replayed("--", sys.executable, "-m", "clients.conformance.reference")
    assert status == 0, told
    assert f"{len(read_all())} transcripts, 0 failed, 0 skipped" in told


@pytest.mark.timeout(300)
async def test_a_driver_that_is_wrong_fails(tmp_path: Path) -> None:
    transcripts = {each.name: each for each in read_all()}
    async with Hosts(tmp_path, ["plain"]) as hosts:
        for mistake, (name, told) in MISTAKES.items():
            driver = Driver([sys.executable, "-m", "tests.clients.wrong_driver", mistake])
            await driver.start()
            result = await result_of(transcripts[name], Stage(driver, hosts), frozenset())
            await driver.quit()
            assert told in result.line(), mistake


@pytest.mark.parametrize(
    ("expected", "said", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 0.1}, {"a": 0.10000000149}, []),
        ({"a": 1}, {"a": 2}, ["x.a is 2, not 1"]),
        ({"a": 1}, {}, ["x.a is missing, and should be 1"]),
        ({}, {"a": 1}, ["x.a is 1, and nobody expects it"]),
        ({"a": True}, {"a": 1}, ["x.a is 1, not True"]),
        ([1, "$some", 4], [1, 2, 3, 4], []),
        ([1, "$some", 4], [1, 2, 3], ["x[0] is 3, not 4"]),
        ([1, 2], [1], ["x ends early, without [2]"]),
        ([1], [1, 2], ["x has 1 more: [2]"]),
        (["$turn", "$turn"], ["a", "a"], []),
        (["$turn", "$turn"], ["a", "b"], ["x[1] is 'b', not 'a' as before"]),
        ({"a": "$any"}, {}, []),
        ({"a": "$number"}, {"a": -1}, ["x.a is -1, not a number above 0"]),
    ],
)
def test_differences_are_told_in_words(expected: object, said: object, told: list[str]) -> None:
    assert list(differences(expected, said, {}, "x")) == told


def test_defaults_are_left_out_before_anything_is_compared() -> None:
    full = {"a": 0, "b": "", "c": [], "d": {"e": False}, "f": [{"g": 0.0}], "h": 1}
    assert plain(full) == {"f": [{}], "h": 1}
    assert plain(full, varies=["f"]) == {"h": 1}


def test_deltas_have_to_make_the_whole_reply() -> None:
    def event(sequence: int, kind: str, **body: object) -> dict[str, object]:
        return {"sequence": sequence, "turn_id": "t", "kind": kind, "body": body}

    events = [event(0, "text_delta", text="Well"), event(1, "completed", text="Well met.")]
    assert list(broken(events)) == ["the deltas make 'Well', and the whole reply is 'Well met.'"]


def test_envelopes_come_whole_however_they_are_cut() -> None:
    data = envelope("é".encode()) + envelope(b"") + envelope(b"{}", 2)
    cut = Envelopes()
    parts = [part for byte in data for part in cut.feed(bytes([byte]))]
    assert parts == [(0, "é".encode()), (0, b""), (2, b"{}")]


def test_every_own_reason_that_a_client_can_meet_here_is_in_a_transcript() -> None:
    met = {
        reason
        for transcript in read_all()
        for call in transcript.calls
        for reason in [call["expect"]["done"].get("reason", "")]
        if isinstance(reason, str)
    }
    own = {each["reason"] for each in REASONS["client"]}
    # A launcher's server, which no call can end twice.
    assert own - met == {"SERVER_STOPPED"}


def test_every_reason_of_the_server_is_one_that_it_sends() -> None:
    source = "".join(path.read_text() for path in (ROOT / "npcgen").rglob("*.py"))
    for each in REASONS["server"]:
        reason = each["reason"]
        assert f'"{reason}"' in source or reason.endswith("_NOT_FOUND"), reason
