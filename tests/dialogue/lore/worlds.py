"""Made-up worlds, people and moments, drawn from a seed; and who may know what, said anew.

NOTE: `may_know` shares no code with the gate that it checks.
"""

import random

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.entry import LoreEntry, QuestStage, Scope
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.secrets import Secret, SecretCondition

PEOPLE = ("ada", "bo", "cai")
ROLES = ("smith", "guard", "priest")
FACTIONS = ("watch", "guild", "court")
PLACES = ("forge", "gate", "chapel")
QUESTS = ("dig", "feud")
THINGS = ("key", "ring")
SUBJECTS = ("bridge", "tower", "river", "harvest", "crown", "plague")


def some(rng: random.Random, names: tuple[str, ...]) -> tuple[str, ...]:
    """None of them half of the time."""
    return tuple(rng.sample(names, rng.randint(1, len(names)))) if rng.random() < 0.5 else ()


def scope(rng: random.Random) -> Scope:
    quests = tuple(QuestStage(quest=name, stage=rng.randint(0, 3)) for name in some(rng, QUESTS))
    since = rng.choice((None, None, 3.0))
    until = rng.choice((None, None, 6.0))
    return Scope(
        personas=some(rng, PEOPLE),
        roles=some(rng, ROLES),
        factions=some(rng, FACTIONS),
        places=some(rng, PLACES),
        quests=quests,
        since=since,
        until=until,
    )


def entry(rng: random.Random, at: int) -> LoreEntry:
    """Its text holds a word that no other text has."""
    subject, other = rng.sample(SUBJECTS, 2)
    return LoreEntry(
        id=f"e{at}",
        title=f"The {subject}",
        text=f"Of the {subject} and the {other}: marker{at} is so.",
        keys=(subject,) if rng.random() < 0.7 else (),
        secondary_keys=(other,) if rng.random() < 0.2 else (),
        scope=scope(rng),
        priority=rng.randint(-2, 2),
        constant=rng.random() < 0.1,
    )


def lore(rng: random.Random) -> list[LoreEntry]:
    return [entry(rng, at) for at in range(rng.randint(1, 30))]


def condition(rng: random.Random) -> SecretCondition:
    kind = rng.randrange(4)
    if kind == 0:
        return SecretCondition(trust=rng.choice((-0.5, 0.0, 0.5)))
    if kind == 1:
        return SecretCondition(quest=rng.choice(QUESTS), stage=rng.randint(0, 3))
    return SecretCondition(item="key") if kind == 2 else SecretCondition(flag="ring", trust=0.2)


def persona(rng: random.Random) -> Persona:
    secrets = [
        Secret(text=f"hidden{at} is so.", condition=condition(rng))
        for at in range(rng.randint(0, 3))
    ]
    return Persona(
        id=rng.choice(PEOPLE),
        name="Somebody",
        role=rng.choice(ROLES),
        factions=some(rng, FACTIONS),
        place=rng.choice(PLACES),
        secrets=("hiddenalways is so.", *secrets),
    )


def state(rng: random.Random) -> GameState:
    return GameState(
        place=rng.choice(("", *PLACES)),
        quests={name: rng.randint(0, 3) for name in some(rng, QUESTS)},
        items=frozenset(some(rng, THINGS)),
        flags=frozenset(some(rng, THINGS)),
        time=rng.choice((None, 1.0, 3.0, 5.0, 6.0, 9.0)),
    )


def line(rng: random.Random) -> str:
    return f"Tell me of the {rng.choice(SUBJECTS)} and the {rng.choice(SUBJECTS)}s."


def may_know(entry: LoreEntry, persona: Persona, state: GameState) -> bool:
    told = entry.scope
    place = state.place if state.place != "" else persona.place
    conditions = [
        told.personas == () or persona.id in told.personas,
        told.roles == () or persona.role in told.roles,
        told.factions == () or len(set(told.factions) & set(persona.factions)) > 0,
        told.places == () or place in told.places,
        told.quests == () or [q for q in told.quests if state.quests.get(q.quest, -1) >= q.stage],
        told.since is None or (state.time is not None and state.time >= told.since),
        told.until is None or (state.time is not None and state.time < told.until),
    ]
    return all(conditions)


def may_tell(secret: Secret, trust: float, state: GameState) -> bool:
    asked = secret.condition
    conditions = [
        asked.trust is None or trust >= asked.trust,
        asked.quest is None or state.quests.get(asked.quest, -1) >= asked.stage,
        asked.item is None or asked.item in state.items,
        asked.flag is None or asked.flag in state.flags,
    ]
    return all(conditions)
