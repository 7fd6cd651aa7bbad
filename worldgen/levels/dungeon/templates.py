"""The shapes of rooms: drawn by hand, or grown."""

from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from worldgen.rng import Stream

ROCK, FLOOR, PILLAR, WATER, GROWTH = range(5)
Shape = NDArray[np.uint8]
"""Shape (height, width) of these five."""
_LETTERS = {"#": ROCK, ".": FLOOR, "o": PILLAR, "~": WATER, '"': GROWTH}


def shape_of(width: int, height: int, drawn: float, stream: Stream) -> Shape:
    """A room's inside; `drawn`: the share of rooms that are drawn by hand, where one fits."""
    fitting = [each for each in _drawn() if each.shape[0] <= height and each.shape[1] <= width]
    if fitting and stream.chance(drawn):
        largest = max(each.size for each in fitting)
        return _centred(
            stream.pick([each for each in fitting if 2 * each.size >= largest]), width, height
        )
    return stream.pick((_plain, _plain, _round, _ragged))(width, height, stream)


@cache
def _drawn() -> tuple[Shape, ...]:
    """All of dungeon_rooms.yaml, turned and mirrored, each once."""
    text = files("worldgen").joinpath("data/dungeon_rooms.yaml").read_text("utf-8")
    shapes: dict[bytes, Shape] = {}
    for rows in yaml.safe_load(text).values():
        shape = np.array([[_LETTERS[letter] for letter in row] for row in rows], np.uint8)
        for turned in (np.rot90(shape, turns) for turns in range(4)):
            for mirrored in (turned, turned[:, ::-1]):
                shapes[bytes(mirrored.shape) + mirrored.tobytes()] = mirrored
    return tuple(shapes.values())


def _centred(shape: Shape, width: int, height: int) -> Shape:
    """In the middle of a room, with floor around it where the room is a little larger."""
    room = np.full((height, width), FLOOR, np.uint8)
    top, left = (height - shape.shape[0]) // 2, (width - shape.shape[1]) // 2
    room[top : top + shape.shape[0], left : left + shape.shape[1]] = shape
    return room


def _plain(width: int, height: int, stream: Stream) -> Shape:
    """A box, smaller than its place now and then."""
    room = np.full((height, width), ROCK, np.uint8)
    left, right = _cut(width, stream)
    top, bottom = _cut(height, stream)
    room[top : height - bottom, left : width - right] = FLOOR
    return room


def _cut(side: int, stream: Stream) -> tuple[int, int]:
    """Cells off either end, so that three are left at least."""
    spare = side - 3
    before = stream.between(0, min(1, spare // 2)) if spare > 0 else 0
    after = stream.between(0, min(1, spare - before)) if spare > before else 0
    return before, after


def _round(width: int, height: int, stream: Stream) -> Shape:
    """An ellipse, in whole numbers."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    across, down = 2 * x + 1 - width, 2 * y + 1 - height
    inside = (across * height) ** 2 + (down * width) ** 2 <= (width * height) ** 2
    return np.where(inside, FLOOR, ROCK).astype(np.uint8)


def _ragged(width: int, height: int, stream: Stream) -> Shape:
    """A box with corners that were eaten away, and growth in it."""
    room = np.full((height, width), FLOOR, np.uint8)
    for y in (0, height - 1):
        for x in (0, width - 1):
            if stream.chance(0.6):
                room[y, x] = ROCK
    for _ in range(width * height // 12):
        room[stream.below(height), stream.below(width)] |= GROWTH if stream.chance(0.5) else 0
    room[room > GROWTH] = GROWTH
    return room
