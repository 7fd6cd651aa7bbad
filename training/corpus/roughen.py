"""Questions as hurried players type them."""

import random

from training.corpus.lexicon import Split, lexicon


def roughened(rng: random.Random, question: str, npc: str, wording: Split) -> str:
    """Now and then with a word before or after, in small letters, or without its last mark."""
    if wording == "training":
        question = wrapped(rng, question, npc)
    kind = rng.random()
    if kind < 0.05:
        return question.lower()
    return question.rstrip("?.!") or question if kind < 0.12 else question


def wrapped(rng: random.Random, question: str, npc: str) -> str:
    kind, lists = rng.random(), lexicon().questions
    if kind < 0.12 and not question.startswith(("I ", npc.split()[0])):
        opener = str(rng.choice(lists["openers"])).replace("{npc}", npc)
        return f"{opener}{question[:1].lower()}{question[1:]}"
    if kind < 0.18 and question.endswith("?"):
        closer = str(rng.choice(lists["closers"])).replace("{npc}", npc)
        return f"{question[:-1]}{closer}?"
    return question
