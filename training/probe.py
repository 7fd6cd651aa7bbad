"""Does a model in training use its prompt? Greedy replies to a few held-out dialogues.

Judge a run by this and not by its loss: form comes long before grounding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from npcgen.evaluation.judge.facts import holds
from training.corpus.cast import draw_cast
from training.corpus.dialogue import Dialogue, generator
from training.corpus.lexicon import Split
from training.corpus.talk import Talk
from training.model import PocketModel
from training.tokeniser import END, SPECIALS, chat_tokens

ASKED = ("name", "role", "place", "fact", "player", "goal", "world", "told_fact", "told_about")


@dataclass(frozen=True, slots=True)
class Probe:
    """One dialogue to be answered, as tokens."""

    dialogue: Dialogue
    tokens: list[int]


def draw_probes(
    tokeniser: Tokenizer, seed: int, each: int, split: Split, asked: Sequence[str] = ASKED
) -> list[Probe]:
    """`each` probes for every intent in `asked`; the question comes first or after other talk."""
    return [
        Probe(dialogue, chat_tokens(tokeniser, dialogue.prompt()))
        for intent in asked
        for dialogue in draw_dialogues(seed, intent, each, split)
    ]


def draw_dialogues(seed: int, intent: str, each: int, split: Split) -> Iterator[Dialogue]:
    """`each` dialogues whose last turn asks `intent` and has an answer in the prompt."""
    index, found = 0, 0
    while found < each:
        rng = generator(seed, f"probe/{split}/{intent}", index)
        index += 1
        cast = draw_cast(rng, split)
        talk = Talk(rng, cast, split)
        before = [talk.turn("greet")] if rng.random() < 0.3 else []
        last = talk.turn(intent)
        if last.answer:
            found += 1
            yield Dialogue(cast, (*before, last))


def greedy_replies(
    model: PocketModel, tokeniser: Tokenizer, prompts: Sequence[list[int]], limit: int = 40
) -> list[str]:
    """The most likely reply to each prompt, computed side by side without a cache."""
    end = SPECIALS.index(END)
    grown = [list(prompt) for prompt in prompts]
    open_rows = list(range(len(grown)))
    for _ in range(limit):
        if not open_rows:
            break
        longest = max(len(grown[i]) for i in open_rows)
        padded = torch.tensor([grown[i] + [end] * (longest - len(grown[i])) for i in open_rows])
        ends = torch.tensor([at * longest + len(grown[i]) - 1 for at, i in enumerate(open_rows)])
        with torch.no_grad():
            logits = model(padded, ends)
        chosen = [int(token) for token in logits.argmax(-1)]
        for i, token in zip(open_rows, chosen, strict=True):
            grown[i].append(token)
        open_rows = [i for i, token in zip(open_rows, chosen, strict=True) if token != end]
    said = [row[len(prompt) :] for row, prompt in zip(grown, prompts, strict=True)]
    return [tokeniser.decode([token for token in tokens if token != end]) for tokens in said]


def probe_report(model: PocketModel, tokeniser: Tokenizer, probes: Sequence[Probe]) -> str:
    """Right answers by intent, and some of the replies."""
    replies = greedy_replies(model, tokeniser, [probe.tokens for probe in probes])
    right: dict[str, list[bool]] = {}
    for probe, reply in zip(probes, replies, strict=True):
        last = probe.dialogue.turns[-1]
        right.setdefault(last.intent, []).append(holds(reply, last.answer))
    counts = " ".join(f"{intent} {sum(hits)}/{len(hits)}" for intent, hits in right.items())
    shown = list(zip(probes, replies, strict=True))[:: max(1, len(probes) // 4)]
    return "\n".join([counts, *(excerpt(probe, reply) for probe, reply in shown)])


def excerpt(probe: Probe, reply: str) -> str:
    last = probe.dialogue.turns[-1]
    return f"    {last.line.text} -> {reply!r} (prompt: {last.answer})"
