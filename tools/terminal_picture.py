"""What programs really printed, as a picture of a terminal."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
NPCGEN = str(Path(sys.executable).with_name("npcgen"))
WIDTH = 100
_READY = "model loaded"


class TerminalPicture:
    """Lines that are said, to be kept as an SVG in docs/pictures/."""

    def __init__(self) -> None:
        self._console = Console(record=True, width=WIDTH)

    def say(self, text: str, style: str = "") -> None:
        """Shows it here, too."""
        self._console.print(Text(text.rstrip(), style))

    def keep(self, name: str, title: str) -> None:
        self._console.save_svg(str(FOLDER / name), title=title)

    @contextmanager
    def server(self, data_dir: Path) -> Iterator[str]:
        """Runs `npcgen serve` until its model is loaded, and on; its HTTP address."""
        command = [NPCGEN, "serve", "--data-dir", str(data_dir), "--stop-with-parent"]
        self.say("$ npcgen serve")
        with subprocess.Popen(
            command, stdin=-1, stdout=-1, stderr=subprocess.STDOUT, text=True
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            address = ""
            for line in server.stdout:
                if " http=" in line:
                    address = f"http://{line.split('http=')[1].strip()}"
                    self.say(line)
                if _READY in line:
                    self.say(line)
                    break
            yield address
            server.stdin.close()
