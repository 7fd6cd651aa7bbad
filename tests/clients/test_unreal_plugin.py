"""The Unreal plugin's modules, compiled and played on a stub of the engine: no engine was here."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from npcgen.client import LocalServer, SyncClient
from tests.clients.unreal_build import BUILT, COMPILER, ROOT, UNREAL, run
from tests.clients.unreal_engine import SAMPLES, SOURCE, include_folders, sources
from tests.clients.unreal_programs import (
    ENGINE_FLAGS,
    HAS_CURL,
    Programs,
    played,
    unit,
)
from tests.worldgen.textures.packs.samples import content, waves
from tools import unreal_api
from worldgen.levels.export import export as export_level
from worldgen.levels.generate import generate as generate_level
from worldgen.levels.spec import read_spec as read_level_spec
from worldgen.levels.text import topmost
from worldgen.quests.export import export
from worldgen.quests.generate import generate
from worldgen.quests.spec import QuestSpec
from worldgen.quests.worlds import world_of
from worldgen.textures.packs import pack

pytestmark = [
    pytest.mark.timeout(400),  # a busy machine compiles for minutes
    pytest.mark.skipif(
        COMPILER is None or not HAS_CURL,
        reason="needs g++, libcurl4-openssl-dev and pkg-config",
    ),
]

MAX_BYTES = 500_000


# The actor that the guide's examples are written for.
_INNKEEPER = """
#include "GameFramework/Actor.h"
#include "Engine/GameInstance.h"
#include "NpcComponent.h"
#include "NpcGenSubsystem.h"
#include "NpcGroupChat.h"
#include "NpcMakeActions.h"

