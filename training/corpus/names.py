"""Names of people, players and worlds, composed from syllables."""

import random

from training.corpus.lexicon import Split, capital, lexicon


def first_name(rng: random.Random, split: Split) -> str:
    people = lexicon().names["people"]
    parts = people["held_out"] if split == "held_out" else people
    onset, ending = rng.choice(parts["onsets"]), rng.choice(parts["endings"])
    name = capital(f"{onset}{rng.choice(people['middles'])}{ending}".lower())
    return first_name(rng, split) if name in people["reserved"] else name


def surname(rng: random.Random, split: Split) -> str:
    lists = lexicon().names["surnames"]
    if split == "held_out":
        return str(rng.choice(lists["held_out"]))
    if rng.random() < 0.3:
        return str(rng.choice(lists["short"]))
    if rng.random() < 0.3:
        return first_name(rng, split)
    name = f"{rng.choice(lists['first'])}{rng.choice(lists['last'])}"
    return surname(rng, split) if name in lists["reserved"] else name


def person(rng: random.Random, split: Split) -> str:
    """Mostly a first name and a surname; sometimes a title, an epithet or one name alone."""
    first, kind = first_name(rng, split), rng.random()
    if kind < 0.65:
        return f"{first} {surname(rng, split)}"
    if kind < 0.8:
        return f"{rng.choice(lexicon().names['titles'])} {first}"
    if kind < 0.87:
        return f"{first} {rng.choice(lexicon().names['epithets'])}"
    return first


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
    if split == "held_out":
        return str(rng.choice(lists["held_out"]))
    if rng.random() < 0.3:
        return first_name(rng, split)
    return f"{rng.choice(lists['first'])}{rng.choice(lists['last'])}"
