"""The Unreal plugin's engine-free core: its own tests, and a real server at the other end."""

import json
import re
import subprocess
import sys

import pytest

from npcgen.client import LocalServer, SyncClient
from npcgen.v1 import dialogue_pb2, level_pb2, memory_pb2, model_pb2, persona_pb2, quest_pb2
from tests.clients.unreal_build import CLANG, COMPILER, CORE, ROOT, STRICT, run
from tests.clients.unreal_programs import CORE_TESTS, HAS_CURL, HAS_GRPC, Programs

pytestmark = [
    pytest.mark.timeout(400),  # a busy machine compiles for minutes
    pytest.mark.skipif(COMPILER is None, reason="no g++ on this machine"),
]


needs_grpc = pytest.mark.skipif(
    not HAS_GRPC,
    reason="needs libgrpc++-dev, libprotobuf-dev, protobuf-compiler-grpc and pkg-config",
)
needs_curl = pytest.mark.skipif(not HAS_CURL, reason="needs libcurl4-openssl-dev and pkg-config")


# Streams that games don't link; operators that Microsoft's compiler has no words for; macros of the
# engine and of Windows' headers, which would take these names away.
NOT_IN_AN_ENGINE = {
    *("iostream", "cout", "cerr", "printf", "throw", "catch", "dynamic_cast", "typeid"),
    *("and", "or", "not", "xor", "bitand", "bitor", "compl"),
    *("check", "verify", "ensure", "TEXT", "PI", "min", "max", "ERROR", "DELETE", "IN", "OUT"),
    *("small", "near", "far", "interface"),
}


def test_the_core_passes_its_own_tests_under_sanitizers(programs: Programs) -> None:
    said = run([programs["core_tests"]])
    tests = sum(file.read_text().count("\nTEST(") for file in CORE_TESTS.glob("*_test.cpp"))
    assert said.count("\n") == said.count("ok ") == tests


@needs_curl
def test_every_transcript_is_replayed(programs: Programs) -> None:
    said = run([sys.executable, "-m", "clients.conformance", "--", programs["driver"]])
    assert re.fullmatch(r"(\d{2,}) transcripts, 0 failed, 0 skipped, .*", said.splitlines()[-1])


@pytest.mark.parametrize(
    ("compiler", "flags"),
    [
        pytest.param(COMPILER, ["-Wvla"], id="g++"),
        pytest.param(
            CLANG,
            ["-fms-extensions", "-Wvla", "-Wc++20-designator", "-Wzero-length-array"],
            marks=pytest.mark.skipif(CLANG is None, reason="no clang++ on this machine"),
            id="clang++",
        ),
    ],
)
def test_the_core_compiles_as_engines_do_without_a_warning(compiler: str, flags: list[str]) -> None:
    """No exceptions, no RTTI, and nothing that Microsoft's compiler doesn't have."""
    folders = [f"-I{CORE}", f"-I{CORE_TESTS}"]
    run([compiler, *STRICT, *flags, "-fsyntax-only", *folders, str(CORE_TESTS / "main.cpp")])


def test_the_core_prints_nothing_and_spells_operators_with_symbols() -> None:
    for file in CORE.glob("*.h"):
        code = re.sub(r'//.*|"(?:[^"\\]|\\.)*"', "", file.read_text())
        words = set(re.findall(r"\b[A-Za-z_]\w*\b", code))
        assert not words & NOT_IN_AN_ENGINE, file


def test_the_hints_are_those_of_every_client() -> None:
    reasons = json.loads((ROOT / "clients" / "conformance" / "reasons.json").read_text())
    source = re.sub(r'"\s*\n\s*"', "", (CORE / "Failure.h").read_text())
    for each in reasons["client"]:
        retry = str(each["retry"]).lower()
        text = f'{{"{each["reason"]}", "{each["code"]}", {retry}, "{each["hint"]}"}}'
        assert text in re.sub(r",\s+", ", ", source)


def test_only_calls_that_are_safe_to_repeat_are_repeated() -> None:
    listed = re.findall(r'"npcgen\.v1\.(\w+)/(\w+)"', (CORE / "Retry.h").read_text())
    services = {"DialogueService": dialogue_pb2, "PersonaService": persona_pb2}
    services |= {
        "ModelService": model_pb2,
        "LevelService": level_pb2,
        "MemoryService": memory_pb2,
        "QuestService": quest_pb2,
    }
    assert len(listed) > 10
    for service, method in listed:
        described = services[service].DESCRIPTOR.services_by_name[service].methods_by_name[method]
        level = described.GetOptions().idempotency_level
        assert level or "request_id" in described.input_type.fields_by_name, method


@needs_grpc
def test_a_reply_streams_over_native_grpc(programs: Programs, server: LocalServer) -> None:
    said = run([programs["grpc_client"], server.target, "brannoch", "Hello."]).splitlines()
    deltas = [line.removeprefix("text_delta ") for line in said if line.startswith("text_delta")]
    assert said[-1] == "completed " + "".join(deltas)


@needs_grpc
def test_an_unknown_persona_is_not_found_over_native_grpc(
    programs: Programs, server: LocalServer
) -> None:
    done = subprocess.run(
        [programs["grpc_client"], server.target, "nobody", "Hello."], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout.startswith("error 5 no persona 'nobody'")


@needs_curl
def test_a_reply_streams_from_a_live_server(programs: Programs, server: LocalServer) -> None:
    with SyncClient(server.target) as client:
        conversation = client.start_conversation("brannoch")
    order = {
        "id": 1,
        "do": "call",
        "base_url": server.http_url,
        "method": "npcgen.v1.DialogueService/Chat",
        "stream": True,
        "request": {"conversationId": conversation.id, "text": "Grüß dich!"},
    }
    said = [json.loads(line) for line in _driven(programs["driver"], order)]
    events = [line["event"] for line in said if "event" in line]
    assert said[-1] == {"id": 1, "done": {"ok": True}}
    assert [event["sequence"] for event in events] == list(range(len(events)))
    assert events[0]["kind"] == "started"
    text = "".join(each["body"]["text"] for each in events if each["kind"] == "text_delta")
    assert events[-1]["body"]["text"] == text != ""


def _driven(driver: str, order: dict[str, object]) -> list[str]:
    """The driver's lines for one order, up to its last."""
    with subprocess.Popen(
        [driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "done" in json.loads(line):
                break
        process.stdin.close()
    assert process.returncode == 0
    return lines
