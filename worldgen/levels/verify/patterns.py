"""Obligations about which glyphs stand beside which."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.report import Verdict
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, Mask, first_of, said
from worldgen.levels.verify.cells import in_range

Glyphs = NDArray[np.uint32]
"""Code points; shape (height, width), or (floors, height, width)."""
MAX_SIZE = 64
"""Cells at a side of a window."""


def pattern(board: Board, arguments: Arguments) -> Verdict:
    rows = _rows(arguments)
    low, high = arguments.number("low"), arguments.number("high")
    tall, wide = rows.shape
    floors, height, width = board.shape
    down, across = max(height - tall + 1, 0), max(width - wide + 1, 0)
    board.work.spend(rows.size * (2000 + floors * down * across), "looking for a pattern")
    stands = np.ones((floors, down, across), np.bool_)
    for dy, dx in product(range(tall), range(wide)):
        if rows[dy, dx] != ord("?"):
            stands &= board.glyphs[:, dy : dy + down, dx : dx + across] == rows[dy, dx]
    number = int(np.count_nonzero(stands))
    drawn = "/".join(arguments.texts("rows"))
    where = f", first at {said(first_of(stands))}" if number else ""
    return in_range(f"the pattern {drawn} stands there {number} times{where}", number, low, high)


def symmetry(board: Board, arguments: Arguments) -> Verdict:
    axis, tiles = arguments.text("axis"), board.topmost
    mirrors = {
        "vertical": [tiles[:, :, ::-1]],
        "horizontal": [tiles[:, ::-1]],
        "both": [tiles[:, :, ::-1], tiles[:, ::-1]],
        "rotation": [tiles[:, ::-1, ::-1]],
    }
    if axis not in mirrors:
        raise BadArgument(f"there is no axis {axis!r:.40}; there are: {', '.join(mirrors)}")
    board.work.spend(board.cells * 10, "comparing the halves")
    for mirror in mirrors[axis]:
        differs = tiles != mirror
        if differs.any():
            where = said(first_of(differs))
            return Verdict(False, f"the map isn't symmetric ({axis}): {where} has no mirror image")
    return Verdict(True, f"the map is symmetric ({axis})")


def neighbours_allowed(board: Board, arguments: Arguments) -> Verdict:
    names = ["", *(tile.name for tile in board.level.tiles)]
    board.work.spend(board.cells * 60 + len(names) * 100, "looking at neighbours")
    left, right = board.topmost[:, :, :-1], board.topmost[:, :, 1:]
    above, below = board.topmost[:, :-1], board.topmost[:, 1:]
    for how, one, other in (("across", left, right), ("down", above, below)):
        allowed = frozenset(arguments.texts(how))
        pairs = np.unique(one.astype(np.uint32) << 16 | other)
        for pair in pairs.tolist():
            a, b = pair >> 16, pair & 0xFFFF
            if f"{names[a]}|{names[b]}" not in allowed:
                where = said(first_of((one == a) & (other == b)))
                beside = "left of" if how == "across" else "above"
                return Verdict(
                    False, f"{names[a] or 'nothing'} is {beside} {names[b] or 'nothing'} at {where}"
                )
    return Verdict(True, "all neighbours are allowed")


def samples_only(board: Board, arguments: Arguments) -> Verdict:
    size, known, _ = _windows(board, arguments)
    if known.all():
        return Verdict(True, f"every {size}x{size} window is one of the sample")
    where = said(first_of(~known))
    return Verdict(False, f"the {size}x{size} window at {where} isn't one of the sample")


def copies_at_most(board: Board, arguments: Arguments) -> Verdict:
    size, known, plain = _windows(board, arguments)
    copied = known & ~plain
    if not copied.any():
        return Verdict(True, f"no {size}x{size} window is copied from the sample")
    where = said(first_of(copied))
    return Verdict(False, f"the {size}x{size} window at {where} is copied from the sample")


def _windows(board: Board, arguments: Arguments) -> tuple[int, Mask, Mask]:
    """The size, and of each window by its first cell: is it in the sample, is it of one glyph."""
    size = arguments.number("size")
    if not 1 <= size <= MAX_SIZE:
        raise BadArgument(f"windows have 1..{MAX_SIZE} cells a side, not {size}")
    maps = [board.glyphs, *(reading[np.newaxis] for reading in _readings(arguments, size))]
    cells = sum(each.size for each in maps)
    board.work.spend(size**2 * (50_000 + cells * 10), "comparing windows")
    ids = _numbered(maps, size)
    plain = np.ones(ids[0].shape, np.bool_)
    for dy, dx in product(range(size), repeat=2):
        plain &= _shifted(board.glyphs, dy, dx, size) == _shifted(board.glyphs, 0, 0, size)
    return size, np.isin(ids[0], np.concatenate([each.ravel() for each in ids[1:]])), plain


def _numbered(maps: list[Glyphs], size: int) -> list[NDArray[np.int64]]:
    """A number for every window of every map; two are equal where the windows are."""
    glyphs = np.unique(np.concatenate([each.ravel() for each in maps]))
    shapes = [_shifted(each, 0, 0, size).shape for each in maps]
    ids = np.zeros(sum(int(np.prod(shape)) for shape in shapes), np.int64)
    most = 1
    for dy, dx in product(range(size), repeat=2):
        if most * len(glyphs) > 2**62:
            different, ids = np.unique(ids, return_inverse=True)
            most = len(different)
        cells = np.concatenate([_shifted(each, dy, dx, size).ravel() for each in maps])
        ids = ids * len(glyphs) + np.searchsorted(glyphs, cells)
        most *= len(glyphs)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(ids, ends), shapes, strict=True)]


def _shifted(glyphs: Glyphs, dy: int, dx: int, size: int) -> Glyphs:
    """The cell (dx, dy) of every window."""
    _, height, width = glyphs.shape
    down, across = max(height - size + 1, 0), max(width - size + 1, 0)
    return glyphs[:, dy : dy + down, dx : dx + across]


def _readings(arguments: Arguments, size: int) -> list[Glyphs]:
    """The sample, in all the ways that its symmetry turns and mirrors it."""
    sample, symmetry = _rows(arguments), arguments.number("symmetry")
    if symmetry not in (1, 2, 4, 8):
        raise BadArgument(f"a sample has a symmetry of 1, 2, 4 or 8, not {symmetry}")
    if arguments.flag("wraps", default=False):
        sample = np.pad(sample, ((0, size - 1), (0, size - 1)), mode="wrap")
    turned = [np.rot90(sample, turns) for turns in range(4 if symmetry >= 4 else 1)]
    mirrored = [np.fliplr(each) for each in turned] if symmetry in (2, 8) else []
    return [*turned, *mirrored]


def _rows(arguments: Arguments) -> Glyphs:
    rows = arguments.texts("rows")
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise BadArgument("its rows are no rectangle of glyphs")
    return np.array([[ord(glyph) for glyph in row] for row in rows], np.uint32)