class AInnkeeper : public AActor {
  public:
    using Super = AActor;
    void BeginPlay() override;
    void Talk0();
    void Talk1();
    void Talk2();
    void Talk3();
    void Talk4();
    void ShowText(const FString& Text);
    void EndTurn(const FNpcReply& Reply);
    void ShowFailure(const FNpcFailure& Failure);
    void ShowLine(UNpcComponent* Speaker, const FNpcSentence& Sentence);
    void EndTalk(ENpcGroupEnd End);
    void KeepQuests(const TArray<FNpcQuest>& Quests);
    void Build(UNpcLevel* Level);
    UGameInstance* GetGameInstance() const;
    UNpcComponent* Npc = nullptr;
    UNpcComponent* Guest = nullptr;
    FNpcSaved OnSaved;
};
"""


def test_the_modules_compile_for_older_engines_too() -> None:
    flags = ["-std=c++17", "-fsyntax-only", "-DSTUB_ENGINE_MINOR=2", *ENGINE_FLAGS]
    folders = [f"-I{folder}" for folder in include_folders()]
    run([str(COMPILER), *flags, *folders, str(unit("modules", sources()))])


def test_an_npc_answers_twice_in_the_engine(programs: Programs, server: LocalServer) -> None:
    heard = played(programs, server.http_url, "talk")
    assert heard.count("npc completed ") == heard.count("npc ended ") == 2


def test_two_npcs_answer_at_once(programs: Programs, server: LocalServer) -> None:
    heard = played(programs, server.http_url, "two")
    assert {"first completed ", "second completed "} <= set(heard)


@pytest.mark.parametrize("scene", ["unload", "quit"])
def test_nothing_is_heard_once_the_scene_or_the_game_is_over(
    programs: Programs, server: LocalServer, scene: str
) -> None:
    heard = played(programs, server.http_url, scene)
    assert set(heard) <= {"npc ended ", *(line for line in heard if "sentence" in line)}


def test_a_cancelled_reply_ends_with_that(programs: Programs, server: LocalServer) -> None:
    assert played(programs, server.http_url, "cancel")[-2:] == [
        "npc failed CANCELLED",
        "npc ended ",
    ]


def test_a_reply_waits_while_its_delivery_is_paused(
    programs: Programs, server: LocalServer
) -> None:
    assert played(programs, server.http_url, "pause")[-1] == "npc ended "


def test_a_blueprint_node_hears_what_the_component_hears(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "node")
    assert [line[5:] for line in heard if line.startswith("node ")] == [
        line[4:] for line in heard if line.startswith("npc ") and "ended" not in line
    ]


def test_a_save_game_brings_conversations_back(programs: Programs, server: LocalServer) -> None:
    assert played(programs, server.http_url, "save")[-1] == "npc saved kilobytes"


def test_a_group_speaks_in_turn_and_each_is_free_again(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "group")
    assert heard[0] == "group failed TURN_IN_PROGRESS"
    turns = [line.split()[2] for line in heard if line.startswith("group completed")]
    assert turns
    assert set(turns) <= {"brannoch", "halwen"}
    said = [line for line in heard if line.startswith("group sentence")]
    assert [line.split()[2] for line in said] == sorted(
        (line.split()[2] for line in said), key=turns.index
    )
    assert "group ended" in heard[heard.index("healer ended ") + 1]


def test_a_group_goes_on_without_those_who_left_and_ends_with_the_last(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "group_leaves")
    assert [line for line in heard if "ended" in line] == ["smith ended ", "healer ended "]


def test_a_cancelled_group_says_so_last(programs: Programs, server: LocalServer) -> None:
    assert played(programs, server.http_url, "group_cancel")[-1] == "group failed CANCELLED"


def test_a_group_without_a_server_says_one_authored_line(programs: Programs) -> None:
    done = subprocess.run(
        [programs["player"], "http://127.0.0.1:1", "group_alone"], capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        *("smith sentence Not now.", "group sentence brannoch Not now."),
        *("smith completed SERVER_UNREACHABLE", "group completed brannoch SERVER_UNREACHABLE"),
        *("smith ended ", "healer ended ", "group failed SERVER_UNREACHABLE"),
    ]


def test_an_npc_begins_one_conversation_and_whispers_in_it(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "once", "ada-once")
    with SyncClient(server.target) as client:
        begun = [each for each in client.list_conversations() if each.player.id == "ada-once"]
    assert sorted(each.npc_id for each in begun) == ["brannoch", "halwen"]
    spoke = [line.split()[2] for line in heard if line.startswith("group completed")]
    assert set(spoke) <= {"brannoch"}


def test_a_whisper_to_who_has_left_is_heard_by_nobody(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "whisper_to_nobody")
    assert heard[-1] == "group failed CANCELLED"


def test_every_other_verb_does_what_it_says(programs: Programs, server: LocalServer) -> None:
    answers = [
        line.removeprefix("answer ")
        for line in played(programs, server.http_url, "verbs")
        if line.startswith("answer")
    ]
    memories, talk, pace = (json.loads(answers[at]) for at in (0, 1, 3))
    assert [each["text"] for each in memories["memories"]] == [
        "Ada brought me the hammer I had lost."
    ]
    assert [turn["finishReason"] for turn in talk["turns"]] == ["FINISH_REASON_LENGTH"]
    assert answers[2] == "CONVERSATION_NOT_FOUND"
    assert pace["pace"] == {"maxTokensPerS": 200.0, "cpuShare": 0.5, "paused": False}


def test_the_sample_shows_its_words_as_they_come(programs: Programs, server: LocalServer) -> None:
    heard, *shown = played(programs, server.http_url, "sample", "Good day.")
    texts = [line.split(" ms  ")[1] for line in shown]
    assert heard == 'Hear "Good day."'
    assert len(texts) > 1
    assert all(more.startswith(text) for text, more in pairwise(texts))


def test_an_npc_without_a_server_says_its_authored_line(programs: Programs) -> None:
    assert played(programs, "http://127.0.0.1:1", "node") == [
        *("npc sentence Not now.", "node sentence Not now."),
        *("npc completed SERVER_UNREACHABLE", "node completed SERVER_UNREACHABLE"),
        *("npc failed SERVER_UNREACHABLE", "node failed SERVER_UNREACHABLE"),
        "npc ended ",
    ]


def test_a_server_starts_and_ends_with_the_game(programs: Programs, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("npcgen")
    flags = f"--backend scripted --no-preview --data-dir {tmp_path}"
    done = subprocess.run(
        [programs["player"], "launch", program, flags, "ready"],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("ready scripted\n")
    assert done.stdout.count("npc completed \n") == 2
    servers = [each for each in psutil.process_iter(["cmdline"]) if str(tmp_path) in _words(each)]
    assert psutil.wait_procs(servers, timeout=30)[1] == []


def test_a_server_that_cannot_start_says_so(programs: Programs) -> None:
    done = subprocess.run(
        [programs["player"], "launch", "/nowhere/npcgen", "", "node"],
        capture_output=True,
        text=True,
    )
    assert "npc failed SERVER_STOPPED" in done.stdout.splitlines()


def test_the_tables_have_the_fields_that_are_exported() -> None:
    world = world_of("emberlow")
    files = export(list(generate(world, QuestSpec(count=1, seed=7))), world, "unreal", stem="q")
    header = (SOURCE / "NpcGen" / "Public" / "NpcContent.h").read_text()
    for table, row in (("quests", "FNpcQuestRow"), ("nodes", "FNpcQuestNodeRow")):
        fields = [*json.loads(files[f"q.{table}.json"])[0]]
        assert ["Name", *_members(header, row)] == fields
    fields = [*json.loads(files["q.lines.json"])[0]]
    assert ["Name", *_members(header, "FNpcQuestLineRow")] == fields


def test_the_importers_read_what_is_exported(programs: Programs, tmp_path: Path) -> None:
    made = generate_level(read_level_spec({"kind": "dungeon", "size": "24x16", "seed": 7}))
    files = export_level(made.level, "json", made.proof, provenance=made.provenance, stem="keep")
    for name, data in {**files, **pack(content(waves(glowing=True), "wet"), "unreal")}.items():
        (tmp_path / name).write_bytes(data)
    told = run(
        [programs["player"], "import", f"{tmp_path}/keep.json", f"{tmp_path}/wet.unreal.json"]
    )
    names = ["None", *(tile.name for tile in made.level.tiles)]
    rows = [" ".join(names[cell] for cell in row) for row in topmost(made.level)[0]]
    lines = [line.strip() for line in told.splitlines()]
    assert lines[: len(rows)] == rows
    assert lines[len(rows) :] == [
        *("BaseColor 0 sRGB", "ORM 2 linear", "Normal 1 linear"),
        *("Height 3 linear", "Emissive 0 sRGB"),
    ]


def test_the_plugin_is_small_and_needs_nothing_native() -> None:
    plugin = UNREAL / "NpcGen"
    files = [file for file in plugin.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} <= {".h", ".cpp", ".cs", ".uplugin", ".md", ""}
    assert sum(file.stat().st_size for file in files if SAMPLES not in file.parents) < MAX_BYTES
    described = json.loads((plugin / "NpcGen.uplugin").read_text())
    assert {each["Name"] for each in described["Modules"]} == {"NpcGen", "NpcGenEditor"}


def test_the_page_of_the_api_is_as_the_headers_are() -> None:
    assert unreal_api.PAGE.read_text(encoding="utf-8") == unreal_api.page()


def test_the_core_knows_no_engine() -> None:
    core = (SOURCE / "NpcGen" / "Public" / "Core").glob("*.h")
    included = {
        name for file in core for name in re.findall(r'#include "([^"]+)"', file.read_text())
    }
    assert included <= {file.name for file in (SOURCE / "NpcGen" / "Public" / "Core").glob("*.h")}


def _words(process: psutil.Process) -> list[str]:
    return process.info["cmdline"] or []


def _members(header: str, struct: str) -> list[str]:
    body = header.split(f"struct NPCGEN_API {struct} ")[1].split("};")[0]
    return re.findall(r"^    \w[\w<>]* (\w+)(?: = \w+)?;$", body, re.MULTILINE)


def test_every_example_of_the_guide_compiles() -> None:
    text = (ROOT / "docs" / "guides" / "unreal.md").read_text()
    begin, *talks = re.findall(r"```cpp\n(.*?)```", text, re.DOTALL)
    assert len(talks) == 5
    begin = begin.replace('#include "NpcComponent.h"\n', "")
    bodies = "".join(f"void AInnkeeper::Talk{n}() {{ {body} }}\n" for n, body in enumerate(talks))
    example = BUILT / "guide.cpp"
    example.write_text(f"{_INNKEEPER}\n{begin}\n{bodies}")
    folders = [f"-I{folder}" for folder in include_folders()]
    run([str(COMPILER), "-std=c++20", "-fsyntax-only", *ENGINE_FLAGS, *folders, str(example)])
