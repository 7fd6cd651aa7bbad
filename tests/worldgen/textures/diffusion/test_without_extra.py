"""Where the extra isn't installed, the package is there and says what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
OPENED = """
import sys
sys.modules[sys.argv[1]] = None
from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion import open_model, read_diffusion_spec
read_diffusion_spec({"prompt": "moss"})
try:
    open_model("somewhere")
except InvalidSpec as error:
    print(error)
"""


@pytest.mark.parametrize("package", ["torch", "diffusers", "transformers"])
def test_the_extra_is_named(package: str) -> None:
    command = [sys.executable, "-c", OPENED, package]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    assert "model: diffusion needs the extra `diffusion` (" in done.stdout
    assert "pip install 'npcgen[diffusion]'" in done.stdout


def test_importing_it_loads_no_torch() -> None:
    code = "import sys, worldgen.textures.diffusion; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=110
    )
    assert done.stdout == "False\n", done.stderr
