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
import pytest

from tools.get_godot import find

GODOT = find()
SCRIPTS = Path(__file__).parent
TIMEOUT_S = 120
HEADLESS = ("--headless",)
SEEN = ("--rendering-method", "gl_compatibility", "--audio-driver", "Dummy")
"""Drawn with OpenGL; needs a display."""
_COMPLAINT = re.compile(r"^.*\b(?:ERROR|WARNING)\b.*$", re.MULTILINE)
# NOTE: of the display, a virtual one, not of what is shown.
_DISPLAY = re.compile(r"^WARNING: Could not set V-Sync mode.*$", re.MULTILINE)


def shown(pixels: bytes, columns: int = 1) -> np.ndarray:
    """Of red, green, blue, alpha: (rows, columns, 4), uint8. What alpha hides is of no colour:
    Godot fills it with what lies beside it."""
    read = np.frombuffer(pixels, np.uint8).reshape(-1, columns, 4)
    return np.where(read[:, :, 3:] > 0, read, 0)


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
        run = ("--script", f"res://{script}", "--", str(answer))
        self._run(*(options or HEADLESS), *run, **environment)
        return json.loads(answer.read_text("utf-8"))

    def _run(self, *arguments: str, **environment: str) -> None:
        """Fails the test for every error and warning that Godot prints."""
        assert GODOT
        home = {
            name: str(self.folder.parent / name.lower())
            for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        }
        done = subprocess.run(
            [GODOT, "--path", self.folder, *arguments],
            env=os.environ | home | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
            check=False,
        )
        said = done.stdout.decode("utf-8", "replace")
        complaints = _COMPLAINT.findall(_DISPLAY.sub("", said))
        if complaints or done.returncode:
            pytest.fail(f"Godot ended with {done.returncode} and said:\n{said}")
