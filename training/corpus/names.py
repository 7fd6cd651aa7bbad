"""Names of people, players and worlds, composed from syllables."""

import random
import re

from training.corpus.lexicon import Split, capital, lexicon, weighted

FORMS = {
    "first surname": 50,
    "first": 13,
    "title first": 11,
    "title first surname": 8,
    "first particle surname": 7,
    "first epithet": 6,
    "first first surname": 3,
    "title first particle surname": 2,
}
"""What the names of people are made of, and how often."""
CLASHES = re.compile(r"aa|ii|uu|[aeiou]{3}|oe|ao|iu|uo|(.)\1\1", re.IGNORECASE)


def first_name(rng: random.Random, split: Split) -> str:
    people = lexicon().names["people"]
    parts = people["held_out"] if split == "held_out" else people
    onset, ending = rng.choice(parts["onsets"]), rng.choice(parts["endings"])
    name = capital(f"{onset}{rng.choice(parts['middles'])}{ending}".lower())
    odd = name in people["reserved"] or CLASHES.search(name) is not None
    return first_name(rng, split) if odd else name


def surname(rng: random.Random, split: Split) -> str:
    lists = lexicon().names["surnames"]
    parts = lists["held_out"] if split == "held_out" else lists
    if rng.random() < 0.3:
        return str(rng.choice(parts["short"]))
    if rng.random() < 0.3:
        return first_name(rng, split)
    first, last = rng.choice(parts["first"]), rng.choice(parts["last"])
    name = f"{first}{last}"
    odd = name in lists["reserved"] or last.startswith(first.lower())
    return surname(rng, split) if odd else name


def person(rng: random.Random, split: Split) -> str:
    """One to four parts: mostly a first name and a surname."""
    form = weighted(rng, FORMS)
    makers = {
        "first": lambda: first_name(rng, split),
        "surname": lambda: surname(rng, split),
        "title": lambda: str(rng.choice(lexicon().names["titles"])),
        "epithet": lambda: str(rng.choice(lexicon().names["epithets"])),
        "particle": lambda: str(rng.choice(lexicon().names["particles"])),
    }
    return " ".join(makers[part]() for part in form.split())


def short(person: str) -> str:
    """What somebody is called for short: the first part of a name that is no title."""
    parts = person.split()
    return next((part for part in parts if part not in lexicon().names["titles"]), parts[0])


def player(rng: random.Random, split: Split) -> str:
    """A player's name; in training sometimes the default one, "Player"."""
    if split == "held_out":
        return first_name(rng, split)
    kind = rng.random()
    if kind < 0.15:
        return "Player"
    if kind < 0.4:
        return str(rng.choice(lexicon().names["players"]))
    if kind < 0.47:
        return f"{rng.choice(lexicon().names['players'])}{rng.randint(1, 99)}"
    return first_name(rng, split) if kind < 0.85 else person(rng, split)


def world(rng: random.Random, split: Split) -> str:
    lists = lexicon().names["worlds"]
    parts = lists["held_out"] if split == "held_out" else lists
    if rng.random() < 0.3:
        return first_name(rng, split)
    return f"{rng.choice(parts['first'])}{rng.choice(parts['last'])}"
