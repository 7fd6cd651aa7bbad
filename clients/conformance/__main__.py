"""`python -m clients.conformance [--only PATTERN] [--may-skip NAME] -- DRIVER ARGS...`"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import aclosing

from clients.conformance.runner import run


def main() -> int:
    """The exit status: 0 when the driver says what every transcript says."""
    parser = argparse.ArgumentParser(prog="python -m clients.conformance", description=__doc__)
    parser.add_argument("--only", default="*", metavar="PATTERN", help="transcripts by name")
    parser.add_argument("--may-skip", action="append", default=[], metavar="NAME")
    parser.add_argument("driver", nargs="+", help="the command that starts the driver")
    asked = parser.parse_args()
    return asyncio.run(_shown(asked.driver, asked.only, asked.may_skip))


async def _shown(command: Sequence[str], only: str, may_skip: Sequence[str]) -> int:
    began = time.monotonic()
    count = failed = skipped = 0
    async with aclosing(run(command, only=only, may_skip=may_skip)) as results:
        async for result in results:
            print(result.line(), flush=True)
            count += 1
            failed += bool(result.faults)
            skipped += bool(result.skipped)
    seconds = time.monotonic() - began
    print(f"{count} transcripts, {failed} failed, {skipped} skipped, {seconds:.1f} s")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
