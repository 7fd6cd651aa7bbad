"""A theme's tiles, each made once: fills, cut-outs, sprites and the fronts of walls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from worldgen.rng import seed_of
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.fills import ACROSS, Fill, fill, wander
from worldgen.textures.pixel.loop import loop
from worldgen.textures.pixel.neighbours import Rule, S
from worldgen.textures.pixel.palettes import Palette, palette
from worldgen.textures.pixel.quantise import quantised
from worldgen.textures.pixel.single import single
from worldgen.textures.pixel.sprites import sprite
from worldgen.textures.pixel.terrain import Outline, Stencil, cut_out, stencils
from worldgen.textures.pixel.themes import Look, Theme

_FACE_LIGHT = 0.62


@dataclass(slots=True)
class Brush:
    theme: Theme
    side: int
    """Pixels of a tile."""
    seed: int = 0
    colours: Mapping[str, str] = field(default_factory=dict)
    """Of tiles that the theme has no look for, #rrggbb."""
    rule: Rule = "blob"
    """Which neighbours patches look at."""
    frame: int | None = None
    """Of the loops of tiles that move; None is how they look at rest."""
    palette: Palette = field(init=False)
    _fills: dict[str, Bytes] = field(init=False, default_factory=dict)
    _loops: dict[str, Bytes] = field(init=False, default_factory=dict)
    _sprites: dict[str, Bytes] = field(init=False, default_factory=dict)
    _placed: dict[tuple[str, int, int, int], Bytes] = field(init=False, default_factory=dict)
    _stencils: dict[Outline, dict[int, Stencil]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.palette = palette(self.theme.palette)

    def look(self, name: str) -> Look | None:
        return self.theme.tiles.get(name)

    def part(self, name: str, row: int, column: int) -> Bytes:
        """uint8 (side, side, 3): what fills the tile in that cell of a large floor."""
        whole = self.fill(name)
        top, left = row % ACROSS * self.side, column % ACROSS * self.side
        return whole[top : top + self.side, left : left + self.side]

    def placed(self, name: str, mask: int, row: int, column: int) -> Bytes:
        """uint8 (side, side, 4): the tile as it lies in that cell."""
        look = self.look(name)
        if look is not None and look.sprite:
            return self.tile(name, np.empty((0, 0, 3), np.uint8), mask, (row, column))
        key = (name, mask, row % ACROSS, column % ACROSS)
        if key not in self._placed:
            self._placed[key] = self.tile(name, self.part(name, row, column), mask)
        return self._placed[key]

    def sprite(self, name: str) -> Bytes:
        """uint8 (side, side, 4)."""
        if name not in self._sprites:
            self._sprites[name] = sprite(name, self.palette, self.side)
        return self._sprites[name]

    def alone(self, name: str) -> Bytes:
        """uint8 (side, side, 3): a fill that meets itself on every side."""
        return single(self.fill(name), self.side)

    def alone_moving(self, name: str) -> Bytes:
        """uint8 (frames, side, side, 3): the same of a tile that moves, cut alike in all frames."""
        frames = self.moving(name)
        layered = np.concatenate(list(frames), axis=2)
        return np.stack(np.split(single(layered, self.side), len(frames), axis=2))

    def tile(self, name: str, picture: Bytes, mask: int, cell: tuple[int, int] = (0, 0)) -> Bytes:
        """uint8 (side, side, 4): `picture` cut out as its neighbours ask, or the tile's sprite."""
        look = self.look(name)
        if look is not None and look.sprite:
            one = seed_of("sprite", self.seed, *cell) % len(look.sprite) if any(cell) else 0
            return self.sprite(look.sprite[one])
        if look is None or look.edge is None:
            return np.dstack((picture, np.full(picture.shape[:2], 255, np.uint8)))
        outline = look.edge.outline()
        return cut_out(picture, self._stencil(outline, mask), outline)

    def standing(self, name: str, picture: Bytes, mask: int) -> Bytes:
        """The same, with the front of a wall that nothing of its kind stands before."""
        tile = self.tile(name, picture, mask)
        look = self.look(name)
        if look is not None and look.face and self.rule != "corners" and not mask & S:
            front = self.front(look, picture)
            tile[-len(front) :, :, :3] = front
            tile[-len(front) :, :, 3] = 255
        return tile

    def patch(self, name: str, picture: Bytes) -> Bytes:
        """uint8 (side, side, 4): round, for a corner where two cells of it meet. No rim."""
        y, x = np.mgrid[0 : self.side, 0 : self.side] - (self.side - 1) / 2
        look = self.look(name)
        inset = look.edge.inset if look and look.edge else 0.0
        within = y * y + x * x < ((0.5 - inset) * 0.8 * self.side) ** 2
        return np.dstack((picture, np.where(within, 255, 0).astype(np.uint8)))

    def _stencil(self, outline: Outline, mask: int) -> Stencil:
        if outline not in self._stencils:
            noise = wander(self.side, seed_of("outline", self.seed))
            self._stencils[outline] = stencils(noise, self.rule, outline)
        return self._stencils[outline][mask]

    def front(self, look: Look, picture: Bytes) -> Bytes:
        """What is seen of a wall from the south: the lower rows of its tile."""
        part = picture[: round(look.face * self.side)]
        front: Bytes = np.floor(part * _FACE_LIGHT + 0.5).astype(np.uint8)
        front[:1] = np.floor(part[:1] * _FACE_LIGHT * _FACE_LIGHT + 0.5)
        return front

    def fill(self, name: str) -> Bytes:
        """uint8 (ACROSS * side, ACROSS * side, 3), which tiles."""
        look = self.look(name)
        if self.frame is not None and look is not None and look.frames > 1:
            frame: Bytes = self.moving(name)[self.frame % look.frames]
            return frame
        if name not in self._fills:
            self._fills[name] = self._filled(name)
        return self._fills[name]

    def moving(self, name: str) -> Bytes:
        """uint8 (frames, ACROSS * side, ACROSS * side, 3): the tile's loop."""
        look = self.theme.tiles[name]
        if name not in self._loops:
            made = loop(
                self._asked(name, look),
                self.side,
                self.palette,
                look.frames,
                frame_ms=look.frame_ms,
                dither=self.theme.dither,
            )
            self._loops[name] = made.frames
        return self._loops[name]

    def _filled(self, name: str) -> Bytes:
        look = self.look(name)
        if look is None or look.sprite:
            plain = np.frombuffer(bytes.fromhex(self.colours[name][1:]), np.uint8)
            size = ACROSS * self.side
            return quantised(np.broadcast_to(plain, (size, size, 3)), self.palette)
        asked = self._asked(name, look)
        return fill(asked, self.side, self.palette, dither=self.theme.dither)

    def _asked(self, name: str, look: Look) -> Fill:
        # NOTE: what is like another tile has its pattern, or a secret door would show.
        seed = seed_of("fill", self.seed, look.like or name) % 2**32
        return Fill(look.material, look.params, look.layers, seed, look.palette, look.style)
