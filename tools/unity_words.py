"""`python -m tools.unity_words`: docs/pictures/unity_first_words.svg, for the Unity guide.

The server's terminal, and what the package's sample draws: its own script, run by mono on the
imitation of the engine that the tests have. Needs mono.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.clients.unity_build import HERE, PACKAGE, UnityBuild

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "unity_first_words.svg"
NPCGEN = str(Path(sys.executable).with_name("npcgen"))
WIDTH = 100
READY = "model loaded"


def main() -> None:
    console = Console(record=True, width=WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        build = UnityBuild(Path(folder))
        build.library("Samples", PACKAGE / "Samples~")
        sample = build.program("sample", HERE / "unity" / "sample", "Samples")
        address = _serve(console, folder, sample)
        _say(console, "\nThe server is stopped, and the sample played again:")
        _say(console, _played(sample, address), "bright_white")
    console.save_svg(str(PICTURE), title="First Words")


def _serve(console: Console, folder: str, sample: list[str]) -> str:
    """Plays the sample while a server runs; that server's address."""
    command = [NPCGEN, "serve", "--data-dir", f"{folder}/data", "--stop-with-parent"]
    _say(console, "$ npcgen serve")
    with subprocess.Popen(
        command, stdin=-1, stdout=-1, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        address = ""
        for line in server.stdout:
            if " http=" in line:
                address = f"http://{line.split('http=')[1].strip()}"
                _say(console, line)
            if READY in line:
                break
        _say(console, "\nThe sample's script, played:")
        words = _played(sample, address, "Who are you?")
        _say(console, words, "bright_white")
        server.stdin.close()
    return address


def _played(sample: list[str], address: str, *lines: str) -> str:
    ran = subprocess.run([*sample, address, *lines], capture_output=True, text=True, check=True)
    return ran.stdout


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text.rstrip("\n"), style=style))


if __name__ == "__main__":
    main()
