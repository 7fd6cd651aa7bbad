"""`python -m bench`: measures, prints one table; `--write` keeps it in bench/RESULTS.md."""

import asyncio
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console

import npcgen
from bench import first_contact, overhead, sampling, serving
from bench.figures import as_markdown, as_table

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    console = Console()
    with console.status("measuring, about 2 minutes"):
        figures = [
            *asyncio.run(serving.figures()),
            *asyncio.run(overhead.figures()),
            *sampling.figures(),
            *first_contact.figures(),
        ]
    console.print(as_table(figures))
    if "--write" in sys.argv:
        machine = f"{psutil.cpu_count(logical=False)} cores, Python {platform.python_version()}"
        heading = f"npcgen {npcgen.__version__}, {datetime.now(UTC):%Y-%m-%d}, {machine}"
        RESULTS.write_text(
            f"# Bench results\n\n{heading}, by `make bench ARGS=--write`. Timings are noisy on a "
            f"shared machine; run it on yours.\n\n{as_markdown(figures)}\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
