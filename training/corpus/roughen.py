"""What players say as they type it: with a word before or after, with a name, in haste."""

import random
import re
from functools import cache

from training.corpus.jobs.phrasing import phrases
from training.corpus.lexicon import Split, lexicon
from training.corpus.names import short as short_name

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

GREETED, THANKED = 0.17, 0.07
"""Of what asks for something, how much is led up to by a greeting, and how much by thanks."""
MANNERS = re.compile(r"\b(hello|hi|hey|good (day|morning|evening)|thank|thanks|greetings)\b", re.I)


def roughened(rng: random.Random, question: str, npc: str, wording: Split) -> str:
    """Now and then with words before or after it; one in seven in haste."""
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


def wrapped(rng: random.Random, text: str, npc: str) -> str:
    """Now and then with words around it, with the NPC's name, or after a sentence of manners."""
    lists, kind = lexicon().questions, rng.random()
    asks = text.endswith("?")
    if asks and kind < 0.1:
        text = f"{rng.choice(lists['openers'])}{inner(text)}"
    elif asks and kind < 0.16:
        text = f"{text[:-1]}{rng.choice(lists['closers'])}?"
    elif kind < 0.28 and not names_anybody(text, npc):
        text = called(rng, text, npc)
    return mannerly(rng, text, npc) if asks or text.split(" ")[0] in lists["asking"] else text


def called(rng: random.Random, text: str, npc: str) -> str:
    """ "Odrin, where is it?", "Where is it, Odrin?"."""
    name = short_name(npc) if rng.random() < 0.75 else npc
    if not re.search(r"\w", text):
        return text
    if rng.random() < 0.4:
        return f"{name}, {inner(text)}"
    words = text.rstrip(".!?")
    mark = text[len(words) :]
    return f"{words}{',' if mark else ''} {name}{mark}"


def mannerly(rng: random.Random, text: str, npc: str) -> str:
    """ "Good evening, Odrin. What do you sell?" """
    kind, lists = rng.random(), lexicon().questions
    key = "greetings" if kind < GREETED else "grateful" if kind < GREETED + THANKED else ""
    if not key or is_mannerly(text):
        return text
    name = f", {short_name(npc)}" if rng.random() < 0.3 and not names_anybody(text, npc) else ""
    return f"{rng.choice(lists[key])}{name}{rng.choice('..!')} {text[:1].upper()}{text[1:]}"


def inner(text: str) -> str:
    """As it stands inside a sentence: names and "I" keep their capitals."""
    first = text.split(" ")[0].rstrip(",.!?")
    return f"{text[:1].lower()}{text[1:]}" if first in beginnings() else text


@cache
def beginnings() -> frozenset[str]:
    """The words with which authored lines begin a sentence; no name is among them."""
    lists = [*lexicon().questions["ask"].values(), phrases("action")["actions"]]
    written = str([*lists, lexicon().sayings, lexicon().questions["carriers"]])
    return frozenset(re.findall(r"\b(?!I')[A-Z][a-z']+", written)) | {"A"}


def names_anybody(text: str, npc: str) -> bool:
    """Whether it says the NPC's name already."""
    return short_name(npc).lower() in text.lower()


def is_mannerly(text: str) -> bool:
    """Whether it greets or thanks already."""
    return MANNERS.search(text) is not None
