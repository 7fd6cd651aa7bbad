"""`npcgen level KIND --number N`: a folder of levels, one a seed, and how different they are.

Can be stopped at any moment, and goes on where it was: a level whose file is there and holds is
passed over.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from npcgen.commands.files import make_folder, remove_parts
from npcgen.commands.level_files import read_level, write_level
from npcgen.commands.level_options import Saving
from npcgen.commands.processes import outcomes
from npcgen.errors import InvalidArgument, NpcgenError
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_json
from worldgen.levels.export import FORMATS
from worldgen.levels.generate import generate
from worldgen.levels.kind import kind_of
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.proof import Proof
from worldgen.levels.spec import LevelSpec, spec_sha256
from worldgen.levels.variety import Structure, Variety, structure, variety
from worldgen.levels.verify import check
from worldgen.levels.verify.replay import way_of
from worldgen.rng import MAX_SEED

MOST = 1_000_000
MOST_COMPARED = 400
"""Every pair is compared: 80,000 of them take some seconds."""


@dataclass(frozen=True, slots=True)
class Bulk:
    spec: LevelSpec
    """Of the first one; the others have the seeds after it."""
    number: int
    folder: Path
    format: str = ""
    """Written beside the JSON, which is what a stopped run goes on from; empty for nothing else."""
    workers: int = 1

    def check(self) -> None:
        """Raises InvalidArgument."""
        if not 1 <= self.number <= MOST or self.spec.seed + self.number - 1 > MAX_SEED:
            found = f"{self.number} from seed {self.spec.seed} on can't be; 1..{MOST} can"
            raise InvalidArgument.at("--number", found)
        if not 1 <= self.workers <= 256:
            raise InvalidArgument.at("--workers", f"{self.workers} isn't 1..256")
        if self.format and self.format not in FORMATS:
            known = ", ".join(FORMATS)
            raise InvalidArgument.at("--format", f"there is no {self.format!r}; there are: {known}")
        if self.folder.exists() and not self.folder.is_dir():
            raise InvalidArgument.at("--out", f"{self.folder} is a file; --number needs a folder")

    def seeds(self) -> range:
        return range(self.spec.seed, self.spec.seed + self.number)

    def file(self, seed: int) -> Path:
        return self.folder / f"{self.spec.kind}-{seed:06}.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one seed."""

    seed: int
    was_there: bool = False
    structure: Structure | None = None
    error: str = ""


def make_many(bulk: Bulk, *, as_json: bool) -> int:
    """Makes those that aren't there, and reports; 0, or 1 when some couldn't be made."""
    bulk.check()
    make_folder(bulk.folder)
    remove_parts(bulk.folder)
    done = sorted(_watched(bulk), key=lambda outcome: outcome.seed)
    failed = [outcome for outcome in done if outcome.error]
    compared = [each.structure for each in done if each.structure is not None][:MOST_COMPARED]
    found = variety(compared)
    if as_json:
        print_json(_as_dict(done, found))
    else:
        _report(done, found)
    return 1 if failed else 0


def _watched(bulk: Bulk) -> list[Outcome]:
    console = notes()
    columns = (TextColumn("levels"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=bulk.number)
        found = []
        for outcome in outcomes(make_one, bulk, bulk.seeds(), bulk.workers):
            found.append(outcome)
            bar.advance(task)
            if outcome.error:
                console.print(plain(f"seed {outcome.seed}: {outcome.error}", style="red"))
        return found


def make_one(bulk: Bulk, seed: int) -> Outcome:
    """One level, made and written, unless it is there and holds. Its error is told, not raised."""
    path = bulk.file(seed)
    spec = bulk.spec.model_copy(update={"seed": seed})
    try:
        before = _kept(path, spec)
        if before is not None:
            return Outcome(seed, True, _structure(*before))
        with told_as_ours():
            made = generate(spec)
        if bulk.format and bulk.format != "json":
            other = path.with_suffix(FORMATS[bulk.format].ending)
            write_level(made, Saving(other, bulk.format, True))
        write_level(made, Saving(path, "json", True))
    except NpcgenError as error:
        return Outcome(seed, error=str(error))
    return Outcome(seed, structure=_structure(made.level, made.proof))


def _kept(path: Path, spec: LevelSpec) -> tuple[Level, Proof] | None:
    """The level of an earlier run, where this spec and version made it and its proof holds."""
    if not path.exists():
        return None
    try:
        level, proof = read_level(path)
    except NpcgenError:
        return None
    # NOTE: read_level has found it to be a mapping with the parts that a level's file has.
    source = json.loads(path.read_bytes()).get("provenance") or {}
    made_by = source.get("spec_sha256"), source.get("version"), source.get("content_sha256")
    same = made_by == (spec_sha256(spec), kind_of(spec.kind).version, content_sha256(level))
    return (level, proof) if same and proof and check(level, proof).holds else None


def _structure(level: Level, proof: Proof) -> Structure:
    return structure(level, way_of(level, proof.moves))


def _report(outcomes: list[Outcome], found: Variety) -> None:
    failed = sum(bool(each.error) for each in outcomes)
    there = sum(each.was_there for each in outcomes)
    made = len(outcomes) - failed - there
    output().print(plain(f"{made} made, {there} there already, {failed} failed; all were checked"))
    if found.levels > 1:
        output().print(
            plain(
                f"variety of {found.levels}: {found.mean:.2f} apart on average, the two most alike "
                f"{found.nearest:.2f}, {len(found.alike)} pairs nearly alike"
            )
        )


def _as_dict(outcomes: list[Outcome], found: Variety) -> dict[str, object]:
    return {
        "levels": len(outcomes),
        "there_already": sum(each.was_there for each in outcomes),
        "failed": {each.seed: each.error for each in outcomes if each.error},
        "variety": {
            "levels": found.levels,
            "mean": found.mean,
            "nearest": found.nearest,
            "alike": len(found.alike),
        },
    }
