"""How varied the samples of a job are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from training.corpus.jobs.sample import Sample


@dataclass(frozen=True, slots=True)
class Variety:
    """Of some samples of one job."""

    samples: int
    distinct: int
    """Prompts with their answers that come once or are the first of their like."""
    distinct_2: float
    """Different pairs of words among all pairs of the prompts, 0..1."""
    distinct_4: float
    near_duplicates: int
    """Samples whose prompt is another's but for one word."""
    answers: int
    """Different answers."""
    longest: int
    """Words of the longest system message, prompt and answer together."""

    def __str__(self) -> str:
        return (
            f"{self.samples} samples, {self.distinct} distinct, {self.answers} different answers, "
            f"distinct-2 {self.distinct_2:.3f}, distinct-4 {self.distinct_4:.3f}, "
            f"{self.near_duplicates} near-duplicates, longest {self.longest} words"
        )


def variety(samples: Sequence[Sample]) -> Variety:
    """Raises ValueError where there is no sample."""
    if not samples:
        raise ValueError("no samples to measure; draw some first")
    words = [words_of(sample.prompt) for sample in samples]
    return Variety(
        len(samples),
        len({(sample.messages, sample.answer) for sample in samples}),
        distinct_share(words, 2),
        distinct_share(words, 4),
        near_duplicates(words),
        len({sample.answer for sample in samples}),
        max(map(length, samples)),
    )


def words_of(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def length(sample: Sample) -> int:
    told = " ".join(message.content for message in sample.messages)
    return len(words_of(f"{told} {sample.answer}"))


def distinct_share(texts: Sequence[Sequence[str]], size: int) -> float:
    """Different runs of `size` words, as a share of all of them."""
    runs = [tuple(t[at : at + size]) for t in texts for at in range(len(t) - size + 1)]
    return len(set(runs)) / len(runs) if runs else 0.0


def near_duplicates(texts: Sequence[tuple[str, ...]]) -> int:
    """Texts that another equals when one word of both is covered."""
    covered = [{(*t[:at], "", *t[at + 1 :]) for at in range(len(t))} for t in texts]
    seen = Counter(each for some in covered for each in some)
    return sum(any(seen[each] > 1 for each in some) for some in covered)
