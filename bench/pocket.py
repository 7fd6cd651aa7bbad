"""`python -m bench.pocket [FILE]`: how quickly the model in the package speaks, by a real server.

One player, one NPC. A talk grows to a prompt of some 600 tokens and is warmed up, as a game does
while the player types. What a client waits for its first word counts, and what comes a second.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console

from bench.figures import Figure, as_table
from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue.events import TextDelta
from npcgen.engine.base import Completed

NPC = "isolde"
QUESTIONS = (
    "How old is the oldest tunnel?",
    "What do you do here, and why?",
    "Tell me what you hope to find.",
    "Who are you?",
    "What does your map cost?",
)
PROMPT_TOKENS = 600
ROUNDS = 24
READY_S = 300.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reply, as its client saw it."""

    first_s: float
    """Seconds until the first word."""
    rest_s: float
    """From then to the last."""
    tokens: int
    prompt_tokens: int


def main() -> None:
    flags = ("--model", sys.argv[1]) if len(sys.argv) > 1 else ()
    with LocalServer(*flags) as server, SyncClient(server.target) as client:
        client.wait_ready(READY_S)
        spoken = [each for each in talk(client) if each.prompt_tokens >= PROMPT_TOKENS]
    console = Console()
    console.print(as_table(figures(spoken)))
    prompts = [each.prompt_tokens for each in spoken]
    console.print(f"{len(spoken)} replies to prompts of {min(prompts)} to {max(prompts)} tokens")


def talk(client: SyncClient) -> Iterator[Spoken]:
    """Replies one after the other, each to a prompt that was computed before."""
    conversation = client.start_conversation(NPC, player="Ada")
    while True:
        client.warmup(conversation.id)
        said = reply(client, conversation.id, QUESTIONS[conversation.turn_count % len(QUESTIONS)])
        yield said
        conversation = client.get_conversation(conversation.id)
        if conversation.turn_count >= ROUNDS:
            return


def reply(client: SyncClient, conversation_id: str, line: str) -> Spoken:
    asked = time.perf_counter()
    first = last = 0.0
    completed: Completed | None = None
    for event in client.chat(conversation_id, line):
        if isinstance(event.body, TextDelta):
            last = time.perf_counter()
            first = first or last
        elif isinstance(event.body, Completed):
            completed = event.body
    assert completed is not None, "every reply ends with its completion"
    usage = completed.usage
    return Spoken(first - asked, last - first, usage.completion_tokens, usage.prompt_tokens)


def figures(spoken: list[Spoken]) -> list[Figure]:
    waits = [each.first_s * 1000 for each in spoken]
    tokens = sum(each.tokens - 1 for each in spoken)
    return [
        Figure(
            "first word, warmed prompt of 600 tokens and more (median)",
            statistics.median(waits),
            "ms",
            50,
        ),
        Figure("  the slowest of them", max(waits), "ms", 50),
        Figure(
            "one stream: tokens a second",
            tokens / sum(each.rest_s for each in spoken),
            "tokens/s",
            300,
            at_most=False,
        ),
    ]


if __name__ == "__main__":
    main()
