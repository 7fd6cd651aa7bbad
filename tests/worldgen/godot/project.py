"""A fresh Godot project of what was exported, opened by Godot itself."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.clients.godot_engine import ENGINE

SCRIPTS = Path(__file__).parent
HEADLESS = ("--headless",)
SEEN = ("--rendering-method", "gl_compatibility", "--audio-driver", "Dummy")
"""Drawn with OpenGL; needs a display."""
TIMEOUT_S = 110
_HOMES = ("DATA", "CONFIG", "CACHE")
_COMPLAINT = re.compile(r"\b(?:ERROR|WARNING)\b")
# NOTE: of the virtual display, not of what is shown on it.
_DISPLAY = re.compile(r"^WARNING: Could not set V-Sync mode.*$", re.MULTILINE)


def shown(pixels: bytes, columns: int = 1) -> np.ndarray:
    """Of red, green, blue, alpha: (rows, columns, 4), uint8. What alpha hides is of no colour:
    Godot fills it with what lies beside it."""
    read = np.frombuffer(pixels, np.uint8).reshape(-1, columns, 4)
    return np.where(read[:, :, 3:] > 0, read, 0)


def properties(text: str) -> set[str]:
    """The lines of a .tres file that give a property of one line, save what names another file."""
    lines = re.findall(r"^\S+ = .*$", text, re.MULTILINE)
    return {line for line in lines if "ExtResource(" not in line and not line.endswith("{")}


@dataclass(frozen=True, slots=True)
class Project:
    """An empty one, in `folder`, beside a home of its own."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "project.godot").write_text(
            'config_version=5\n\n[application]\n\nconfig/name="exports"\n'
        )

    def put(self, where: str, files: Mapping[str, bytes]) -> None:
        """Into a folder of the project, as somebody copies them."""
        (self.folder / where).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (self.folder / where / name).write_bytes(data)

    def imported(self) -> None:
        self._run(*HEADLESS, "--import")

    def told(self, script: str, *options: str, **environment: str) -> Any:
        """What the script, one of this folder, writes as JSON into the file that it is given."""
        shutil.copy(SCRIPTS / script, self.folder)
        answer = self.folder.parent / f"{script}.json"
        script_run = ("--script", f"res://{script}", "--", str(answer))
        self._run(*(options or HEADLESS), *script_run, **environment)
        return json.loads(answer.read_text("utf-8"))

    def _run(self, *arguments: str, **environment: str) -> None:
        """Fails the test for every error and warning that Godot prints."""
        home = str(self.folder.parent / "home")
        done = subprocess.run(
            [str(ENGINE), "--path", str(self.folder), *arguments],
            env=os.environ | {f"XDG_{kind}_HOME": home for kind in _HOMES} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert not _COMPLAINT.search(_DISPLAY.sub("", done.stdout)), done.stdout
