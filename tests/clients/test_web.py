"""The TypeScript package in Node: its own tests, and what the package is made of."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen.client import LocalServer
from tests.clients.web_build import GUIDE, ROOT, WEB, blocks, npm, web_build
from tools import web_api

LIMIT_BYTES = 500_000
POINTER_BYTES = 8
"""Whatever is kept of a token takes as much; what Node's compiler keeps of 20,000 is less."""
GUIDE_CONFIG = json.dumps(
    {
        "extends": "../../test/tsconfig.json",
        "compilerOptions": {"rootDir": ".", "outDir": "."},
        "include": ["*.ts"],
        "exclude": [],
    }
)


@pytest.fixture(scope="module")
def web() -> Path:
    return web_build()


@pytest.fixture(scope="module")
def transcripts(web: Path) -> Iterator["subprocess.Popen[str]"]:
    """All of them being played, which waits more than it works."""
    command = [
        sys.executable,
        "-m",
        "clients.conformance",
        "--",
        "node",
        str(web / "build/driver.js"),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as player:
        yield player


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("transcripts")
def test_its_own_tests_pass_against_a_server(web: Path, server: LocalServer) -> None:
    command = json.dumps([sys.executable, "-m", "npcgen"])
    assert "# fail 0" in npm("test", NPCGEN_URL=server.http_url, NPCGEN_COMMAND=command)


@pytest.mark.timeout(400)
def test_it_says_what_every_transcript_says(transcripts: "subprocess.Popen[str]") -> None:
    said, _ = transcripts.communicate()
    assert transcripts.returncode == 0, said


@pytest.fixture(scope="module")
def programs(web: Path, server: LocalServer) -> Path:
    """The folder of the guide's programs, compiled as strictly as the package: 0.js is a page's,
    and 1.js, 2.js and so on are Node's.
    """
    folder = web / "build" / "guide"
    folder.mkdir(exist_ok=True)
    for place, source in enumerate(blocks(GUIDE, "ts")):
        source = source.replace("http://127.0.0.1:8080", server.http_url)
        (folder / f"{place}.ts").write_text(source, encoding="utf-8")
    (folder / "tsconfig.json").write_text(GUIDE_CONFIG, encoding="utf-8")
    npm("exec", "--", "tsc", "-p", str(folder))
    return folder


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("place", "said"), [(1, "tokens a second"), (2, "rooms"), (3, "server: ready")]
)
def test_the_programs_of_the_guide_work(
    programs: Path, tmp_path: Path, place: int, said: str
) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["node", str(programs / f"{place}.js")],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "NPCGEN_BACKEND": "scripted"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_it_is_formatted(web: Path) -> None:
    npm("run", "check")


def test_the_page_of_its_api_is_as_its_comments_say(web: Path) -> None:
    assert web_api.PAGE.read_text(encoding="utf-8") == web_api.page()


def test_it_parses_and_keeps_nothing(web: Path) -> None:
    measured = json.loads(npm("run", "bench", "--", "--json", "--tokens", "20000"))
    assert measured["tokens"] == 20_000
    assert measured["retained_bytes_per_token"] < POINTER_BYTES


def test_what_ships_is_small_and_has_no_native_part(web: Path) -> None:
    packed = json.loads(npm("pack", "--dry-run", "--json", "--ignore-scripts"))[0]
    assert packed["size"] < LIMIT_BYTES
    kinds = {Path(each["path"]).suffix for each in packed["files"]}
    assert kinds <= {".js", ".ts", ".json", ".md", ".txt", ".html", ""}


def test_every_library_is_pinned_and_permissive() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    package = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    shipped = {
        name.removeprefix("node_modules/"): each
        for name, each in lock["packages"].items()
        if name and not each.get("dev") and not each.get("devOptional")
    }
    assert shipped.keys() == package["dependencies"].keys()
    for name, each in shipped.items():
        assert each["version"] == package["dependencies"][name]
        assert each["license"] in ("Apache-2.0", "(Apache-2.0 AND BSD-3-Clause)")
