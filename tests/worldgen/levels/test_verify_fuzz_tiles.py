"""Random maps of tiles, judged by the verifier and by slow loops over the drawn characters."""

import random
from collections.abc import Iterator
from itertools import product

import pytest

from tests.worldgen.levels.maps import level_of, promise
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.verify import check


def verdicts(rows: list[str], *promises: Obligation) -> list[bool]:
    findings = check(level_of("\n".join(rows)), Proof((), promises)).findings
    return [finding.holds for finding in findings]


def test_tiles_agree_with_the_slow_rules() -> None:
    dice = random.Random("tiles")
    for _ in range(400):
        height, width = dice.randint(1, 4), dice.randint(1, 4)
        rows = ["".join(dice.choice("##.~") for _ in range(width)) for _ in range(height)]
        wanted = [[dice.choice("#.?") for _ in range(dice.randint(1, 2))]]
        wanted *= dice.randint(1, 2)
        number = sum(
            all(
                y + dy < height and x + dx < width and wanted[dy][dx] in ("?", rows[y + dy][x + dx])
                for dy, dx in product(range(len(wanted)), range(len(wanted[0])))
            )
            for y, x in product(range(height), range(width))
        )
        glyphs = tuple("".join(row) for row in wanted)
        edge = {glyph for y, row in enumerate(rows) for x, glyph in enumerate(row)
                if x in (0, width - 1) or y in (0, height - 1)}  # fmt: skip
        expected = [
            (promise("pattern", rows=glyphs, low=number, high=number), True),
            (promise("border", tiles=("wall",)), edge == {"#"}),
            (promise("symmetry", axis="vertical"), rows == [row[::-1] for row in rows]),
            (promise("symmetry", axis="horizontal"), rows == rows[::-1]),
            (promise("symmetry", axis="rotation"), rows == [row[::-1] for row in rows[::-1]]),
            (promise("connected", tiles=("wall",), neighbours=4), regions(rows, 4) == 1),
            (promise("connected", tiles=("wall",), neighbours=8), regions(rows, 8) == 1),
        ]
        found = verdicts(rows, *(asked for asked, _ in expected))
        assert found == [holds for _, holds in expected], rows


def regions(rows: list[str], neighbours: int) -> int:
    """Of walls, by joining two at a time."""
    walls = [(x, y) for y, row in enumerate(rows) for x, glyph in enumerate(row) if glyph == "#"]
    region = {wall: number for number, wall in enumerate(walls)}
    for (a, b), (c, d) in product(walls, repeat=2):
        apart = abs(a - c) + abs(b - d) if neighbours == 4 else max(abs(a - c), abs(b - d))
        if apart == 1:
            old, new = region[a, b], region[c, d]
            region = {wall: new if number == old else number for wall, number in region.items()}
    return len(set(region.values()))


def windows(rows: list[str], size: int) -> list[tuple[str, ...]]:
    return [
        tuple(row[x : x + size] for row in rows[y : y + size])
        for y in range(len(rows) - size + 1)
        for x in range(len(rows[0]) - size + 1)
    ]


def readings(sample: list[str], symmetry: int, wraps: bool, size: int) -> Iterator[list[str]]:
    if wraps:
        height, width = len(sample) + size - 1, len(sample[0]) + size - 1
        sample = ["".join((row * size)[:width]) for row in (sample * size)[:height]]
    for _ in range(4 if symmetry in (4, 8) else 1):
        yield sample
        if symmetry in (2, 8):
            yield [row[::-1] for row in sample]
        sample = ["".join(column) for column in zip(*sample, strict=True)][::-1]


@pytest.mark.parametrize("size", [2, 3, 7])
def test_windows_agree_with_the_slow_rules(size: int) -> None:
    dice = random.Random(f"windows {size}")
    seen = set()
    for _ in range(300):
        width, height = dice.randint(size, size + 2), dice.randint(size, size + 2)
        sample = ["".join(dice.choice("#.~") for _ in range(width)) for _ in range(height)]
        symmetry, wraps = dice.choice([1, 2, 4, 8]), dice.random() < 0.5
        known = {
            window
            for reading in readings(sample, symmetry, wraps, size)
            for window in windows(reading, size)
        }
        level = list(dice.choice([*readings(sample, dice.choice([1, 2, 8]), True, size)]))
        if dice.random() < 0.3:
            y, x = dice.randrange(len(level)), dice.randrange(len(level[0]))
            level[y] = level[y][:x] + dice.choice("#.~") + level[y][x + 1 :]
        found = windows(level, size)
        copies = any(window in known and len(set("".join(window))) > 1 for window in found)
        expected = [all(window in known for window in found), not copies]
        arguments = {"rows": (*sample,), "size": size, "symmetry": symmetry, "wraps": wraps}
        promises = promise("samples_only", **arguments), promise("copies_at_most", **arguments)
        assert verdicts(level, *promises) == expected, (sample, level)
        seen.add(tuple(expected))
    assert (True, False) in seen
    assert (False, True) in seen
