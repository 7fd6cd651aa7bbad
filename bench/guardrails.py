"""What guardrails cost: for a player's line with its prompt, and for each token of a reply.

`python -m bench.guardrails` prints a table; `--write` keeps it in GUARDRAILS.md. CPU time of one
thread, the best of several runs: other programs on the machine make it longer, never shorter.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bench.figures import Figure, as_markdown, as_table
from npcgen.dialogue.guardrails.policy import policy_for
from npcgen.dialogue.guardrails.turn import TurnGuard
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.prompt import PastTurn, PlayerLine, compile_prompt

RESULTS = Path(__file__).parent / "GUARDRAILS.md"
RUNS = 40
TURNS = 20
LINE = "What does a good blade cost here, and who sold the last one that the reeve had?"
LONGEST = ("Tell me about the mine, the flood and the ones who drowned in it, old friend. " * 60)[
    :4000
]
REPLY = (
    "The old mine was closed after the flood, and nobody I know goes up there any longer, so mind "
    "the dark path by the chapel, or stay the night at the Lantern Inn. A bed is three copper. "
) * 4
_TOKEN_CHARS = 4


def figures() -> list[Figure]:
    """Milliseconds a turn and microseconds a token."""
    return [
        Figure("a line of 80 characters: rules and prompt, 20 turns", _turn_ms(LINE), "ms", 3),
        Figure("a line of 4000 characters: rules and prompt", _turn_ms(LONGEST), "ms", 3),
        Figure("a reply, for each token of 4 characters", _token_us(REPLY), "us", 50),
    ]


def _turn_ms(text: str) -> float:
    persona = PersonaStore(Path("nowhere")).get("brannoch")
    world = WorldStore().get("emberlow")
    history = [PastTurn(PlayerLine(LINE, "Ada"), "Twelve silver.")] * TURNS

    def turn() -> None:
        guard = TurnGuard(policy_for("teen", world), persona, player_name="Ada", recent=history)
        heard = guard.hear(text)
        compile_prompt(persona, world, history, PlayerLine(heard.text, "Ada"))

    return _best_s(turn) * 1e3


def _token_us(reply: str) -> float:
    persona = PersonaStore(Path("nowhere")).get("brannoch")
    policy = policy_for("teen", WorldStore().get("emberlow"))
    pieces = [reply[at : at + _TOKEN_CHARS] for at in range(0, len(reply), _TOKEN_CHARS)]
    guards = [TurnGuard(policy, persona, player_name="Ada") for _ in range(RUNS + 1)]
    for guard in guards:
        guard.hear(LINE)

    def speak() -> None:
        guard = guards.pop()
        for piece in pieces:
            if guard.feed(piece).stopped:
                raise SystemExit("the reply of this benchmark was stopped")
        guard.flush()

    return _best_s(speak) / len(pieces) * 1e6


def _best_s(work: Callable[[], None]) -> float:
    work()
    best = float("inf")
    for _ in range(RUNS):
        began = time.thread_time()
        work()
        best = min(best, time.thread_time() - began)
    return best


def main() -> None:
    measured = figures()
    Console().print(as_table(measured))
    if "--write" in sys.argv:
        RESULTS.write_text(f"# What guardrails cost\n\n{__doc__}\n{as_markdown(measured)}\n")


if __name__ == "__main__":
    main()
