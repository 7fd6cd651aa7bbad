"""`npcgen preview`: the room of a server that runs, or of one of its own."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from npcgen.client import LocalServer
from tests.cli.conftest import SCRIPTED, Run, started

pytest.importorskip("nicegui")
ASKED = ("preview", "--no-open", "--json", *SCRIPTED)
OPENS = "import sys; from pathlib import Path; Path(sys.argv[1]).write_text(sys.argv[2])"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process alone")
def test_it_starts_a_server_shows_its_room_and_ends_it_at_ctrl_c() -> None:
    command = [sys.executable, "-m", "npcgen", *ASKED, "--http-port", "0"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        shown = json.loads(process.stdout.readline())
        page = page_at(shown["url"])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    assert shown["started"] is True
    assert "<title>npcgen</title>" in page
    assert process.returncode == 130
    with pytest.raises(OSError, match="refused"):
        page_at(shown["url"])


def test_it_opens_the_browser_on_a_server_that_runs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    monkeypatch.setenv("BROWSER", f'{sys.executable} -c "{OPENS}" {opened} %s')
    with LocalServer(*SCRIPTED, "--generation-workers", "0") as server:
        port = server.http_url.rpartition(":")[2]
        done = run("preview", "--http-port", port)

    assert (done.returncode, done.stdout) == (0, f"http://127.0.0.1:{port}/\n")
    assert opened.read_text() == f"http://127.0.0.1:{port}/"


def test_a_server_without_pages_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPCGEN_PREVIEW", "false")
    with LocalServer(*SCRIPTED, "--generation-workers", "0") as server:
        done = run(*ASKED, "--http-port", server.http_url.rpartition(":")[2])

    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["reason"] == "NO_PREVIEW"


def test_where_the_extra_is_missing_it_says_what_to_run() -> None:
    without = "import sys; sys.modules['nicegui'] = None; from npcgen.cli import main; main()"
    command = [sys.executable, "-c", without, *ASKED, "--http-port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1
    assert done.stderr == (
        "npcgen: the designer's room needs nicegui; run: pip install 'npcgen[preview]'\n"
    )


def page_at(url: str) -> str:
    request = urllib.request.Request(url, headers={"accept": "text/html"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())
