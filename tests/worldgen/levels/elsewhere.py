"""The hash of a level that another process makes, with the plain instruction set of any x86-64."""

import json
import os
import subprocess
import sys
from typing import Any

_FEATURES = "X86_V4 AVX512_ICL AVX512_SPR X86_V3 AVX2 FMA3 AVX512F AVX512_SKX"
_PROGRAM = """
import json, sys
from worldgen.levels.generate import generate
from worldgen.levels.spec import read_spec
for spec in json.load(sys.stdin):
    print(generate(read_spec(spec)).provenance.content_sha256)
"""


def hashes_elsewhere(specs: list[dict[str, Any]]) -> list[str]:
    plain = {"NPY_DISABLE_CPU_FEATURES": _FEATURES, "NUMBA_CPU_NAME": "generic"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM],
        input=json.dumps(specs),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **plain, "NUMBA_CPU_FEATURES": "", "NUMBA_NUM_THREADS": "1"},
    )
    return done.stdout.split()
