"""Who speaks: a persona in its world, with what it knows in a form that can be asked for."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.world import World
from training.corpus.fact import Fact
from training.corpus.facts import draw_known, site
from training.corpus.lexicon import STYLES, Split, capital, lexicon, slots, with_article
from training.corpus.wishes import deed
from training.corpus.words import Words


@dataclass(frozen=True, slots=True)
class Cast:
    """A persona, its world, and the truth about both that its prompt holds."""

    persona: Persona
    world: World | None
    style: str
    genre: str
    facts: tuple[Fact, ...]
    """Knowledge of the persona, and what its world's description tells."""
    sky: str
    """The world's sentence about the weather; empty for none."""
    deeds: tuple[str, ...]
    """What the persona never does, as an infinitive without "to"."""
    life: Mapping[str, str]
    """Its family, past and fear by these names, as far as its prompt tells of them."""


def draw_cast(rng: random.Random, split: Split, style: str | None = None) -> Cast:
    """A persona in `style`, or in any, with few or many of its fields filled."""
    words = Words(rng, split, rng.choice(list(lexicon().genres)))
    style = style or rng.choice(STYLES)
    sparse = rng.random() < 0.15
    world, lore, sky = (None, (), "") if sparse or rng.random() < 0.25 else draw_world(words)
    facts = draw_facts(words, rng.choice((0, 1, 2) if sparse else (1, 2, 3, 3, 4, 5, 6)), lore)
    deeds = [] if sparse else [deed(words) for _ in range(rng.choice((0, 1, 1, 2)))]
    name = words.person()
    life = {} if sparse else draw_life(words)
    persona = Persona(
        id="npc",
        name=name,
        role=words.role(),
        place=words.place() if rng.random() < (0.6 if sparse else 0.92) else "",
        summary="" if sparse else draw_summary(words, life),
        personality=draw_personality(rng, style) if not sparse else "",
        speech_style=draw_speech(rng, style),
        goals=draw_goals(words, 0 if sparse else rng.choice((0, 1, 1, 1, 2))),
        knowledge=(*(fact.text for fact in facts), *told_of(life)),
        secrets=("hidden",) if not sparse and rng.random() < 0.6 else (),
        examples=draw_examples(rng, style) if not sparse else (),
        boundaries=tuple(third for _, third in deeds),
    )
    never = tuple(base for base, _ in deeds)
    return Cast(persona, world, style, words.genre, (*facts, *lore), sky, never, life)


def draw_life(words: Words) -> dict[str, str]:
    """A family, a past and a fear, each half of the time."""
    lists = {"family": "families", "past": "pasts", "fear": "frights"}
    drawn = {slot: words.fill(words.talk(key)) for slot, key in lists.items()}
    return {slot: text for slot, text in drawn.items() if words.rng.random() < 0.5}


def draw_summary(words: Words, life: Mapping[str, str]) -> str:
    """What stands behind "About:": one sentence, or also the fear, or nothing."""
    told = words.fill(words.fact("summaries")) if words.rng.random() < 0.5 else ""
    fear = f"Afraid of {life['fear']}." if "fear" in life else ""
    return f"{told} {fear}".strip()


def told_of(life: Mapping[str, str]) -> list[str]:
    """Family and past as lines of knowledge."""
    family = [f"I have {life['family']}."] if "family" in life else []
    return [*family, life["past"]] if "past" in life else family


def draw_world(words: Words) -> tuple[World, tuple[Fact, ...], str]:
    """A world, what can be asked of its description, and its sentence about the weather."""
    land = with_article(words.fact("lands"))
    sentences = [words.fill(f"{capital(land)} {words.fact('land_ends')}.")]
    lore: tuple[Fact, ...] = ()
    if words.rng.random() < 0.4:
        told = site(words)
        lore, sentences = (told,), [*sentences, told.line]
    elif words.rng.random() < 0.6:
        sentences.append(words.fill(words.fact("land_more")))
    sky = words.fill(words.fact("skies")) if words.rng.random() < 0.75 else ""
    description = " ".join([*sentences, sky]).strip()
    name = words.world()
    return World(id="world", name=name, description=description), lore, sky


def draw_facts(words: Words, count: int, lore: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """`count` facts or a few less, none of which answers another's question."""
    facts: list[Fact] = []
    for _ in range(count):
        fact = draw_known(words)
        if not any(mentions(other.text, fact.key) for other in (*facts, *lore)) and not any(
            mentions(fact.text, other.key) for other in (*facts, *lore)
        ):
            facts.append(fact)
    return tuple(facts)


def mentions(line: str, key: str) -> bool:
    return key.lower() in line.lower()


def draw_goals(words: Words, count: int) -> tuple[str, ...]:
    return tuple(words.fill(words.fact("goals")) for _ in range(count))


def draw_personality(rng: random.Random, style: str) -> str:
    if rng.random() < 0.3:
        return ""
    traits = lexicon().styles[style]["personality"]
    return ", ".join(dict.fromkeys([traits[0], *rng.sample(traits, 2)]))


def draw_speech(rng: random.Random, style: str) -> str:
    """As authors write it: "Gruff. Short, blunt sentences.", or only "Timid."."""
    speech, kind = lexicon().styles[style]["speech"], rng.random()
    first, more = rng.choice(speech["first"]), rng.choice(speech["more"])
    if not first:
        return "" if kind < 0.3 else str(more)
    if kind < 0.1:
        return f"{first}."
    if kind < 0.2:
        return f"{first} and {rng.choice(lexicon().styles[style]['personality'][1:])}."
    return f"{first}. {more}"


def draw_examples(rng: random.Random, style: str) -> tuple[Example, ...]:
    """None, one or two greetings or small talk, as an author would write them."""
    examples, shown = [], ("greet", "smalltalk", "thanks", "farewell")
    for intent in rng.sample(shown, rng.choice((0, 1, 1, 2))):
        lines = [line for line in lexicon().lines(style, intent) if not slots(line)]
        asks = [ask for ask in lexicon().asks(intent, "training") if not slots(ask)]
        examples.append(Example(player=rng.choice(asks), npc=rng.choice(lines)))
    return tuple(examples)


def scene(words: Words, player: str, npc: str) -> str:
    """A scene on one turn in six, else empty."""
    if words.rng.random() > 0.16:
        return ""
    return capital(words.fill(words.fact("scenes"), player=player, npc=npc))


def reply_slots(cast: Cast, player: str) -> dict[str, str]:
    """What the slots of a reply stand for; a slot with nothing to say is left out."""
    persona = cast.persona
    values = {
        "name": persona.name,
        "role": persona.role,
        "a_role": with_article(persona.role),
        "place": persona.place,
        "world": cast.world.name if cast.world else "",
        "player": "" if player == "Player" else player,
    }
    return {slot: value for slot, value in values.items() if value}
