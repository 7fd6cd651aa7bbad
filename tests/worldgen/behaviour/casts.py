"""Worlds, personas and quests to make behaviours of."""

from typing import Any

from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.vocabulary import data_text
from worldgen.documents import read_mapping
from worldgen.quests.facts import Fact, Literal, read_literal
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step
from worldgen.quests.world import World, read_world
from worldgen.quests.worlds import world_of
from worldgen.rng import Stream

ROLES = (
    "blacksmith", "gate guard", "innkeeper", "priest", "scholar", "shepherd", "merchant", "beggar",
    "sentry", "",
)  # fmt: skip
WORDS = ("gruff", "cheerful", "weary", "diligent", "brave", "shy", "plain")
BUNDLED: dict[str, Any] = read_mapping(data_text("vocabulary"), "vocabulary")


def village(*facts: str) -> World:
    """A smith, a guard and a fox between five places."""
    return read_world(
        {
            "id": "nook",
            "entities": {
                "forge": "place",
                "inn": "place",
                "gate": "place",
                "chapel": "place",
                "cellar": "place",
                "ada": "character",
                "bo": "character",
                "fox": "beast",
                "song": "topic",
            },
            "facts": [
                "at ada forge", "at bo gate", "at fox cellar", "alive ada", "alive bo", "alive fox",
                "hostile fox", *facts,
            ],
        }
    )  # fmt: skip


def random_world(seed: int) -> World:
    """12 places and 8 characters, with facts that matter to their days."""
    stream = Stream("cast", seed)
    kinds = ["inn", "chapel", "market", "garden", "forge", "gate", "mill", "house", "pit", "tower"]
    places = [f"{stream.pick(kinds)}_{at}" for at in range(12)]
    people = [f"person_{at}" for at in range(8)]
    facts = [f"at {who} {stream.pick(places)}" for who in people]
    facts += [f"alive {who}" for who in people]
    for name, of, odds in (("duty", places, 0.4), ("guards", places, 0.2), ("fears", people, 0.5)):
        facts += [f"{name} {who} {stream.pick(of)}" for who in people if stream.chance(odds)]
    for name, odds in (("sick", 0.1), ("captive", 0.1), ("hostile", 0.15)):
        facts += [f"{name} {who}" for who in people if stream.chance(odds)]
    facts += [f"{stream.pick(['locked', 'haunted'])} {stream.pick(places)}" for _ in range(2)]
    entities = dict.fromkeys(places, "place") | dict.fromkeys(people, "character")
    return read_world({"id": f"random_{seed}", "entities": entities, "facts": facts})


def alive(world: World) -> list[str]:
    people = [who for who in world.of_type("character") if who != "player"]
    return [who for who in people if Fact("alive", (who,)) in world.facts]


def persona(stream: Stream) -> dict[str, Any]:
    return {
        "role": stream.pick(ROLES),
        "personality": ", ".join(stream.sample(WORDS, 2)),
        "place": "",
    }


def rescue(world: str, giver: str, captive: str, witness: str, topic: str) -> Quest:
    """One step: free somebody that a witness tells of."""
    knows = Literal(Fact("knows", (witness, topic)))
    freed = read_literal(f"not captive {captive}", "goal")
    step = Step("s1", "free", (captive,), (knows,), (freed,), "free")
    done = Outcome("done", "success")
    return Quest(
        id="rescue",
        world=world,
        seed=0,
        version="1",
        giver=giver,
        motive="love",
        cites=(),
        goal=(freed,),
        branches=(Branch("b1", ("force",), (step,), done),),
        refusal=Outcome("no", "refusal"),
        repairs=(Repair("r1", "stand_in", (), (), witness),),
    )


def some_behaviours(count: int) -> list[Behaviour]:
    """Of bundled and random worlds, with and without a part in a quest."""
    made: list[Behaviour] = []
    at = 0
    while len(made) < count:
        at += 1
        world = world_of("emberlow") if at % 3 == 0 else random_world(at)
        stream = Stream("some", at)
        people = alive(world)
        giver, captive, witness, who = stream.sample(people, 4)
        topic = next(world.of_type("topic"), "song")
        if at % 2 == 0:
            world = world.having({*world.facts, Fact("captive", (captive,))})
        quest = rescue(world.id, giver, captive, witness, topic)
        who = stream.pick([giver, captive, witness, who])
        made.append(make_behaviour(who, persona(stream), setting_of(world), [quest], at))
    return made
