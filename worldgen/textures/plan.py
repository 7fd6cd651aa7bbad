"""A material with its numbers filled in: kernels to run on bands of rows, and what each reads.

A value is a number, a text, a field (one value a pixel) or a colour (three of these). What doesn't
depend on the pixel is worked out here, once. What looks at a pixel's surroundings (blur, slope)
reads a field as a whole: that one has to be finished in an earlier pass over the picture.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from worldgen.textures import pointwise
from worldgen.textures.bounds import most_of
from worldgen.textures.kernels.view import View

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture: one period in each axis that wraps."""

    width: int
    height: int
    wrap_x: bool = True
    wrap_y: bool = True
    left: int = 0
    """Where on the texture its first pixel is: a multiple of 4, as occlusion goes by blocks."""
    top: int = 0

    def view(self, top: int) -> View:
        """The band from that row on, in the picture."""
        return View(top, 0, self.width, self.height, self.wrap_x, self.wrap_y)

    def place(self, top: int) -> View:
        """The same, on the texture."""
        return self.view(top)._replace(left=self.left, top=self.top + top)


@dataclass(frozen=True, slots=True)
class Field:
    """A value for each pixel, known by its number."""

    number: int


Grey: TypeAlias = float | Field
Colour: TypeAlias = tuple[Grey, Grey, Grey]
Value: TypeAlias = float | str | Field | Colour

Bands: TypeAlias = Sequence[Floats]
"""(rows, width) each."""
Pictures: TypeAlias = Sequence[Floats]
"""(height, width) each, or what a picture operation made, in its own shape."""
BandRun: TypeAlias = Callable[[View, Bands, Bands, Pictures], object]
"""Called with the band, buffers to fill, those to read, and pictures to look around in.

NOTE: the band's place is on the texture, unless there is something to look around in, or nothing to
fill: then it is in the picture."""
PictureRun: TypeAlias = Callable[[Pictures, Pictures], Iterator[object]]
"""Called with pictures to fill and to read; yields at least every 20 ms of work."""


@dataclass(frozen=True, slots=True, eq=False)
class BandOp:
    """Run on each band of pass `level`."""

    run: BandRun
    makes: tuple[int, ...]
    reads: tuple[int, ...]
    wholes: tuple[int, ...]
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class PictureOp:
    """Run once, before pass `level`."""

    run: PictureRun
    makes: tuple[int, ...]
    shapes: tuple[tuple[int, int], ...]
    wholes: tuple[int, ...]
    level: int


@dataclass(slots=True)
class Builder:
    """Collects operations. The same operation on the same fields is done once."""

    frame: Frame
    band_ops: list[BandOp] = field(default_factory=list)
    picture_ops: list[PictureOp] = field(default_factory=list)
    lines: dict[Field, tuple[Field, float, float]] = field(default_factory=dict)
    """Fields that are another one times a number, plus a number: these two."""
    _in_bands_from: list[int] = field(default_factory=list)
    """By field: the first pass whose bands can read it."""
    _whole_from: list[int] = field(default_factory=list)
    """By field: the first pass before which all of it is there."""
    _most: list[float] = field(default_factory=list)
    _known: dict[object, tuple[Field, ...]] = field(default_factory=dict)

    def op(
        self,
        key: tuple[object, ...],
        run: BandRun,
        reads: Sequence[Field] = (),
        wholes: Sequence[Field] = (),
        count: int = 1,
        most: float = 4.0,
    ) -> tuple[Field, ...]:
        """The `count` fields that it makes, none of them farther from 0 than `most`; `key` tells it
        from all else done with these fields."""
        identity = (key, tuple(reads), tuple(wholes))
        if identity not in self._known:
            level = self._level(reads, wholes)
            made = self._new(count, level, level + 1, most)
            self.band_ops.append(
                BandOp(run, _numbers(made), _numbers(reads), _numbers(wholes), level)
            )
            self._known[identity] = made
        return self._known[identity]

    def sink(self, run: BandRun, reads: Sequence[Field], wholes: Sequence[Field] = ()) -> BandOp:
        """An operation that makes no field: it is run for what else it does."""
        return BandOp(run, (), _numbers(reads), _numbers(wholes), self._level(reads, wholes))

    def picture_op(
        self,
        key: tuple[object, ...],
        run: PictureRun,
        wholes: Sequence[Field],
        shapes: Sequence[tuple[int, int]],
        most: float = 4.0,
    ) -> tuple[Field, ...]:
        """The fields that it makes of whole pictures, one for each shape (rows, columns).

        Those of another shape than the picture's can only be read as wholes.
        """
        identity = (key, tuple(wholes))
        if identity not in self._known:
            level = max((self._whole_from[each.number] for each in wholes), default=0)
            made = self._new(len(shapes), level, level, most)
            self.picture_ops.append(
                PictureOp(run, _numbers(made), tuple(shapes), _numbers(wholes), level)
            )
            self._known[identity] = made
        return self._known[identity]

    def pixelwise(
        self, kernel: Callable[..., None], reads: Sequence[Field], *constants: float
    ) -> Field:
        """The field of a kernel `(out, *reads, *constants)`."""
        numbers = tuple(np.float32(each) for each in constants)

        def run(view: View, makes: Bands, given: Bands, wholes: Pictures) -> None:
            kernel(makes[0], *given, *numbers)

        key = (kernel, *(float(each) for each in numbers))
        most = most_of(kernel, [self.most(each) for each in reads], constants)
        return self.op(key, run, reads, most=most)[0]

    def most(self, value: Grey) -> float:
        """How far from 0 it can be."""
        return self._most[value.number] if isinstance(value, Field) else abs(value)

    def field(self, value: Grey) -> Field:
        """The value as a field, whether it is one or not."""
        if isinstance(value, Field):
            return value
        return self.pixelwise(pointwise.fill, (), value)

    def _level(self, reads: Sequence[Field], wholes: Sequence[Field]) -> int:
        """The first pass in which all of these can be read."""
        in_bands = [self._in_bands_from[each.number] for each in reads]
        return max([0, *in_bands, *(self._whole_from[each.number] for each in wholes)])

    def _new(
        self, count: int, in_bands_from: int, whole_from: int, most: float
    ) -> tuple[Field, ...]:
        first = len(self._in_bands_from)
        self._in_bands_from += [in_bands_from] * count
        self._whole_from += [whole_from] * count
        self._most += [most] * count
        return tuple(Field(first + at) for at in range(count))


def _numbers(fields: Sequence[Field]) -> tuple[int, ...]:
    return tuple(each.number for each in fields)
