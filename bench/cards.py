"""Mutated character cards: `python -m bench.cards [COUNT] [--write]`.

Each must be imported or refused with a typed error, within a second, with no file outside the
target folder; one that is taken must come back the same from every container. Shares of SHARE cards
have a process and a data folder of their own, so the counts don't hang on how many cores there are.
"""

import argparse
import faulthandler
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.card_mutations import mutation
from bench.figures import Figure, as_markdown, as_table
from bench.file_writes import FileWrites
from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.from_card import persona_of
from npcgen.dialogue.cards.library import CardLibrary
from npcgen.dialogue.cards.read import CardFile, parse_card, parse_lorebook
from npcgen.dialogue.cards.triggers import Triggers
from npcgen.dialogue.cards.write import FORMATS, write_card
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import NpcgenError

RESULTS = Path(__file__).parent / "CARDS.md"
SHARE = 500
HANG_S = 300.0
"""A share that takes longer hangs: its process says where, and ends."""
SPOKEN = (
    "The lower gate leaks water.",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    "A flood?",
)
_notes = Console(stderr=True)


@dataclass
class Outcome:
    """What became of the mutations."""

    imported: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unwritten: Counter[str] = field(default_factory=Counter)
    """Containers that an imported card could not be put in, and why."""
    failures: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: int = 0

    def add(self, other: "Outcome") -> None:
        """Counts another share's in."""
        self.imported += other.imported
        self.refused += other.refused
        self.unwritten += other.unwritten
        self.failures += other.failures
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest


def run(numbers: Sequence[int], seed: int, folder: Path) -> Outcome:
    """Imports the mutations of these numbers into `folder`/data, and looks at what it left."""
    library = CardLibrary(PersonaStore(folder / "data/personas"), CardFolder(folder / "data/cards"))
    outcome = Outcome()
    for number in numbers:
        content = mutation(number, seed)
        started = time.perf_counter()
        try:
            _try(library, content, number, outcome)
        except Exception as error:  # noqa: BLE001 (what is looked for)
            outcome.failures.append(f"{number}: {type(error).__name__}: {str(error)[:200]}")
        if (took_s := time.perf_counter() - started) > outcome.slowest_s:
            outcome.slowest_s, outcome.slowest = took_s, number
    outside = [path for path in folder.iterdir() if path.name != "data"]
    outcome.failures += [f"outside the folder: {path}" for path in outside]
    return outcome


def run_all(count: int, seed: int, processes: int) -> Outcome:
    """The outcome of `count` mutations, share by share; says on stderr how far it is."""
    shares = [range(at, min(at + SHARE, count)) for at in range(0, count, SHARE)]
    outcome, done = Outcome(), 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_share, share, seed): share for share in shares}
        for each in as_completed(waiting):
            outcome.add(each.result())
            done += len(waiting[each])
            _notes.print(f"{done} of {count}: {len(outcome.failures)} failures")
    return outcome


def _share(numbers: range, seed: int) -> Outcome:
    """`run` in a process of its own, where every change to a file is watched."""
    sys.dont_write_bytecode = True
    faulthandler.dump_traceback_later(HANG_S, exit=True)
    with tempfile.TemporaryDirectory() as folder:
        writes = FileWrites(Path(folder))
        writes.watch()
        outcome = run(numbers, seed, Path(folder))
        writes.close()
    faulthandler.cancel_dump_traceback_later()
    outcome.failures += [f"outside the folder: {each}" for each in writes.outside]
    return outcome


def _try(library: CardLibrary, content: bytes, number: int, outcome: Outcome) -> None:
    try:
        file = parse_card(content, "card")
    except NpcgenError as error:
        outcome.refused[_kind(error)] += 1
        _try_lorebook(content)
        return
    if file.card.book is not None:
        Triggers(file.card.book).fire(SPOKEN, replies=2)
    _check_identity(file, number, outcome)
    try:
        persona_of(file.card, trust_prompts=True)
        library.import_card(content, "card", persona_id="" if number % 9 == 0 else f"npc-{number}")
        outcome.imported += 1
    except NpcgenError as error:
        outcome.refused[_kind(error)] += 1


def _try_lorebook(content: bytes) -> None:
    try:
        Triggers(parse_lorebook(content, "book")).fire(SPOKEN)
    except NpcgenError:
        return


def _check_identity(file: CardFile, number: int, outcome: Outcome) -> None:
    """NOTE: an archive holds V3, so another version comes back as that; once more, it's equal."""
    for format in FORMATS:
        try:
            written = write_card(file.card, format, original=file)
        except NpcgenError as error:  # a picture or an asset of its own that is damaged
            outcome.unwritten[f"{format}: {_kind(error)}"] += 1
            continue
        once = parse_card(written, "again").card
        twice = parse_card(write_card(once, format), "again").card
        same = once.document == file.card.document
        if not same and (format == "png" or f"v{file.card.version}-json" == format):
            outcome.failures.append(f"{number}: {format} came back changed")
        if once.document != twice.document or _lost(file.card.body, once.body):
            outcome.failures.append(f"{number}: {format} lost something")


def _lost(before: Any, after: Any) -> bool:
    """Whether a key with a value is gone."""
    return any(key not in after for key, value in before.items() if value is not None)


def _kind(error: NpcgenError) -> str:
    return str(error).split(":")[-1].strip()[:40]


def figures(outcome: Outcome) -> list[Figure]:
    return [
        Figure("crashes, changed cards, files elsewhere", len(outcome.failures), "", 0),
        Figure(f"slowest (number {outcome.slowest})", outcome.slowest_s * 1000, "ms", 1000),
    ]


def _report(count: int, outcome: Outcome, took: str) -> str:
    """As Markdown."""
    counts = [
        ("imported, and the same from every container", outcome.imported),
        ("refused with a typed error", outcome.refused.total()),
        ("containers that an import's own damaged picture kept it from", outcome.unwritten.total()),
    ]
    counts += [(f"refused: {why}", times) for why, times in outcome.refused.most_common(10)]
    rows = "\n".join(f"| {what} | {times} |" for what, times in counts)
    return (
        f"# Mutated cards\n\n{__doc__}\n`python -m bench.cards {count}`, {took}.\n\n"
        f"{as_markdown(figures(outcome))}\n\n| of {count} mutations | |\n| --- | --- |\n{rows}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cards", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"keep the result in {RESULTS.name}")
    given = parser.parse_args()
    started = time.perf_counter()
    outcome = run_all(given.count, given.seed, given.processes)
    took = f"{time.perf_counter() - started:.0f} s by {given.processes} processes"
    Console().print(as_table(figures(outcome)))
    Console().print(f"imported {outcome.imported}, refused {outcome.refused.total()}, {took}")
    for line in outcome.failures[:20]:
        Console().print(line, markup=False)
    if given.write:
        RESULTS.write_text(_report(given.count, outcome, took), encoding="utf-8")
    sys.exit(not all(each.reached for each in figures(outcome)))


if __name__ == "__main__":
    main()
