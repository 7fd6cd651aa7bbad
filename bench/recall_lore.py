"""How long a line takes to bring lore to mind, in a world of 10,000 entries.

    python -m bench.recall_lore [--entries N] [--scopes N]

Made-up entries over a vocabulary whose words are as unevenly common as a language's (Zipf), half of
them with a scope. A recall is the gate and the retrieval: keys, words, fusion, budget.
"""

import argparse
import random
import time

import numpy as np

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.entry import EVERYBODY, LoreEntry, QuestStage, Scope
from npcgen.dialogue.lore.gate import Knower
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.retrieval import find, within_budget

ROUNDS = 500
VOCABULARY = 20_000
QUESTS = 250
_SYLLABLES = ("ba", "ko", "ri", "mu", "te", "na", "lo", "vi", "sha", "du", "pe", "gra", "fen", "ol")


def words(rng: random.Random) -> list[str]:
    """Made-up words, the commonest first."""
    made = {"".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(VOCABULARY * 2)}
    return sorted(made)[:VOCABULARY]


def world(rng: random.Random, entries: int, scopes: int) -> tuple[list[LoreEntry], list[str]]:
    vocabulary = words(rng)
    rng.shuffle(vocabulary)
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    made = [scope(rng, at) for at in range(scopes)]
    lore = []
    for at in range(entries):
        drawn = rng.choices(vocabulary, weights, k=40)
        lore.append(
            LoreEntry(
                id=f"e{at}",
                title=" ".join(drawn[:3]),
                text=" ".join(drawn) + ".",
                keys=(rng.choice(vocabulary), " ".join(rng.sample(vocabulary, 2))),
                scope=rng.choice(made) if at % 2 else EVERYBODY,
            )
        )
    return lore, vocabulary


def scope(rng: random.Random, at: int) -> Scope:
    return Scope(
        roles=tuple(rng.sample(("smith", "guard", "priest", "scholar"), 2)),
        factions=(f"guild {at % 7}", "village"),
        quests=(QuestStage(quest=f"quest {at % QUESTS}", stage=at // QUESTS % 20),),
        since=float(at // (QUESTS * 20)),
    )


def lines(rng: random.Random, vocabulary: list[str], lore: list[LoreEntry]) -> list[str]:
    """A third common words, a third any words, a third with a key."""
    made = []
    for at in range(ROUNDS):
        pool = vocabulary[:300] if at % 3 == 0 else vocabulary
        key = rng.choice(lore).keys[0] if at % 3 == 2 else "the"
        made.append(f"Tell me about {key} and " + " ".join(rng.sample(pool, 8)))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--scopes", type=int, default=200)
    options = parser.parse_args()
    rng = random.Random(1)
    lore, vocabulary = world(rng, options.entries, options.scopes)
    began = time.perf_counter()
    index = LoreIndex(lore)
    built_s = time.perf_counter() - began
    knower = Knower("edda", "smith", frozenset({"village"}), "the forge")
    state = GameState(quests={f"quest {at}": 9 for at in range(0, QUESTS, 2)}, time=5)
    took, worked, found = [], [], 0
    for line in lines(rng, vocabulary, lore):
        # NOTE: a new state each time, for the gate remembers what it said of the last ones.
        state = state.model_copy()
        began, at_work = time.perf_counter(), time.process_time()
        kept = within_budget(find(index, index.allowed(knower, state), line), 200)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
        found += len(kept)
    p50, p99 = np.percentile(took, (50, 99))
    known = int(index.allowed(knower, state).sum())
    print(f"{len(lore)} entries, {options.scopes} scopes, {known} of them known: {found} recalled")
    print(f"index built in {built_s:.2f} s; recall p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    p50, p99 = np.percentile(worked, (50, 99))
    print(f"of the processor: p50 {p50:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    main()
