"""How long a newcomer waits: `npcgen demo` on a machine where everything is installed."""

import subprocess
import sys
import time

from bench.figures import Figure


def figures() -> list[Figure]:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "npcgen", "demo"], check=True, capture_output=True)
    return [Figure("npcgen demo, start to end", time.perf_counter() - began, "s", 15)]
