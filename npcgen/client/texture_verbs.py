"""The verbs of textures, for both clients. What they send is `texture_calls.py`."""

from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import aclosing, closing

from npcgen.client import texture_calls as calls
from npcgen.client.texture_calls import (
    GeneratedTexture,
    SpecLike,
    TextureEvent,
    TextureProgress,
)
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.errors import InternalError
from worldgen.textures.making.told import Catalogue
from worldgen.textures.maps import Tiling

OnProgress = Callable[[TextureProgress], object]
_NO_MAPS: Mapping[str, bytes] = {}


class TextureVerbs(Verbs):
    """The verbs of a client."""

    async def generate_texture(
        self,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        pack: str = "",
        stem: str = "",
        on_progress: OnProgress | None = None,
    ) -> GeneratedTexture:
        """The files of a spec (fields, YAML, a TextureSpec) and, for what it leaves open, a prompt.

        `pack` is one of ListMaterials' (empty: a PNG for each map), `stem` what file names begin
        with. Raises InvalidArgument, naming the field and the nearest name; DeadlineExceeded.
        """
        stream = self.stream_texture(spec, prompt=prompt, pack=pack, stem=stem)
        return await _last(stream, on_progress)

    def stream_texture(
        self,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        pack: str = "",
        stem: str = "",
        previews: bool = False,
    ) -> AsyncGenerator[TextureEvent, None]:
        """The same as it is made: progress, a small lit picture, the files. Leaving it stops it."""
        asked = calls.generate_texture(spec, prompt, pack=pack, stem=stem, previews=previews)
        return self._stream(asked)

    async def generate_from_example(
        self,
        picture: bytes,
        maps: Mapping[str, bytes] = _NO_MAPS,
        *,
        width: int = 1024,
        height: int | None = None,
        seed: int = 0,
        tiling: Tiling = "both",
        patch: int = 0,
        depth: float | None = None,
        pack: str = "",
        stem: str = "",
        on_progress: OnProgress | None = None,
    ) -> GeneratedTexture:
        """More of a picture, given as a file's bytes, that tiles; maps not given are derived."""
        asked = calls.generate_from_example(
            picture,
            maps,
            width=width,
            height=height,
            seed=seed,
            tiling=tiling,
            patch=patch,
            depth=depth,
            pack=pack,
            stem=stem,
        )
        for part in asked[:-1]:
            async with aclosing(self._stream(part)) as nothing:
                async for _ in nothing:
                    pass
        return await _last(self._stream(asked[-1]), on_progress)

    async def generate_tile_set(
        self,
        theme: str = "",
        tiles: Sequence[str] = (),
        *,
        tile_px: int = 16,
        palette: str = "",
        seed: int = 0,
        stem: str = "",
    ) -> GeneratedTexture:
        """A sheet of tiles that fit whatever lies beside them, with the rules for editors.

        A theme is a name of ListMaterials, or the game's own as YAML; the first where empty.
        """
        asked = calls.generate_tile_set(
            theme, tiles, tile_px=tile_px, palette=palette, seed=seed, stem=stem
        )
        return await _last(self._stream(asked), None)

    async def list_materials(self) -> Catalogue:
        """The materials with every parameter, layers, packs, themes and palettes."""
        return await self._unary(calls.list_materials())


class BlockingTextureVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_texture(
        self,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        pack: str = "",
        stem: str = "",
        on_progress: OnProgress | None = None,
    ) -> GeneratedTexture:
        """The files of a spec (fields, YAML, a TextureSpec) and, for what it leaves open, a prompt.

        `pack` is one of ListMaterials' (empty: a PNG for each map), `stem` what file names begin
        with. Raises InvalidArgument, naming the field and the nearest name; DeadlineExceeded.
        """
        stream = self.stream_texture(spec, prompt=prompt, pack=pack, stem=stem)
        return _last_of(stream, on_progress)

    def stream_texture(
        self,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        pack: str = "",
        stem: str = "",
        previews: bool = False,
    ) -> Generator[TextureEvent, None, None]:
        """The same as it is made: progress, a small lit picture, the files. Leaving it stops it."""
        asked = calls.generate_texture(spec, prompt, pack=pack, stem=stem, previews=previews)
        return self._stream(asked)

    def generate_from_example(
        self,
        picture: bytes,
        maps: Mapping[str, bytes] = _NO_MAPS,
        *,
        width: int = 1024,
        height: int | None = None,
        seed: int = 0,
        tiling: Tiling = "both",
        patch: int = 0,
        depth: float | None = None,
        pack: str = "",
        stem: str = "",
        on_progress: OnProgress | None = None,
    ) -> GeneratedTexture:
        """More of a picture, given as a file's bytes, that tiles; maps not given are derived."""
        asked = calls.generate_from_example(
            picture,
            maps,
            width=width,
            height=height,
            seed=seed,
            tiling=tiling,
            patch=patch,
            depth=depth,
            pack=pack,
            stem=stem,
        )
        for part in asked[:-1]:
            for _ in self._stream(part):
                pass
        return _last_of(self._stream(asked[-1]), on_progress)

    def generate_tile_set(
        self,
        theme: str = "",
        tiles: Sequence[str] = (),
        *,
        tile_px: int = 16,
        palette: str = "",
        seed: int = 0,
        stem: str = "",
    ) -> GeneratedTexture:
        """A sheet of tiles that fit whatever lies beside them, with the rules for editors.

        A theme is a name of ListMaterials, or the game's own as YAML; the first where empty.
        """
        asked = calls.generate_tile_set(
            theme, tiles, tile_px=tile_px, palette=palette, seed=seed, stem=stem
        )
        return _last_of(self._stream(asked), None)

    def list_materials(self) -> Catalogue:
        """The materials with every parameter, layers, packs, themes and palettes."""
        return self._unary(calls.list_materials())


async def _last(
    events: AsyncGenerator[TextureEvent, None], on_progress: OnProgress | None
) -> GeneratedTexture:
    async with aclosing(events):
        async for event in events:
            if (made := _made(event, on_progress)) is not None:
                return made
    raise InternalError("the server's stream ended without a texture")


def _last_of(
    events: Generator[TextureEvent, None, None], on_progress: OnProgress | None
) -> GeneratedTexture:
    with closing(events):
        for event in events:
            if (made := _made(event, on_progress)) is not None:
                return made
    raise InternalError("the server's stream ended without a texture")


def _made(event: TextureEvent, on_progress: OnProgress | None) -> GeneratedTexture | None:
    if isinstance(event, TextureProgress) and on_progress is not None:
        on_progress(event)
    return event if isinstance(event, GeneratedTexture) else None
