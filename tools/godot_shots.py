"""`python -m tools.godot_shots`: pictures of the Godot add-on in docs/pictures/.

Of the sample while its smith speaks, of his inspector and of the dock in the editor, with the
pocket model. Godot draws them itself, in software. Needs Xvfb.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from npcgen.client import LocalServer, SyncClient
from tests.clients.godot_engine import ENGINE, imported, with_tests_plugin
from tools.virtual_display import MISSING, virtual_display, xvfb_path

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
DRAWN = ("--rendering-method", "gl_compatibility", "--audio-driver", "Dummy")
COLOURS = 128
TIMEOUT_S = 120


def main() -> None:
    if xvfb_path() is None:
        raise SystemExit(MISSING)
    with (
        tempfile.TemporaryDirectory() as place,
        virtual_display() as screen,
        LocalServer("--data-dir", f"{place}/data") as server,
        SyncClient(server.target) as client,
    ):
        client.wait_ready(TIMEOUT_S)
        project = imported(Path(place))
        with_tests_plugin(project)
        given = {"DISPLAY": screen, "TEST_URL": server.http_url, "TEST_FOLDER": place}
        play(project, given, "--resolution", "960x540", "--script", "res://tests/shot_sample.gd")
        play(project, given, "--editor", "--resolution", "1280x800")
        for picture in sorted(Path(place).glob("*.png")):
            keep(picture)


def play(project: Path, given: dict[str, str], *arguments: str) -> None:
    own = str(project.parent / "godot_home")
    places = {f"XDG_{kind}_HOME": own for kind in ("DATA", "CONFIG", "CACHE")}
    command = [str(ENGINE), "--path", str(project), *DRAWN, *arguments]
    subprocess.run(command, env=os.environ | places | given, check=True, timeout=TIMEOUT_S)


def keep(picture: Path) -> None:
    kept = FOLDER / picture.name
    Image.open(picture).convert("RGB").quantize(COLOURS).save(kept, optimize=True)
    print(f"{kept.name}: {kept.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
