"""No network: a process that would die of opening a socket reads folders and paints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

ROOT = Path(__file__).parents[4]
LOCKED = """
import os, sys

# NOTE: urllib3 binds a socket to ::1 when it is imported, to see whether there is IPv6.
OUT = ("connect", "getaddrinfo", "gethostby", "sendto", "sendmsg")

def refuse(event, arguments):
    if event.startswith(tuple("socket." + each for each in OUT)) or event == "subprocess.Popen":
        os.write(2, f"asked for {event} {arguments}".encode())
        os._exit(77)

sys.addaudithook(refuse)
"""
PAINTING = """
from pathlib import Path
from worldgen.textures.diffusion import Loading, open_model, read_diffusion_spec

for folder in sys.argv[1:]:
    model = open_model(Path(folder), Loading(device="cpu"))
    spec = read_diffusion_spec({"prompt": "moss", "size": 32, "steps": 2})
    print(model.paint(spec).provenance().generator)
"""
SENDING = """
import urllib.request
urllib.request.urlopen("http://127.0.0.1:9/model_index.json")
"""


def run_locked(code, *arguments):
    """As a process in which the libraries are told that they may go online."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "0"}
    command = [sys.executable, "-c", LOCKED + code, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110
    )


def test_nothing_is_asked_of_a_network(folders):
    done = run_locked(PAINTING, folders("plain"), folders("xl"), folders("guarded"))
    assert done.returncode == 0, done.stderr
    kinds = ("plain", "xl", "guarded")
    assert done.stdout.split() == [f"worldgen.textures.diffusion.{kind}" for kind in kinds]


def test_the_lock_would_have_closed():
    done = run_locked(SENDING)
    assert (done.returncode, done.stderr[:17]) == (77, "asked for socket.")
