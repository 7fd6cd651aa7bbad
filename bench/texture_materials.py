"""`python -m bench.texture_materials`: what each bundled material costs, from a spec to its maps.

CPU milliseconds over all threads, the least of several runs, so that a busy machine counts less.
"""

import argparse
import time
from collections.abc import Callable, Iterator

import numpy as np

from worldgen.textures.generate import generate, steps
from worldgen.textures.jobs import warm_up
from worldgen.textures.library import bundled
from worldgen.textures.spec import read_spec

RUNS = 4
MOST_MS, MOST_PREVIEW_MS, MOST_GROWTH = 100, 30, 4.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("materials", nargs="*", help="all of them where none is named")
    names = parser.parse_args().materials or list(bundled().materials)
    for _ in warm_up():
        pass
    print("\n".join(lines(names)))


def lines(names: list[str]) -> Iterator[str]:
    """A table as Markdown, and what the slowest is next to what was promised."""
    yield "| material | 256 px | 1024 px | 1024 px, one thread | 2048 / 1024 | first preview |"
    yield "|-|-|-|-|-|-|"
    rows = [_row(name) for name in names]
    for name, row in zip(names, rows, strict=True):
        small, full, alone, growth, preview = row
        yield f"| {name} | {small:.1f} | {full:.0f} | {alone:.0f} | {growth:.2f} | {preview:.1f} |"
    most = np.max(rows, axis=0)
    yield f"\nslowest at 1024 px: {most[1]:.0f} ms CPU (at most {MOST_MS})"
    yield f"slowest preview: {most[4]:.1f} ms (at most {MOST_PREVIEW_MS})"
    yield f"largest growth from 1024 to 2048 px: {most[3]:.2f} (at most {MOST_GROWTH})"
    yield f"writing and reading 35 MB, which a set can't do without: {_floor_ms():.1f} ms"


def _row(name: str) -> tuple[float, float, float, float, float]:
    full = _least(name, 1024)
    return (
        _least(name, 256),
        full,
        _least(name, 1024, threads=1),
        _least(name, 2048) / full,
        _preview_ms(name),
    )


def _least(name: str, side: int, threads: int = 2) -> float:
    spec = read_spec({"material": name, "size": side})
    return _least_ms(lambda: generate(spec, threads=threads))


def _preview_ms(name: str) -> float:
    spec = read_spec({"material": name, "size": 1024})

    def first() -> None:
        walk = steps(spec)
        while next(walk).preview is None:
            pass
        walk.close()

    return _least_ms(first)


def _floor_ms() -> float:
    source, target = np.ones(35 << 17), np.ones(35 << 17)
    return _least_ms(lambda: np.copyto(target, source)) / 2


def _least_ms(call: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)
    return min(spent)


if __name__ == "__main__":
    main()
