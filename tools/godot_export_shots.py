"""`python -m tools.godot_export_shots`: a level and materials in docs/pictures/, drawn by Godot.

What `npcgen level` and `npcgen texture` write for Godot, put into a new project and drawn with
OpenGL on a display that nobody sees. Needs Godot 4 (tools/get_godot.py) and Xvfb.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tools.get_godot import find
from tools.virtual_display import MISSING, virtual_display, xvfb_path

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SCRIPT = Path(__file__).with_suffix(".gd")
LEVEL = ("dungeon", "--seed", "11", "--size", "36x24", "--tiles", "stone_and_wood")
MATERIALS = ("mossy castle wall", "gold coins", "flowing lava")
MOST_BYTES = 150_000
QUALITIES = (92, 85, 75, 65)


def main() -> None:
    godot = find()
    if godot is None:
        sys.exit("no Godot 4: run python3 tools/get_godot.py")
    if xvfb_path() is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "project"
        fill(project)
        run_godot(godot, project, "--headless", "--import")
        with virtual_display() as display:
            drawn = ("--rendering-method", "gl_compatibility", "--audio-driver", "Dummy")
            script = ("--script", f"res://{SCRIPT.name}")
            run_godot(godot, project, *drawn, *script, DISPLAY=display)
        for picture in sorted(project.glob("godot_*.png")):
            keep(picture)


def fill(project: Path) -> None:
    """A project of what a stranger's commands write."""
    project.mkdir()
    (project / "project.godot").write_text("config_version=5\n")
    shutil.copy(SCRIPT, project)
    run_npcgen("level", *LEVEL, "--out", str(project / "keep.tscn"))
    for at, words in enumerate(MATERIALS):
        asked = ("--size", "512", "--seed", "3", "--pack", "godot", "--stem", f"material{at}")
        run_npcgen("texture", words, *asked, "--out", str(project))


def run_npcgen(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "npcgen", *words], check=True, capture_output=True)


def run_godot(godot: Path, project: Path, *arguments: str, **environment: str) -> None:
    home = {f"XDG_{kind}_HOME": str(project.parent) for kind in ("DATA", "CONFIG", "CACHE")}
    command = [str(godot), "--path", str(project), *arguments]
    done = subprocess.run(
        command, env=os.environ | home | environment, capture_output=True, text=True, check=False
    )
    if done.returncode or "ERROR" in done.stderr:
        sys.exit(done.stdout + done.stderr)


def keep(picture: Path) -> None:
    """Without loss where MOST_BYTES allow that, else as a JPEG as good as they allow."""
    out = FOLDER / picture.name
    image = Image.open(picture).convert("RGB")
    image.save(out, optimize=True)
    if out.stat().st_size > MOST_BYTES:
        out.unlink()
        out = out.with_suffix(".jpg")
        for quality in QUALITIES:
            image.save(out, quality=quality)
            if out.stat().st_size <= MOST_BYTES:
                break
    print(f"{out.name}: {image.width}x{image.height}, {out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
