"""Questions as hurried players type them."""

import random

from training.corpus.lexicon import Split, lexicon

SHORTHAND = {
    "you": "u",
    "are": "r",
    "your": "ur",
    "please": "pls",
    "what's": "whats",
    "because": "cause",
    "want to": "wanna",
    "What is": "whats",
    "Where is": "wheres",
    "Who is": "whos",
    "do not": "dont",
    "I am": "im",
    "Do you": "do u",
}


def roughened(rng: random.Random, question: str, npc: str, wording: Split) -> str:
    """Now and then with a word before or after; one in seven in haste."""
    if wording == "training":
        question = wrapped(rng, question, npc)
    kind = rng.random()
    if kind < 0.05:
        return question.lower()
    if kind < 0.09:
        return question.rstrip("?.!") or question
    if kind < 0.115:
        return question.lower().rstrip("?.!") or question
    if kind < 0.13:
        return misspelt(rng, question)
    return shortened(question) if kind < 0.145 else question


def misspelt(rng: random.Random, question: str) -> str:
    """Two letters of a longer word swapped, or one left out; names stay as they are."""
    words = question.split(" ")
    small = [
        i for i, word in enumerate(words) if len(word) > 4 and word.isalpha() and word.islower()
    ]
    if not small:
        return question.lower()
    at = rng.choice(small)
    word, cut = words[at], rng.randint(1, len(words[at]) - 2)
    swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    words[at] = swapped if rng.random() < 0.5 else word[:cut] + word[cut + 1 :]
    return " ".join(words)


def shortened(question: str) -> str:
    """ "whats ur name"."""
    text = f" {question.rstrip('?.!')} "
    for long, short in SHORTHAND.items():
        text = text.replace(f" {long} ", f" {short} ")
    return text.strip()


def wrapped(rng: random.Random, question: str, npc: str) -> str:
    kind, lists = rng.random(), lexicon().questions
    asks = question.endswith("?")
    if kind < 0.12 and asks and not question.startswith(("I ", npc.split()[0])):
        opener = str(rng.choice(lists["openers"])).replace("{npc}", npc)
        return f"{opener}{question[:1].lower()}{question[1:]}"
    if kind < 0.18 and asks:
        closer = str(rng.choice(lists["closers"])).replace("{npc}", npc)
        return f"{question[:-1]}{closer}?"
    return question
