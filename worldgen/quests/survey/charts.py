"""Charts as SVG, which any browser draws without a script. Their colours are the page's."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

_WIDTH = 350
_ROW = 22
_LABEL = 104
"""Width of what stands before a bar."""
_CHARACTER = 7
"""Width of one, about."""
_NUMBER = 40
_PLOT = (300, 210)
_MARGIN = (46, 12, 40)
"""Left, top, bottom."""
MARKS = ("easy", "normal", "hard")
"""Kinds of points: circles, squares and triangles, so that nobody needs to tell colours apart."""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    mark: str
    told: str
    """What is shown to who points at it."""


def bars(title: str, counts: Mapping[Any, int]) -> Markup:
    """A bar a count, as long as it is large."""
    most = max(counts.values(), default=0) or 1
    height = max(1, len(counts)) * _ROW + 4
    full = _WIDTH - _LABEL - _NUMBER
    parts = [_opened(title, _WIDTH, height)]
    for at, (name, count) in enumerate(counts.items()):
        y = at * _ROW + 4
        width = max(1.5, full * count / most) if count else 0
        label = _short(str(name), _LABEL // _CHARACTER)
        parts += [
            Markup('<text class="label" x="{}" y="{}">{}</text>').format(_LABEL - 8, y + 14, label),
            Markup('<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{}" rx="2"/>').format(
                _LABEL, y, width, _ROW - 6
            ),
            Markup('<text class="number" x="{:.1f}" y="{}">{}</text>').format(
                _LABEL + width + 6, y + 14, count
            ),
        ]
    return Markup("").join([*parts, Markup("</svg>")])


def scatter(title: str, across: str, up: str, points: Sequence[Point]) -> Markup:
    """A point each; both axes begin at 0."""
    left, top, bottom = _MARGIN
    width, height = _PLOT
    wide = _ticks(max((point.x for point in points), default=1))
    tall = _ticks(max((point.y for point in points), default=1))

    def at(x: float, y: float) -> tuple[float, float]:
        return left + width * x / wide[-1], top + height * (1 - y / tall[-1])

    parts = [_opened(title, left + width + 16, top + height + bottom)]
    parts += _axes(wide, tall, across, up)
    for point in points:
        x, y = at(point.x, point.y)
        parts.append(
            Markup('<path class="point {}" d="{}"><title>{}</title></path>').format(
                point.mark if point.mark in MARKS else MARKS[0],
                _shape(point.mark, x, y),
                point.told,
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def legend(mark: str) -> Markup:
    """The sign of a kind of points."""
    opened = Markup('<svg class="sign" viewBox="0 0 12 12" aria-hidden="true">')
    path = Markup('<path class="point {}" d="{}"/></svg>').format(mark, _shape(mark, 6, 6))
    return opened + path


def binned(counts: Mapping[int, int], most: int = 10) -> dict[str, int]:
    """Counts of ranges of equal width: "30-39"; empty ones between others have 0."""
    if not counts:
        return {}
    low, high = min(counts), max(counts)
    width = next(each for each in _round_widths() if (high // each) - (low // each) < most)
    found = {
        _range(at * width, width): sum(
            count for value, count in counts.items() if value // width == at
        )
        for at in range(low // width, high // width + 1)
    }
    return found


def _range(low: int, width: int) -> str:
    return str(low) if width == 1 else f"{low}\u2013{low + width - 1}"


def _round_widths() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, ..."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _ticks(most: float) -> list[float]:
    """From 0 to no less than `most`, at round distances."""
    rough = max(most, 1e-6) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.999)
    return [step * at for at in range(math.ceil(max(most, 1e-6) / step - 1e-9) + 1)]


def _axes(wide: list[float], tall: list[float], across: str, up: str) -> Iterator[Markup]:
    left, top, bottom = _MARGIN
    width, height = _PLOT
    for value in tall:
        y = top + height * (1 - value / tall[-1])
        yield Markup('<path class="grid" d="M{} {:.1f}h{}"/>').format(left, y, width)
        yield Markup('<text class="tick up" x="{}" y="{:.1f}">{:g}</text>').format(
            left - 6, y + 4, value
        )
    for value in wide:
        x = left + width * value / wide[-1]
        yield Markup('<text class="tick" x="{:.1f}" y="{}">{:g}</text>').format(
            x, top + height + 16, value
        )
    yield Markup('<text class="axis" x="{}" y="{}">{}</text>').format(
        left + width / 2, top + height + bottom - 5, across
    )
    yield Markup('<text class="axis" transform="translate(11 {}) rotate(-90)">{}</text>').format(
        top + height / 2, up
    )


def _shape(mark: str, x: float, y: float) -> str:
    match mark:
        case "normal":
            return f"M{x - 3:.1f} {y - 3:.1f}h6v6h-6z"
        case "hard":
            return f"M{x:.1f} {y - 4.5:.1f}l4.2 7.5h-8.4z"
        case _:
            return f"M{x - 3.5:.1f} {y:.1f}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z"


def _opened(title: str, width: int, height: int) -> Markup:
    return Markup('<svg class="chart" role="img" viewBox="0 0 {} {}"><title>{}</title>').format(
        width, height, title
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
