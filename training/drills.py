"""Rows of random tokens that teach copying before there is any language.

A plain language loss on a small corpus teaches form long before it teaches a model to look into
its prompt. Two drills do: `repetition` (what followed this token before?) and `look_up` (which
value stood behind this key?).
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Token ids, and how much each counts in the loss when it is to be predicted."""

    tokens: list[int]
    weights: list[float]


def drill(rng: random.Random, length: int, vocabulary: int, first: int) -> Row:
    """A row of exactly `length` tokens, drawn from a random part of `first` to `vocabulary`."""
    size = int(24 * ((vocabulary - first) / 24) ** rng.random())
    pool = rng.sample(range(first, vocabulary), size)
    make = repetition if rng.random() < 0.6 else look_up
    row = Row([], [])
    while len(row.tokens) < length:
        piece = make(rng, pool)
        row.tokens.extend(piece.tokens)
        row.weights.extend(piece.weights)
    return Row(row.tokens[:length], row.weights[:length])


def repetition(rng: random.Random, pool: list[int]) -> Row:
    """Some tokens, then the same again, once or more; only what repeats counts."""
    length = rng.randint(3, rng.choice((8, 20, 90)))
    tokens = [rng.choice(pool) for _ in range(length)]
    times = rng.randint(1, 4)
    weights = [0.0] * length + ([0.0] + [1.0] * (length - 1)) * times
    return Row(tokens * (times + 1), weights)


def look_up(rng: random.Random, pool: list[int]) -> Row:
    """Keys with short values, then the keys in another order; only the values count then."""
    mark, end = rng.sample(pool, 2)
    keys = rng.sample(pool, rng.randint(2, 12))
    values = {key: [rng.choice(pool) for _ in range(rng.randint(1, 5))] for key in keys}
    row = Row([], [])
    for key in keys:
        entry = [end, key, mark, *values[key]]
        row.tokens.extend(entry)
        row.weights.extend([0.0] * len(entry))
    for key in rng.sample(keys, len(keys)):
        row.tokens.extend([end, key, mark, *values[key]])
        row.weights.extend([0.0, 0.0, 0.0, *([1.0] * len(values[key]))])
    return row
