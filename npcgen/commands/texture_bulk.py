"""`npcgen texture WORDS --count N`: a folder of textures, one a seed.

Can be stopped at any moment, and goes on where it was: a texture whose files are there, as this
spec and version make them, is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from npcgen.commands.files import make_folder, remove_parts
from npcgen.commands.processes import outcomes
from npcgen.commands.texture_asked import library_of
from npcgen.commands.texture_files import is_whole, packing_of, write_texture
from npcgen.commands.texture_options import Saving
from npcgen.errors import InvalidArgument, NpcgenError
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_json
from worldgen.rng import MAX_SEED
from worldgen.textures.generate import recipe_sha256
from worldgen.textures.making.packing import Making, Packing
from worldgen.textures.making.texture import texture
from worldgen.textures.making.told import Made
from worldgen.textures.spec import TextureSpec

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Bulk:
    spec: TextureSpec
    """Of the first one; the others have the seeds after it."""
    count: int
    saving: Saving
    materials: Path | None = None
    workers: int = 1

    def check(self) -> None:
        """Raises InvalidArgument."""
        if not 1 <= self.count <= MOST or self.spec.seed + self.count - 1 > MAX_SEED:
            found = f"{self.count} from seed {self.spec.seed} on can't be; 1..{MOST} can"
            raise InvalidArgument.at("--count", found)
        if not 1 <= self.workers <= 256:
            raise InvalidArgument.at("--workers", f"{self.workers} isn't 1..256")
        if self.folder.exists() and not self.folder.is_dir():
            raise InvalidArgument.at("--out", f"{self.folder} is a file; say a folder")
        with told_as_ours():
            Packing(self.saving.pack, self.saving.stem and self.stem(0)).check()

    @property
    def folder(self) -> Path:
        assert self.saving.out is not None
        return self.saving.out

    def seeds(self) -> range:
        return range(self.spec.seed, self.spec.seed + self.count)

    def stem(self, seed: int) -> str:
        return f"{self.saving.stem or self.spec.material}-{seed:06}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one seed."""

    seed: int
    was_there: bool = False
    error: str = ""


def make_many(bulk: Bulk, *, as_json: bool) -> int:
    """Makes those that aren't there, and reports; 0, or 1 when some couldn't be made."""
    bulk.check()
    make_folder(bulk.folder)
    remove_parts(bulk.folder)
    done = sorted(_watched(bulk), key=lambda outcome: outcome.seed)
    failed = {each.seed: each.error for each in done if each.error}
    there = sum(each.was_there for each in done)
    if as_json:
        print_json({"textures": len(done), "there_already": there, "failed": failed})
    else:
        made = len(done) - len(failed) - there
        output().print(plain(f"{made} made, {there} there already, {len(failed)} failed"))
    return 1 if failed else 0


def make_one(bulk: Bulk, seed: int) -> Outcome:
    """One texture, painted and written, unless it is there. Its error is told, not raised."""
    spec = bulk.spec.model_copy(update={"seed": seed})
    stem, saving = bulk.stem(seed), bulk.saving
    try:
        library = library_of(bulk.materials)
        if is_whole(bulk.folder, stem, recipe_sha256(spec, library), saving.pack):
            return Outcome(seed, was_there=True)
        with told_as_ours():
            made = _last(texture(spec, packing_of(saving, stem), library=library))
        write_texture(made, Saving(saving.out, saving.pack, stem, force=True), stem)
    except NpcgenError as error:
        return Outcome(seed, error=str(error))
    return Outcome(seed)


def _watched(bulk: Bulk) -> Iterator[Outcome]:
    console = notes()
    columns = (TextColumn("textures"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=bulk.count)
        for outcome in outcomes(make_one, bulk, bulk.seeds(), bulk.workers):
            bar.advance(task)
            if outcome.error:
                console.print(plain(f"seed {outcome.seed}: {outcome.error}", style="red"))
            yield outcome


def _last(making: Making) -> Made:
    while True:
        try:
            next(making)
        except StopIteration as end:
            made: Made = end.value
            return made
