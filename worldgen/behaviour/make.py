"""A behaviour from a persona, its world, its parts in quests and a seed: the file to read first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from worldgen.behaviour.document import Behaviour, Block, LeftOut, Origin, Part
from worldgen.behaviour.grow import grow
from worldgen.behaviour.habits import Habits, Reaction, Trait, bundled_habits
from worldgen.behaviour.nodes import Leaf, Node
from worldgen.behaviour.parts import parts_of
from worldgen.behaviour.persona import Persona
from worldgen.behaviour.places import Minutes, Places, check_minutes, places_of
from worldgen.behaviour.routine import blocks_of, habit_of, traits_of
from worldgen.behaviour.templates import Bindings, Template, bound, first_possible
from worldgen.behaviour.vocabulary import Vocabulary, bundled_vocabulary
from worldgen.errors import InvalidSpec
from worldgen.provenance import json_sha256
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Quest
from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World
from worldgen.rng import Stream

GENERATOR = "worldgen.behaviour"
VERSION = "1"
"""NOTE: it changes whenever the same inputs and seed would give something else."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all characters of a game share."""

    world: World
    vocabulary: Vocabulary
    habits: Habits
    minutes: Minutes
    """Travel times between places."""


def setting_of(
    world: World,
    vocabulary: Vocabulary | None = None,
    habits: Habits | None = None,
    minutes: Minutes | None = None,
) -> Setting:
    """With what is bundled where nothing is given. Raises InvalidSpec for bad travel times."""
    check_minutes(minutes or {}, world)
    return Setting(
        world, vocabulary or bundled_vocabulary(), habits or bundled_habits(), minutes or {}
    )


def make_behaviour(
    character: str,
    persona: Mapping[str, Any],
    setting: Setting,
    quests: Collection[Quest] = (),
    seed: int = 0,
) -> Behaviour:
    """What they do all day, and in their quests.

    Raises InvalidSpec for somebody who isn't there or alive, quests of another world, and where a
    routine needs what the game hasn't declared; Unsatisfiable where its ways are too long.
    """
    world, habits = setting.world, setting.habits
    _check_character(character, world, habits)
    _check_quests(quests, world)
    who = Persona.of(persona)
    stream = Stream(GENERATOR, VERSION, seed, world.id, character)
    places = places_of(character, who, world, habits, setting.minutes, stream)
    kind, traits = habit_of(character, who, world, habits), traits_of(who, habits)
    blocks = blocks_of(habits.routines[kind], traits, places, setting.minutes, stream)
    parts = parts_of(character, quests, world, habits.parts)
    reactions = list(_reactions(character, parts, traits, places, setting))
    trees = [each for each in reactions if not isinstance(each, LeftOut)]
    routine = _first_of([_block(block, places, setting) for block in blocks], "routine")
    nodes = grow(_first_of([*trees, routine], "root"))
    return Behaviour(
        character=character,
        world=world.id,
        role=who.role,
        kind=kind,
        parts=parts,
        routine=blocks,
        root=nodes[0].id,
        nodes=nodes,
        left_out=tuple(each for each in reactions if isinstance(each, LeftOut)),
        origin=_origin(character, who, parts, setting, seed),
        **_declared(nodes, setting.vocabulary),
    )


def _check_character(character: str, world: World, habits: Habits) -> None:
    entity = world.entities.get(character)
    if entity is None or character == PLAYER:
        raise InvalidSpec.at("character", f"there is no {character!r} in {world.name}")
    if not world.schema.is_a(entity.type, "character"):
        raise InvalidSpec.at("character", f"{character} is a {entity.type}; name a character")
    alive = habits.world.alive
    if alive in world.schema.facts and Fact(alive, (character,)) not in world.facts:
        raise InvalidSpec.at("character", f"{character} isn't alive, and does nothing any more")


def _check_quests(quests: Collection[Quest], world: World) -> None:
    for quest in quests:
        if quest.world != world.id:
            raise InvalidSpec.at(
                "quests", f"{quest.id} is of the world {quest.world}, not {world.id}; leave it out"
            )
    if len({quest.id for quest in quests}) < len(quests):
        raise InvalidSpec.at("quests", "a quest is given twice; give each once")


