"""The verbs of levels, for both clients. What they send is `level_calls.py`."""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing

from npcgen.client import level_calls as calls
from npcgen.client.level_calls import GeneratedLevel, LevelEvent, LevelProgress, SpecLike
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.errors import InternalError
from worldgen.levels.kind import KindInfo
from worldgen.levels.level import Level
from worldgen.levels.proof import Proof
from worldgen.levels.region import Region
from worldgen.levels.report import Checked

OnProgress = Callable[[LevelProgress], object]


class LevelVerbs(Verbs):
    """The verbs of a client."""

    async def generate_level(
        self, spec: SpecLike = "", *, prompt: str = "", on_progress: OnProgress | None = None
    ) -> GeneratedLevel:
        """A level of a spec (fields, YAML or a LevelSpec) and, for what that leaves open, a prompt.

        Raises InvalidArgument, naming the field, or the constraints that clash; DeadlineExceeded.
        """
        return await _last(self.stream_level(spec, prompt=prompt), on_progress)

    def stream_level(
        self, spec: SpecLike = "", *, prompt: str = "", previews: bool = False
    ) -> AsyncGenerator[LevelEvent, None]:
        """The same as it is made: progress, previews, the level. Leaving it stops the work."""
        return self._stream(calls.generate_level(spec, prompt, previews))

    async def regenerate_region(
        self,
        level: Level,
        region: Region,
        spec: SpecLike | None = None,
        *,
        seed: int = 0,
        on_progress: OnProgress | None = None,
    ) -> GeneratedLevel:
        """The level with one box made anew; what its spec asks for still holds."""
        stream = self.stream_region(level, region, spec, seed=seed)
        return await _last(stream, on_progress)

    def stream_region(
        self,
        level: Level,
        region: Region,
        spec: SpecLike | None = None,
        *,
        seed: int = 0,
        previews: bool = False,
    ) -> AsyncGenerator[LevelEvent, None]:
        """The same as it is made: progress, previews, the level. Leaving it stops the work."""
        return self._stream(calls.regenerate_region(level, region, spec, seed, previews))

    async def get_chunk(self, spec: SpecLike, x: int, y: int) -> Level:
        """One chunk of an endless world; chunks meet in whatever order they are asked for."""
        return await self._unary(calls.get_chunk(spec, x, y))

    async def validate_level(self, level: Level, proof: Proof | None = None) -> Checked:
        """What the verifier says of the level; without a proof, a way is searched for."""
        return await self._unary(calls.validate_level(level, proof))

    async def export_level(
        self, level: Level, format: str, proof: Proof | None = None
    ) -> dict[str, bytes]:
        """The files that the level becomes, by name."""
        files: dict[str, bytes] = {}
        async with aclosing(self._stream(calls.export_level(level, format, proof))) as parts:
            async for part in parts:
                files[part.file] = files.get(part.file, b"") + part.data
        return files

    async def list_level_kinds(self) -> tuple[KindInfo, ...]:
        """The kinds there are, by name, and what may be asked of each."""
        return await self._unary(calls.list_level_kinds())


class BlockingLevelVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_level(
        self, spec: SpecLike = "", *, prompt: str = "", on_progress: OnProgress | None = None
    ) -> GeneratedLevel:
        """A level of a spec (fields, YAML or a LevelSpec) and, for what that leaves open, a prompt.

        Raises InvalidArgument, naming the field, or the constraints that clash; DeadlineExceeded.
        """
        return _last_of(self.stream_level(spec, prompt=prompt), on_progress)

    def stream_level(
        self, spec: SpecLike = "", *, prompt: str = "", previews: bool = False
    ) -> Generator[LevelEvent, None, None]:
        """The same as it is made: progress, previews, the level. Leaving it stops the work."""
        return self._stream(calls.generate_level(spec, prompt, previews))

    def regenerate_region(
        self,
        level: Level,
        region: Region,
        spec: SpecLike | None = None,
        *,
        seed: int = 0,
        on_progress: OnProgress | None = None,
    ) -> GeneratedLevel:
        """The level with one box made anew; what its spec asks for still holds."""
        stream = self.stream_region(level, region, spec, seed=seed)
        return _last_of(stream, on_progress)

    def stream_region(
        self,
        level: Level,
        region: Region,
        spec: SpecLike | None = None,
        *,
        seed: int = 0,
        previews: bool = False,
    ) -> Generator[LevelEvent, None, None]:
        """The same as it is made: progress, previews, the level. Leaving it stops the work."""
        return self._stream(calls.regenerate_region(level, region, spec, seed, previews))

    def get_chunk(self, spec: SpecLike, x: int, y: int) -> Level:
        """One chunk of an endless world; chunks meet in whatever order they are asked for."""
        return self._unary(calls.get_chunk(spec, x, y))

    def validate_level(self, level: Level, proof: Proof | None = None) -> Checked:
        """What the verifier says of the level; without a proof, a way is searched for."""
        return self._unary(calls.validate_level(level, proof))

    def export_level(
        self, level: Level, format: str, proof: Proof | None = None
    ) -> dict[str, bytes]:
        """The files that the level becomes, by name."""
        files: dict[str, bytes] = {}
        for part in self._stream(calls.export_level(level, format, proof)):
            files[part.file] = files.get(part.file, b"") + part.data
        return files

    def list_level_kinds(self) -> tuple[KindInfo, ...]:
        """The kinds there are, by name, and what may be asked of each."""
        return self._unary(calls.list_level_kinds())


async def _last(
    events: AsyncGenerator[LevelEvent, None], on_progress: OnProgress | None
) -> GeneratedLevel:
    async with aclosing(events):
        async for event in events:
            if (made := _made(event, on_progress)) is not None:
                return made
    raise InternalError("the server's stream ended without a level")


def _last_of(
    events: Generator[LevelEvent, None, None], on_progress: OnProgress | None
) -> GeneratedLevel:
    with closing(events):
        for event in events:
            if (made := _made(event, on_progress)) is not None:
                return made
    raise InternalError("the server's stream ended without a level")


def _made(event: LevelEvent, on_progress: OnProgress | None) -> GeneratedLevel | None:
    if isinstance(event, LevelProgress) and on_progress is not None:
        on_progress(event)
    return event if isinstance(event, GeneratedLevel) else None
