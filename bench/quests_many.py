"""`python -m bench.quests_many`: ten thousand quests, each played, swept and looked at by `verify`.

They come in batches of one world and one seed, over processes; nothing of a quest is kept but
counts. A batch ends as a line of `--log`, and isn't made again by a later run with the same log.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

import psutil

from bench.quest_batches import Batch, batch_of
from bench.quest_figures import figures, report
from bench.sections import put

REPORT = Path(__file__).parent / "QUESTS.md"
HEADING = "Many quests: `python -m bench.quests_many`"


def main() -> None:
    options = _options()
    numbers = range(options.first // options.batch, -(-options.count // options.batch))
    known = {batch.number: batch for batch in _logged(options.log)}
    ends_at = time.monotonic() + 60 * options.minutes
    for batch in _made([each for each in numbers if each not in known], options):
        known[batch.number] = batch
        if options.log:
            with options.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asdict(batch)) + "\n")
        quests = sum(each.quests for each in known.values())
        print(f"\r{quests} quests", end="", file=sys.stderr, flush=True)
        if time.monotonic() > ends_at:
            break
    every = [known[number] for number in sorted(known)]
    text = report(every, options.processes, _machine())
    print(f"\n{text}")
    if options.write:
        put(REPORT, "Quests, measured", HEADING, text)
    sys.exit(any(not figure.reached for figure in figures(every, options.processes)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first of these quests")
    parser.add_argument("--batch", type=int, default=500, help="quests of one world and one seed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=120.0, help="make no more after that")
    parser.add_argument("--log", type=Path, help="a line for each batch; goes on where it ends")
    parser.add_argument("--write", action="store_true", help="write bench/QUESTS.md")
    return parser.parse_args()


def _logged(log: Path | None) -> Iterator[Batch]:
    if log and log.exists():
        for line in log.read_text("utf-8").splitlines():
            yield Batch(**json.loads(line))


def _made(numbers: list[int], options: argparse.Namespace) -> Iterator[Batch]:
    """Left early, it waits for the batches under way and begins no other."""
    with ProcessPoolExecutor(options.processes) as pool:
        try:
            yield from pool.map(partial(batch_of, size=options.batch), numbers)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _machine() -> str:
    return f"{psutil.cpu_count()} cores shared with other work (load {os.getloadavg()[2]:.1f})"


if __name__ == "__main__":
    main()
