"""`python -m training.exam`: writes the questions to `npcgen/data/exam`, the same each time."""

import argparse
from pathlib import Path

from training.exam.make import MAKERS, SEED, packed, questions
from training.exam.style import learn_style

FOLDER = Path(__file__).parents[2] / "npcgen" / "data" / "exam"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.exam", description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"of: {', '.join(MAKERS)}, classifier")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    if unknown := sorted(set(given.sections) - {*MAKERS, "classifier"}):
        parser.error(f"there is no section {unknown[0]!r}")
    given.folder.mkdir(parents=True, exist_ok=True)
    for section in MAKERS:
        if not given.sections or section in given.sections:
            made = questions(section, SEED)
            data = packed(made)
            given.folder.joinpath(f"{section}.jsonl.gz").write_bytes(data)
            print(f"{section}: {len(made)} questions, {len(data) / 1024:.0f} KiB")
    if not given.sections or "classifier" in given.sections:
        print(learn_style(given.folder))


if __name__ == "__main__":
    main()
