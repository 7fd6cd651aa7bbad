"""How long recall over 100,000 memories takes: `python -m bench.recall_memories [--keep]`.

Most pairs have a few hundred memories; one has as many as are ever kept of a pair. Each recall is
the whole of what a turn waits for: the store, the words, the scores.
"""

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from npcgen.dialogue.memory.meaning import MemoryMeanings
from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.memory.rows import MOST_A_PAIR
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.state import Conversation, Player
from npcgen.dialogue.store import memories
from npcgen.dialogue.store.store import Store
from npcgen.engine.embeddings import Vectors

TOTAL = 100_000
PAIRS = 500
CROWDED = MOST_A_PAIR
LINES = 600
LIMIT_MS = 10.0
DIMENSIONS = 384
RESULT = Path(__file__).parent / "RECALL.md"
_SECTION = "## Memories"
_BATCH = 2_000
_NOUNS = "horse mill bridge river sword lantern barrel market cave wolf apple rope boat ring song"
_PLACES = "Dunmoor Hollin Ferrow Kestwick Aldren Marrow Thistle Overby Saltmere Grenwald"
_DEEDS = "found lost bought sold stole mended burned carried hid broke painted dug"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}")
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(measure(Path(folder)))
    sys.stdout.write(report)
    if keep:
        before = RESULT.read_text(encoding="utf-8") if RESULT.exists() else "# Recall\n\n"
        head, _, after = before.partition(_SECTION)
        _, mark, rest = after.partition("\n## ")
        RESULT.write_text(head + report + (mark + rest), encoding="utf-8")


async def measure(folder: Path) -> str:
    """A section of Markdown."""
    rng = random.Random(7)
    store = Store(folder / "npcgen.db")
    began = time.perf_counter()
    await _fill(store, rng)
    filled_s = time.perf_counter() - began
    recall = MemoryRecall(store)
    rows = []
    for name, pairs in (("any pair", range(1, PAIRS)), ("the crowded pair", range(1))):
        rows.append(await _row(recall, rng, name, pairs))
    await _embed(store)
    recall = MemoryRecall(store, meanings=MemoryMeanings(store, RandomEmbedder))
    for name, pairs in (
        ("any pair, with vectors", range(1, PAIRS)),
        ("the crowded, with vectors", range(1)),
    ):
        rows.append(await _row(recall, rng, name, pairs))
    size_mib = (folder / "npcgen.db").stat().st_size / 2**20
    await store.close()
    return (
        f"{_SECTION}\n\n{TOTAL:,} memories of {PAIRS} pairs of NPC and player, {CROWDED:,} of them "
        f"one pair's; SQLite, {size_mib:.0f} MiB, filled in {filled_s:.0f} s. "
        f"Wanted: {LIMIT_MS:.0f} ms. Vectors have {DIMENSIONS} numbers; how long a model takes to "
        "make the line's isn't in it. `python -m bench.recall_memories --keep`\n\n"
        "| recalls of | lines | memories found | p50 ms | p99 ms | p50 CPU ms | p99 CPU ms |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


class RandomEmbedder:
    """As long as real ones, and like nothing; how long a model takes isn't measured here."""

    name = key = "random"
    dimensions = DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.random.default_rng(len(texts[0])).normal(size=(len(texts), DIMENSIONS))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors, dtype=np.float32)


async def _embed(store: Store) -> None:
    for pair in range(PAIRS):
        await MemoryMeanings(store, RandomEmbedder).make(f"npc-{pair % 50}", f"player-{pair}")


async def _row(recall: MemoryRecall, rng: random.Random, name: str, pairs: range) -> str:
    walls, busy, found = await _times(recall, rng, pairs)
    figures = " | ".join(f"{each:.2f}" for each in (*_p50_p99(walls), *_p50_p99(busy)))
    return f"| {name} | {LINES} | {found:.1f} | {figures} |"


async def _fill(store: Store, rng: random.Random) -> None:
    made = list(_memories(rng))
    for start in range(0, TOTAL, _BATCH):
        await store.write(_add, made[start : start + _BATCH])


def _add(connection: sa.Connection, batch: list[Memory]) -> None:
    for memory in batch:
        memories.add(connection, memory)


def _memories(rng: random.Random) -> Iterator[Memory]:
    for number in range(TOTAL):
        pair = 0 if number < CROWDED else 1 + number % (PAIRS - 1)
        is_name = CROWDED <= number < CROWDED + PAIRS
        text = "Ada told me their name is Ada." if is_name else f"Ada {_said(rng)}."
        yield Memory(
            id=secrets.token_urlsafe(9),
            npc_id=f"npc-{pair % 50}",
            player_id=f"player-{pair}",
            kind="fact" if is_name else "event",
            text=text,
            created_at=time.time() - rng.uniform(0, 90 * 86_400),
            importance=rng.choice((0.4, 0.5, 0.7, 0.9)),
            subject="player.name" if is_name else f"event.{number}",
        )


def _said(rng: random.Random) -> str:
    noun, other = rng.sample(_NOUNS.split(), 2)
    place, deed = rng.choice(_PLACES.split()), rng.choice(_DEEDS.split())
    mark = f"{rng.randrange(5_000):04d}"
    return f"{deed} the {noun} near the {other} of {place}, where stone {mark} stands"


async def _times(
    recall: MemoryRecall, rng: random.Random, pairs: range
) -> tuple[list[float], list[float], float]:
    """Milliseconds by the clock and of this process's work, and how many memories each found."""
    walls, busy, found = [], [], 0
    for _ in range(LINES):
        pair = rng.choice(pairs)
        npc = Persona(id=f"npc-{pair % 50}", name="Ansel", role="miller")
        talk = Conversation("bench", npc, None, Player(f"player-{pair}", "Ada"))
        line = PlayerLine(f"Do you remember? I {_said(rng)}, and the {rng.choice(_NOUNS.split())}.")
        began, worked = time.perf_counter(), time.process_time()
        recalled = await recall.recall(talk, line)
        walls.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        found += len(recalled)
    return walls, busy, found / LINES


def _p50_p99(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]


if __name__ == "__main__":
    main()
