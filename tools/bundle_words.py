"""`python -m tools.bundle_words`: docs/pictures/bundle.svg, for the guide to shipping.

A bundle is made in a game's folder, the game is moved to another place, and speaks there with an
empty environment. Needs npcgen[bundle]; takes a minute or two.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "bundle.svg"
NPCGEN = str(Path(sys.executable).with_name("npcgen"))
WIDTH = 100
SERVER = "MyGame/Server"
MAKE = ("bundle", "--out", SERVER, "--talk-only")
TALK = ("chat", "brannoch", "--say", "Good day.", "--data-dir", "saves")


def main() -> None:
    console = Console(record=True, width=WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "studio"), Path(folder, "player")
        (here / "MyGame").mkdir(parents=True)
        _run(console, "npcgen", NPCGEN, MAKE, here)
        here.rename(there)
        _say(
            console, "\nThe same folder elsewhere, without any variable of the environment:", "dim"
        )
        program = f"{SERVER}/npcgen"
        _run(console, program, str(there / program), TALK, there, {})
    console.save_svg(str(PICTURE), title="npcgen bundle")


def _run(
    console: Console,
    shown: str,
    program: str,
    words: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Both streams of a command that goes well, beneath its line."""
    quoted = (f'"{word}"' if " " in word else word for word in words)
    _say(console, f"$ {' '.join([shown, *quoted])}", "bold bright_white")
    done = subprocess.run(
        [program, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    _say(console, done.stdout)
    if done.returncode:
        raise SystemExit(done.returncode)


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text.rstrip(), style), soft_wrap=True)


if __name__ == "__main__":
    main()
