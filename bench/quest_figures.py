"""What batches of quests come to: figures beside their targets, and the text that tells them."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median

from bench.figures import Figure, as_markdown
from bench.quest_batches import Batch
from worldgen.quests.motives import bundled_motives

MANY = 10_000
_TOLD = 12


def figures(batches: Sequence[Batch], processes: int) -> list[Figure]:
    """Times are of CPU, shared evenly: what else the machine does isn't theirs."""
    quests = _sum(batches, lambda each: each.quests)
    minutes = _sum(batches, lambda each: each.make_s) / processes / 60 * MANY / quests
    skeletons = [each for batch in batches for each in batch.skeletons] or [0]
    used = {name for batch in batches for name in batch.motives}

    def counted(name: str, of: Callable[[Batch], float]) -> Figure:
        return Figure(name, _sum(batches, of), "quests", 0)

    def share(name: str, of: Callable[[Batch], float], target: float) -> Figure:
        return Figure(name, 100 * _sum(batches, of) / quests, "%", target, False)

    return [
        Figure(f"{MANY:,} quests: planned, swept, worded", minutes, "min", 10),
        share("played to each end, nothing wrong", lambda each: each.sound, 100),
        counted("naming what isn't there, in words too", lambda each: each.names),
        counted("dead ends, neither mended nor declared", lambda each: each.stuck),
        counted("a state isn't decided", lambda each: each.undecided),
        Figure("verb skeletons in 100, fewest", min(skeletons), "", 60, False),
        Figure("verb skeletons in 100, median", median(skeletons), "", 60, False),
        Figure("bundled motives without a quest", len({*bundled_motives().each} - used), "", 0),
        share("two ends that differ", lambda each: each.endings, 80),
        Figure("memory of a process, at most", max(map(_memory, batches)), "MB", 500),
        Figure(
            "grown from the largest worlds' first batch to their last", _growth(batches), "MB", 20
        ),
    ]


def report(batches: Sequence[Batch], processes: int, machine: str) -> str:
    """In Markdown."""
    quests = _sum(batches, lambda each: each.quests)
    wall = _sum(batches, lambda each: each.wall_s) / processes / 60
    told = [line for batch in batches for line in batch.told]
    motives = sum((Counter(batch.motives) for batch in batches), Counter[str]())
    lines = [
        f"{quests:,.0f} quests in {len(batches)} batches, {processes} processes, {machine}. Times",
        f"are of CPU; making them all took {wall:.1f} minutes of wall clock. The verifier, which",
        "shares no code with what makes them, played, swept and counted them.",
        "",
        as_markdown(figures(batches, processes)),
        "",
        *_by_world(batches),
        "",
        f"Motives: {', '.join(f'{name} {count}' for name, count in motives.most_common())}.",
    ]
    if told:
        lines += ["", f"Found, the first of {len(told)}:", "", *(f"- {it}" for it in told[:_TOLD])]
    return "\n".join(lines)


def _by_world(batches: Sequence[Batch]) -> list[str]:
    """CPU in each part, and what each kind of world came to."""
    kinds: dict[str, list[Batch]] = {}
    for batch in batches:
        kinds.setdefault(_kind(batch), []).append(batch)
    rows = ["| worlds | quests | make | check | sweep, CPU s per 1,000 | two ends | extras | MB |"]
    rows.append("|---|---|---|---|---|---|---|---|")
    for kind, some in sorted(kinds.items()):
        quests = _sum(some, lambda each: each.quests)
        made = 1000 * _sum(some, lambda each: each.make_s) / quests
        checked = 1000 * _sum(some, lambda each: each.check_s) / quests
        swept = 1000 * _sum(some, lambda each: each.sweep_s) / quests
        ends = 100 * _sum(some, lambda each: each.endings) / quests
        extras = 100 * _sum(some, lambda each: each.extras) / quests
        memory = max(map(_memory, some))
        rows.append(
            f"| {kind} | {quests:,.0f} | {made:.0f} | {checked:.1f} | {swept:.0f} | {ends:.0f} % "
            f"| {extras:.0f} % | {memory:.0f} |"
        )
    return rows


def _growth(batches: Sequence[Batch]) -> float:
    """In the worlds that take most, as a process keeps what the largest of its worlds took."""
    kinds: dict[str, list[float]] = {}
    for batch in batches:
        kinds.setdefault(_kind(batch), []).append(_memory(batch))
    largest = max(kinds.values(), key=max)
    return largest[-1] - largest[0]


def _memory(batch: Batch) -> float:
    return max(batch.rss_mb, default=0.0)


def _kind(batch: Batch) -> str:
    """Random worlds are told apart by their number, and are alike."""
    return batch.world.rstrip("0123456789").rstrip("_")


def _sum(batches: Sequence[Batch], of: Callable[[Batch], float]) -> float:
    return sum(map(of, batches))
