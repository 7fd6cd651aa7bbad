"""`python -m training.corpus.jobs [JOB ...]`: ten samples of each job, and how varied they are."""

import argparse

from training.corpus.dialogue import generator
from training.corpus.jobs.draw import DRAWN_BY, draw_job
from training.corpus.jobs.measure import variety
from training.corpus.jobs.sample import Sample
from training.corpus.lexicon import Split

SPLITS: tuple[Split, ...] = ("training", "held_out")

_LAST = 3
"""Messages that are printed, the system's never."""


def shown(sample: Sample) -> str:
    """A sample for people: its last messages and its answer."""
    last = "\n".join(f"{m.role}> {m.content}" for m in sample.messages[1:][-_LAST:])
    return f"{last}\nanswer> {sample.answer}\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.corpus.jobs", description=__doc__)
    parser.add_argument("jobs", nargs="*", help=f"of: {', '.join(DRAWN_BY)}; all when none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="samples that are printed")
    parser.add_argument("--draws", type=int, default=5000, help="samples that are measured")
    parser.add_argument("--split", choices=SPLITS, default="training")
    args = parser.parse_args()
    if unknown := sorted(set(args.jobs) - set(DRAWN_BY)):
        parser.error(f"there is no job {unknown[0]!r}")
    for job in DRAWN_BY:
        if job in args.jobs or not args.jobs:
            samples = [
                draw_job(job, generator(args.seed, f"jobs/{job}", at), args.split)
                for at in range(args.draws)
            ]
            print(f"== {job} ({args.split})\n")
            for sample in samples[: args.show]:
                print(shown(sample))
            print(f"{variety(samples)}\n")


if __name__ == "__main__":
    main()
