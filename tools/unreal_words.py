"""`python -m tools.unreal_words`: docs/pictures/unreal_talking_npc.svg, for the Unreal guide.

The server's terminal, and what the plugin's sample shows: its own actor, compiled with the plugin
and run on the stub of the engine that the tests have. Needs g++ and libcurl's headers.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.clients.unreal_programs import building

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "unreal_talking_npc.svg"
NPCGEN = str(Path(sys.executable).with_name("npcgen"))
WIDTH = 100
READY = "model loaded"


def main() -> None:
    console = Console(record=True, width=WIDTH)
    with building() as programs, tempfile.TemporaryDirectory() as folder:
        player = programs["player"]
        address = _serve(console, folder, player)
        _say(console, "\nThe server is stopped, and the level played again:")
        _say(console, _played(player, address, "Good day."), "bright_white")
    console.save_svg(str(PICTURE), title="Talking Npc")


def _serve(console: Console, folder: str, player: str) -> str:
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
                _say(console, line)
                break
        _say(console, "\nThe sample's Subtitle, with the milliseconds since Hear:")
        _say(console, _played(player, address, "Good day.", "Who are you?"), "bright_white")
        server.stdin.close()
    return address


def _played(player: str, address: str, *lines: str) -> str:
    """What the sample shows, and behind it what it logs."""
    ran = subprocess.run(
        [player, address, "sample", *lines], capture_output=True, text=True, check=True
    )
    return ran.stdout + ran.stderr


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text.rstrip("\n"), style=style))


if __name__ == "__main__":
    main()
