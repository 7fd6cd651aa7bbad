"""`python -m tools.unreal_words`: docs/pictures/unreal_talking_npc.svg, for the Unreal guide.

The server's terminal, and what the plugin's sample shows: its own actor, compiled with the plugin
and run on the stub of the engine that the tests have. Needs g++ and libcurl's headers.
"""

import subprocess
import tempfile
from pathlib import Path

from tests.clients.unreal_programs import building
from tools.terminal_picture import TerminalPicture


def main() -> None:
    picture = TerminalPicture()
    with building() as programs, tempfile.TemporaryDirectory() as folder:
        player = programs["player"]
        with picture.server(Path(folder)) as address:
            picture.say("\nThe sample's Subtitle, with the milliseconds since Hear:")
            words = _played(player, address, "Good day.", "Who are you?")
            picture.say(words, "bright_white")
        picture.say("\nThe server is stopped, and the level played again:")
        picture.say(_played(player, address, "Good day."), "bright_white")
    picture.keep("unreal_talking_npc.svg", "Talking Npc")


def _played(player: str, address: str, *lines: str) -> str:
    """What the sample shows, and behind it what it logs."""
    ran = subprocess.run(
        [player, address, "sample", *lines], capture_output=True, text=True, check=True
    )
    return ran.stdout + ran.stderr


if __name__ == "__main__":
    main()
