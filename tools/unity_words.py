"""`python -m tools.unity_words`: docs/pictures/unity_first_words.svg, for the Unity guide.

The server's terminal, and what the package's sample draws: its own script, run by mono on the
imitation of the engine that the tests have. Needs mono.
"""

import subprocess
import tempfile
from pathlib import Path

from tests.clients.unity_build import HERE, PACKAGE, UnityBuild
from tools.terminal_picture import TerminalPicture


def main() -> None:
    picture = TerminalPicture()
    with tempfile.TemporaryDirectory() as folder:
        build = UnityBuild(Path(folder))
        build.library("Samples", PACKAGE / "Samples~")
        sample = build.program("sample", HERE / "unity" / "sample", "Samples")
        with picture.server(Path(folder) / "data") as address:
            picture.say("\nThe sample's script, played:")
            picture.say(_played(sample, address, "Who are you?"), "bright_white")
        picture.say("\nThe server is stopped, and the sample played again:")
        picture.say(_played(sample, address), "bright_white")
    picture.keep("unity_first_words.svg", "First Words")


def _played(sample: list[str], address: str, *lines: str) -> str:
    ran = subprocess.run([*sample, address, *lines], capture_output=True, text=True, check=True)
    return ran.stdout


if __name__ == "__main__":
    main()
