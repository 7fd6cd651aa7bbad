"""How many threads to decode with.

The threads of a token wait for each other several hundred times. Where one of them shares its core
with anything else, all of them wait; if they spin meanwhile, they take the core from the one they
wait for. On two busy cores, two threads that spin gave 1 to 16 tokens a second, two that sleep
36 to 58 and one thread 68 to 97. So they sleep (`backends/llama_cpp/__init__.py`), and until it is
measured, one core is left to the server itself and to the game.
"""

import math
from pathlib import Path

import psutil

_CPU_MAX = Path("/sys/fs/cgroup/cpu.max")


def default_threads(cpu_max: Path = _CPU_MAX) -> int:
    """One for each core that may be used but one, and at least one."""
    return max(1, usable_cores(cpu_max) - 1)


def thread_counts(cpu_max: Path = _CPU_MAX) -> list[int]:
    """What is worth measuring: small models are slower with many threads than with a few."""
    cores = usable_cores(cpu_max)
    return sorted({1, (cores + 1) // 2, default_threads(cpu_max), cores})


def usable_cores(cpu_max: Path = _CPU_MAX) -> int:
    """The physical cores that this process may use. `cpu_max`: where a container's limit stands."""
    limits = [psutil.cpu_count(logical=False) or 1]
    if hasattr(psutil.Process, "cpu_affinity"):  # Not on macOS.
        limits.append(len(psutil.Process().cpu_affinity()))
    quota = _quota(cpu_max)
    if quota is not None:
        limits.append(quota)
    return max(1, min(limits))


def _quota(cpu_max: Path) -> int | None:
    """The cores a container may use, rounded up; None where nothing limits it.

    The file holds "QUOTA PERIOD" in microseconds, or "max PERIOD" (cgroup v2).
    """
    try:
        quota, period = cpu_max.read_text().split()
    except (OSError, ValueError):
        return None
    return None if quota == "max" else max(1, math.ceil(int(quota) / int(period)))
