"""`python -m bench.deterministic`: what it costs when no reply may depend on others."""

import argparse
import asyncio

from rich.console import Console
from rich.table import Table

from bench.scenes import Crowd, tavern
from bench.shapes import SMOL, model_file
from bench.speakers import our_engine


async def measured(threads: int, rounds: int) -> dict[bool, list[tuple[Crowd, Crowd]]]:
    """Eight at once, cold and warm, in either mode, round after round."""
    crowds: dict[bool, list[tuple[Crowd, Crowd]]] = {False: [], True: []}
    for number in range(rounds):
        for deterministic, played in crowds.items():
            async with our_engine(
                model_file(SMOL),
                slots=8,
                context_tokens=2560,
                threads=threads,
                deterministic=deterministic,
            ) as engine:
                played.append(await tavern(engine, 10 * (number + 1)))
    return crowds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.deterministic", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    table = Table("deterministic", "cold, tokens/s", "warm, tokens/s", "largest first token, s")
    for deterministic, crowds in asyncio.run(measured(given.threads, given.rounds)).items():
        cold = max(each.tokens_per_s for each, _ in crowds)
        warm = max(each.tokens_per_s for _, each in crowds)
        first = min(each.largest_ttft_s for each, _ in crowds)
        table.add_row(str(deterministic), f"{cold:.0f}", f"{warm:.0f}", f"{first:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
