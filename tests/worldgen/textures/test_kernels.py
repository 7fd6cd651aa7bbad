"""Every kernel is warmed, and makes the same bytes with any instruction set and on any thread."""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.worldgen.textures.everything import PICTURES, hash_of
from worldgen.textures import kernels
from worldgen.textures.kernels.warm import warm

PLAIN = "X86_V4 AVX512_ICL AVX512_SPR X86_V3 AVX2 FMA3 AVX512F AVX512_SKX"
MACHINES = {
    "any x86-64": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
    "with AVX2 and FMA": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma,+bmi2"},
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("machine", MACHINES)
def test_any_processor_makes_the_same_bytes(machine: str, tmp_path: Path) -> None:
    program = (
        "import json\n"
        "from tests.worldgen.textures.everything import PICTURES, hash_of\n"
        "print(json.dumps({name: hash_of(name) for name in PICTURES}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": PLAIN, **MACHINES[machine]},
    )
    assert json.loads(done.stdout) == {name: hash_of(name) for name in PICTURES}


def test_two_threads_at_once_make_the_same_bytes() -> None:
    alone = [hash_of(name) for name in PICTURES]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(hash_of, PICTURES)) == alone


def test_every_kernel_is_warmed() -> None:
    """Public ones are annotated; those that they call are compiled with them."""
    warm()
    cold = {
        f"{module.__name__}.{name}"
        for info in pkgutil.iter_modules(kernels.__path__)
        for module in [importlib.import_module(f"{kernels.__name__}.{info.name}")]
        for name, function in vars(module).items()
        if hasattr(function, "signatures") and "return" in function.py_func.__annotations__
        if not function.signatures
    }
    assert cold == set()


def test_warming_stops_when_told() -> None:
    asked = []
    warm(lambda: bool(asked.append(0)) or len(asked) > 2)
    assert len(asked) == 3
