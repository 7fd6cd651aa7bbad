"""The Unity package: its core and transport, compiled by mono and run against a real server."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from npcgen import LocalServer, SyncClient
from tests.clients.unity_build import HERE, PACKAGE, UnityBuild, unity_build
from tests.clients.unity_exports import write_exports
from tools import unity_api, unity_meta

DIALOGUE = "npcgen.v1.DialogueService/"
FLAKY = """#!/bin/sh
[ -e '{mark}' ] && exec '{npcgen}' "$@"
touch '{mark}'
exit 3
"""
IN_A_SCRIPT = """
using Npcgen;
using UnityEngine;

public sealed class Script : MonoBehaviour
{
    public NpcClient client;
    public Npc npc, brannoch, corrin;

    private async void Run()
    {
%s
    }
}
"""


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> UnityBuild:
    return unity_build(tmp_path_factory.mktemp("unity"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server with scripted replies."""
    folder = tmp_path_factory.mktemp("data")
    with LocalServer("--backend", "scripted", "--no-preview", "--data-dir", str(folder)) as local:
        with SyncClient(local.target) as client:
            client.wait_ready()
        yield local.http_url


def drive(build: UnityBuild, *calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What the conformance driver says to one call after the other."""
    said: list[dict[str, Any]] = []
    with subprocess.Popen(build.driver(), stdin=-1, stdout=-1, text=True) as driver:
        assert driver.stdin is not None
        assert driver.stdout is not None
        for number, call in enumerate(calls):
            print(json.dumps({"id": number, "do": "call", **call}), file=driver.stdin, flush=True)
            while not said or said[-1]["id"] != number or "done" not in said[-1]:
                said.append(json.loads(driver.stdout.readline()))
        driver.stdin.close()
    return said


def begun(server: str) -> str:
    answer = httpx.post(f"{server}/{DIALOGUE}StartConversation", json={"personaId": "brannoch"})
    return str(answer.json()["conversation"]["id"])


def test_a_reply_streams_through_unity_web_request(build: UnityBuild, server: str) -> None:
    request = {"conversationId": begun(server), "text": "Good day."}
    chat = {"base_url": server, "method": DIALOGUE + "Chat", "stream": True, "request": request}
    said = drive(build, chat)
    events = [line["event"] for line in said[:-1]]
    assert [event["sequence"] for event in events] == [*range(len(events))]
    text = "".join(event["body"]["text"] for event in events if event["kind"] == "text_delta")
    assert text == events[-1]["body"]["text"]
    assert events[-1]["body"]["finishReason"] == "FINISH_REASON_STOP"
    assert said[-1]["done"] == {"ok": True}


def test_the_cores_own_tests_pass(build: UnityBuild) -> None:
    assert build.failed_tests("Npcgen.Tests", PACKAGE / "Tests" / "Runtime") == []


def test_the_editors_own_tests_pass(build: UnityBuild) -> None:
    assert build.failed_tests("Npcgen.Editor.Tests", PACKAGE / "Tests" / "Editor") == []


def test_the_components_talk_to_a_server(build: UnityBuild, server: str, tmp_path: Path) -> None:
    build.library("Samples", PACKAGE / "Samples~")
    npcgen = str(Path(sys.executable).with_name("npcgen"))
    flaky = tmp_path / "flaky"
    flaky.write_text(FLAKY.format(mark=tmp_path / "mark", npcgen=npcgen), encoding="utf-8")
    flaky.chmod(0o755)
    failed = build.failed_tests(
        "Npcgen.Scene",
        HERE / "unity" / "scene",
        "Samples",
        NPCGEN_URL=server,
        NPCGEN_COMMAND=npcgen,
        NPCGEN_FLAKY=str(flaky),
        NPCGEN_DATA=str(tmp_path),
    )
    assert failed == []


def test_the_importers_take_what_npcgen_exports(build: UnityBuild, tmp_path: Path) -> None:
    write_exports(tmp_path)
    folder = HERE / "unity" / "importers"
    assert build.failed_tests("Npcgen.Importers", folder, NPCGEN_EXPORTS=str(tmp_path)) == []


def test_nobody_there_has_a_reason_and_a_hint(build: UnityBuild) -> None:
    call = {"base_url": "http://127.0.0.1:1", "method": DIALOGUE + "Warmup", "retries": 1}
    done = drive(build, call)[-1]["done"]
    assert (done["code"], done["reason"]) == ("unavailable", "SERVER_UNREACHABLE")
    assert "npcgen serve" in done["hint"]


def test_the_hints_are_those_of_every_client(build: UnityBuild) -> None:
    reasons = Path("clients/conformance/reasons.json").read_text(encoding="utf-8")
    source = Path("clients/unity/Runtime/Core/Failures/Hints.cs").read_text(encoding="utf-8")
    texts = source.replace('"\n                        + "', "")
    for entry in json.loads(reasons)["client"]:
        assert f'case "{entry["reason"]}":\n                    return "{entry["hint"]}";' in texts


def test_a_token_leaves_little_garbage_and_nothing_behind(build: UnityBuild) -> None:
    command = build.program("bench", HERE / "unity" / "bench")
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    measured = dict(line.split() for line in ran.stdout.splitlines())
    assert 0 < float(measured["garbage_bytes_per_token"]) <= 1024
    assert float(measured["kept_bytes_per_token"]) < 1


def test_newer_versions_of_unity_compile_it_too(build: UnityBuild) -> None:
    build.compile_for("UNITY_2022_1_OR_NEWER", "UNITY_2023_1_OR_NEWER")


def test_every_example_of_the_guides_compiles(build: UnityBuild, tmp_path: Path) -> None:
    pages = ("docs/guides/unity.md", "clients/unity/Documentation~/index.md")
    text = "".join(Path(page).read_text(encoding="utf-8") for page in pages)
    examples = re.findall(r"```csharp\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 4
    for number, code in enumerate(examples):
        folder = tmp_path / f"example{number}"
        folder.mkdir()
        whole = code if "class " in code else IN_A_SCRIPT % code
        (folder / "Example.cs").write_text(whole, encoding="utf-8")
        build.library(folder.name, folder)


@pytest.mark.timeout(300)
def test_every_transcript_is_replayed(build: UnityBuild) -> None:
    command = [sys.executable, "-m", "clients.conformance", "--", *build.driver()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 failed, 0 skipped" in ran.stdout


def test_the_api_page_is_made_of_the_comments() -> None:
    assert unity_api.PAGE.read_text(encoding="utf-8") == unity_api.page()


def test_every_asset_has_its_meta_file() -> None:
    assert unity_meta.wrong(PACKAGE) == {}


def test_no_two_assets_share_a_guid() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.meta")]
    guids = {text.splitlines()[1] for text in texts}
    assert len(guids) == len(texts) > 60


def test_the_package_is_small_and_holds_no_library() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file()]
    shipped = [path for path in files if "Samples~" not in path.parts]
    assert sum(path.stat().st_size for path in shipped) <= 500_000
    assert {path.suffix for path in files} <= {".asmdef", ".cs", ".json", ".md", ".meta"}
    assert not list(PACKAGE.rglob("Plugins"))


def test_the_core_knows_no_engine_and_no_network() -> None:
    core = PACKAGE / "Runtime" / "Core"
    assert json.loads((core / "Npcgen.Core.asmdef").read_text())["noEngineReferences"] is True
    for source in (PACKAGE / "Runtime").rglob("*.cs"):
        text = source.read_text(encoding="utf-8")
        assert "System.Net" not in text
        assert core not in source.parents or "using UnityEngine" not in text
