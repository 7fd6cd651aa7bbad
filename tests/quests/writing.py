"""A quest, given to a writer as a worker gives it."""

from collections.abc import AsyncGenerator
from pathlib import Path

from npcgen.dialogue.persona_store import PersonaStore
from npcgen.engine.engine import Engine
from npcgen.quests.writing import QuestWriter
from npcgen.workers.job import Done, Stepped
from tests.service.quests import VILLAGE_YAML
from worldgen.provenance import Provenance
from worldgen.quests.generated import Generated, Told
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Counted
from worldgen.quests.world import read_world

WORLD = read_world(VILLAGE_YAML)
[PLAIN] = (made.quest for made in make(WORLD, QuestSpec(givers=("mira",), motives=("need",))))


async def written_by(engine: Engine, folder: Path, asked: str = "model") -> tuple[Quest, Generated]:
    """`PLAIN` in the words of whom is asked for, and the report."""
    writer = QuestWriter(PersonaStore(folder), lambda name: engine)
    told = writer.over(_answers(), VILLAGE_YAML, asked, 60.0)
    answers = [answer async for answer in told]
    step, done = answers[-2:]
    assert isinstance(step, Stepped)
    assert isinstance(done, Done)
    return step.step.preview, done.result


async def _answers() -> AsyncGenerator[Stepped | Done, None]:
    counted = Counted()
    counted.add(PLAIN)
    yield Stepped(Told("reading the world", 0.0))
    yield Stepped(Told("quest 1 of 1", 1.0, PLAIN))
    provenance = Provenance("worldgen.quests", "1", 0, "aa", "bb")
    yield Done(Generated(QuestSpec(), counted.tally(), (), provenance))
