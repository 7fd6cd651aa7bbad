"""The Unity package: compiled by mono, its own tests, its pages and its files."""

import json
import re
import subprocess
from pathlib import Path

from tests.clients.unity_build import HERE, PACKAGE, UnityBuild
from tests.clients.unity_exports import write_exports
from tools import unity_api, unity_meta

IN_A_SCRIPT = """
using Npcgen;
using UnityEngine;

public sealed class Script : MonoBehaviour
{
    public NpcClient client;
    public Npc npc, brannoch, corrin;
    public NpcGroup group;
    public UnityEngine.Tilemaps.TileBase[] tiles;

    private async void Run()
    {
%s
    }
}
"""


def test_the_cores_own_tests_pass(unity: UnityBuild) -> None:
    assert unity.failed_tests("Npcgen.Tests", PACKAGE / "Tests" / "Runtime") == []


def test_the_editors_own_tests_pass(unity: UnityBuild) -> None:
    assert unity.failed_tests("Npcgen.Editor.Tests", PACKAGE / "Tests" / "Editor") == []


def test_the_importers_take_what_npcgen_exports(unity: UnityBuild, tmp_path: Path) -> None:
    write_exports(tmp_path)
    folder = HERE / "unity" / "importers"
    assert unity.failed_tests("Npcgen.Importers", folder, NPCGEN_EXPORTS=str(tmp_path)) == []


def test_the_hints_are_those_of_every_client(unity: UnityBuild) -> None:
    reasons = Path("clients/conformance/reasons.json").read_text(encoding="utf-8")
    source = Path("clients/unity/Runtime/Core/Failures/Hints.cs").read_text(encoding="utf-8")
    texts = source.replace('"\n                        + "', "")
    for entry in json.loads(reasons)["client"]:
        assert f'case "{entry["reason"]}":\n                    return "{entry["hint"]}";' in texts


def test_a_token_leaves_little_garbage_and_nothing_behind(unity: UnityBuild) -> None:
    command = unity.program("bench", HERE / "unity" / "bench")
    ran = subprocess.run([*command, "--core"], capture_output=True, text=True, check=True)
    measured = dict(line.split() for line in ran.stdout.splitlines())
    assert 0 < float(measured["garbage_bytes_per_token"]) <= 1024
    assert float(measured["kept_bytes_per_token"]) < 1


def test_sampling_has_every_field_of_the_proto() -> None:
    proto = Path("protos/npcgen/v1/common.proto").read_text(encoding="utf-8")
    message = proto.partition("message Sampling {")[2].partition("\n}")[0]
    names = re.findall(r"(\w+) = \d+;", message)
    source = (PACKAGE / "Runtime/Core/Dialogue/Sampling.cs").read_text(encoding="utf-8")
    camel = [
        first + "".join(map(str.title, rest)) for first, *rest in (n.split("_") for n in names)
    ]
    assert len(camel) == 19
    assert [name for name in camel if f'"{name}"' not in source] == []


def test_newer_versions_of_unity_compile_it_too(unity: UnityBuild) -> None:
    unity.compile_for("UNITY_2022_1_OR_NEWER", "UNITY_2023_1_OR_NEWER")


def test_every_example_of_the_guides_compiles(unity: UnityBuild, tmp_path: Path) -> None:
    pages = ("docs/guides/unity.md", "clients/unity/Documentation~/index.md")
    text = "".join(Path(page).read_text(encoding="utf-8") for page in pages)
    examples = re.findall(r"```csharp\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 7
    for number, code in enumerate(examples):
        folder = tmp_path / f"example{number}"
        folder.mkdir()
        whole = code if "class " in code else IN_A_SCRIPT % code
        (folder / "Example.cs").write_text(whole, encoding="utf-8")
        unity.library(folder.name, folder)


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


def test_the_runtime_needs_nothing_that_the_web_or_il2cpp_lack(unity: UnityBuild) -> None:
    missing_there = {
        *("Thread", "ThreadPool", "Timer", "Monitor", "Semaphore", "Sleep", "Wait"),
        *(
            "MethodInfo",
            "MakeGenericType",
            "Activator",
            "CallSite`1",
            "DynamicMethod",
            "Enumerable",
        ),
        *("File", "Directory", "Process", "Socket", "HttpClient", "HttpWebRequest"),
    }
    for assembly in ("Npcgen.Core", "Npcgen"):
        names = unity.names_in(assembly)
        assert "Failure" in names
        assert names & missing_there == set()
    assert {"Thread", "Process", "File"} <= unity.names_in("Npcgen.Launcher")


def test_the_launcher_is_for_desktops_and_nothing_needs_it() -> None:
    runtime = PACKAGE / "Runtime"
    launcher = json.loads((runtime / "Launcher" / "Npcgen.Launcher.asmdef").read_text())
    desktops = {"Editor", "LinuxStandalone64", "macOSStandalone", "WindowsStandalone64"}
    assert set(launcher["includePlatforms"]) == desktops
    assert "Launcher" not in (runtime / "Unity" / "Npcgen.asmdef").read_text()
    assert "Launcher" not in (runtime / "Core" / "Npcgen.Core.asmdef").read_text()


def test_the_runtime_keeps_no_state_between_plays() -> None:
    """Unity can enter play mode without loading assemblies anew: statics would stay."""
    kept = re.compile(r"static (?!readonly|class|event|implicit|extern)[\w<>\[\], ]+ \w+( =.*)?;")
    for source in (PACKAGE / "Runtime").rglob("*.cs"):
        assert kept.findall(source.read_text(encoding="utf-8")) == []