def _first_of(templates: list[Template], label: str) -> Template:
    """Looked through anew each tick, so that what is more urgent breaks in."""
    return {"selector": templates, "reactive": True, "label": label}


def _block(block: Block, places: Places, setting: Setting) -> Template:
    """A sequence that holds while it is time. Raises InvalidSpec with what nobody declared."""
    activity = setting.habits.activities[block.activity]
    trees = [
        {"sequence": [{"check": "during", "from": "$from", "until": "$until"}, tree]}
        for tree in activity.trees
    ]
    tree, lacks = first_possible(trees, setting.vocabulary)
    if tree is None:
        raise InvalidSpec.at(
            "vocabulary",
            f"`{block.activity}` at {block.place} needs {' and '.join(lacks)}; declare it, "
            "or give the activity a tree of what is declared",
        )
    clock = f"{block.starts // 60:02}:{block.starts % 60:02}"
    where = setting.world.called(block.place)
    stops = places.stops if block.place == places.work else (block.place,)
    values: Bindings = {
        "from": block.starts,
        "until": block.until,
        "place": block.place,
        "stops": stops,
    }
    label = f"{clock} {activity.says} at {where}"
    return {**bound(tree, values), "reactive": True, "label": label}


def _reactions(
    character: str,
    parts: Collection[Part],
    traits: Collection[Trait],
    places: Places,
    setting: Setting,
) -> Iterator[Template | LeftOut]:
    """What comes before the routine, most urgent first."""
    spared = {name for trait in traits for name in trait.without}
    about = [fact for fact in setting.world.sorted_facts() if fact.of[:1] == (character,)]
    facts = {fact.name for fact in about}
    for name, reaction in setting.habits.reactions.items():
        if name in spared or reaction.unless in facts:
            continue
        if reaction.when and reaction.when not in facts:
            continue
        for values in _occasions(reaction, about, parts):
            tree, lacks = first_possible(reaction.trees, setting.vocabulary)
            if tree is None:
                yield LeftOut(reaction=name, missing=tuple(lacks))
                break
            label = " ".join((name, *values.values()))
            yield {**bound(tree, {**values, "here": places.here}), "label": label}


def _occasions(
    reaction: Reaction, about: Collection[Fact], parts: Collection[Part]
) -> Iterator[dict[str, str]]:
    """Values for `$who` and `$quest`, once for each time that it is called for."""
    others: list[dict[str, str]] = [{}]
    if reaction.each:
        others = [{"who": fact.of[1]} for fact in about if fact.name == reaction.each]
    for part in parts if reaction.part else [None]:
        if part is None or part.part == reaction.part:
            yield from ({**other, **({"quest": part.quest} if part else {})} for other in others)


def _declared(nodes: Collection[Node], vocabulary: Vocabulary) -> dict[str, Any]:
    """What the tree uses, sorted by name."""
    leaves = [node for node in nodes if isinstance(node, Leaf)]
    names = sorted({leaf.name for leaf in leaves})
    conditions = {n: vocabulary.conditions[n] for n in names if n in vocabulary.conditions}
    keys = sorted({each.reads for each in conditions.values() if each.reads})
    return {
        "blackboard": {key: vocabulary.blackboard[key] for key in keys},
        "conditions": conditions,
        "actions": {n: vocabulary.actions[n] for n in names if n in vocabulary.actions},
    }


def _origin(
    character: str, persona: Persona, parts: Collection[Part], setting: Setting, seed: int
) -> Origin:
    world = setting.world
    inputs = json_sha256(
        {
            "character": character,
            "persona": [persona.role, persona.place, persona.home, *persona.personality],
            "places": {place: world.called(place) for place in world.of_type("place")},
            "facts": [str(fact) for fact in world.sorted_facts()],
            "parts": [[part.quest, part.part] for part in parts],
            "habits": setting.habits.as_data(),
            "vocabulary": setting.vocabulary.model_dump(mode="json"),
            "minutes": sorted([*ends, time] for ends, time in setting.minutes.items()),
        }
    )
    return Origin(generator=GENERATOR, version=VERSION, seed=seed, inputs_sha256=inputs)
