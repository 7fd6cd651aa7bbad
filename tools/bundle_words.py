"""`python -m tools.bundle_words`: docs/pictures/bundle.svg, for the guide to shipping.

A bundle is made in a game's folder, the game is moved to another place, and speaks there with an
empty environment. Needs npcgen[bundle]; takes a minute or two.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.terminal_picture import NPCGEN, TerminalPicture

SERVER = "MyGame/Server"
MAKE = ("bundle", "--out", SERVER, "--talk-only")
TALK = ("chat", "brannoch", "--say", "Good day.", "--data-dir", "saves")


def main() -> None:
    picture = TerminalPicture()
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "studio"), Path(folder, "player")
        (here / "MyGame").mkdir(parents=True)
        _run(picture, "npcgen", NPCGEN, MAKE, here)
        here.rename(there)
        picture.say("\nThe same folder elsewhere, without any variable of the environment:", "dim")
        program = f"{SERVER}/npcgen"
        _run(picture, program, str(there / program), TALK, there, {})
    picture.keep("bundle.svg", "npcgen bundle")


def _run(
    picture: TerminalPicture,
    shown: str,
    program: str,
    words: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Both streams of a command that goes well, beneath its line."""
    quoted = (f'"{word}"' if " " in word else word for word in words)
    picture.say(f"$ {' '.join([shown, *quoted])}", "bold bright_white")
    done = subprocess.run(
        [program, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    picture.say(done.stdout)
    if done.returncode:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
