"""`python -m evals.break_me [--model NAME|FILE] [--write]`: tries to break the cast."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from evals.break_me.cases import read_cases
from evals.break_me.report import as_markdown
from evals.break_me.run import Outcome, Runner
from npcgen.dialogue.guardrails.policy import TIERS
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.settings import Settings

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = """\
# Break me

Written by `python -m evals.break_me --write`; not edited by hand. Model: {model}, tier: {tier},
{templates} chat templates.

Authored cases against the guardrails. Players' lines go to the model; bad replies are authored, so
that a model that never says such things tests the output rules too. "Broken" is what must never be:
a role forged in any template, a secret or another's knowledge in the compiled prompt, a forbidden
word shown, silence. Misses are cases we know and don't catch: they stay here on purpose.

Whoever wrote the rules wrote the cases too: the table says what is covered, and not how the rules
would fare against strangers.

"""


def main() -> None:
    """Runs every case; exits 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m evals.break_me", description=__doc__)
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--tier", choices=TIERS, default="teen")
    parser.add_argument("--write", action="store_true", help=f"keep the result in {RESULTS.name}")
    arguments = parser.parse_args()
    settings = Settings(model=arguments.model, slots=1)
    outcomes, templates = asyncio.run(_run(settings, arguments.tier))
    head = _HEAD.format(model=arguments.model, tier=arguments.tier, templates=templates)
    text = head + as_markdown(outcomes) + "\n"
    sys.stdout.write(text)
    if arguments.write:
        RESULTS.write_text(text, encoding="utf-8")
    sys.exit(any(each.problems for each in outcomes))


async def _run(settings: Settings, tier: str) -> tuple[list[Outcome], int]:
    engine = Engine(load_backend(settings), queue_limit=1)
    try:
        with tempfile.TemporaryDirectory() as empty:
            runner = Runner(PersonaStore(Path(empty)), engine, tier)  # type: ignore[arg-type]
            return [await runner.run(case) for case in read_cases()], len(runner.templates)
    finally:
        await engine.close()


main()
