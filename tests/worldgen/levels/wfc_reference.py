"""Wave function collapse as a book would write it: sets, loops, nothing fast. What the kernels
are measured by; shares no code with them."""

from collections.abc import Callable

Domains = dict[tuple[int, int], set[int]]
Fits = Callable[[int, int, int, int], bool]
"""(pattern, dx, dy, other): whether `other` may stand at (dx, dy) from `pattern`."""
STEPS = ((0, -1), (1, 0), (0, 1), (-1, 0))


def arc_consistent(domains: Domains, fits: Fits, width: int, height: int, wraps: bool) -> Domains:
    """What is left when everything without a fitting neighbour on some side is taken away, over
    and over."""
    domains = {cell: set(patterns) for cell, patterns in domains.items()}
    has_changed = True
    while has_changed:
        has_changed = False
        for (x, y), patterns in domains.items():
            for dx, dy in STEPS:
                at = (x + dx, y + dy)
                if wraps:
                    at = (at[0] % width, at[1] % height)
                if at not in domains:
                    continue
                kept = {p for p in patterns if any(fits(p, dx, dy, o) for o in domains[at])}
                if kept != patterns:
                    domains[x, y] = patterns = kept
                    has_changed = True
    return domains


def windows(rows: list[str], size: int, wraps: bool, symmetry: int) -> list[tuple[str, ...]]:
    """Every window of a sample, each as often as it stands there."""
    shapes = [rows]
    if symmetry in (2, 8):
        shapes.append([row[::-1] for row in rows])
    if symmetry >= 4:
        for shape in list(shapes):
            for _ in range(3):
                shape = ["".join(column) for column in zip(*shape[::-1], strict=True)]
                shapes.append(shape)
    found = []
    for shape in shapes:
        height, width = len(shape), len(shape[0])
        for y in range(height if wraps else height - size + 1):
            for x in range(width if wraps else width - size + 1):
                found.append(
                    tuple(
                        "".join(shape[(y + dy) % height][(x + dx) % width] for dx in range(size))
                        for dy in range(size)
                    )
                )
    return found
