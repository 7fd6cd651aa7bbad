"""Who speaks how."""

from collections.abc import Mapping

from worldgen.quests.words.grammar import Grammar
from worldgen.quests.world import World
from worldgen.rng import Stream


def style_of(speech: str, grammar: Grammar) -> str:
    """The style that a description of somebody's speech means; "" where it means none."""
    text = speech.lower()
    found = {
        min((text.find(word) for word in style.words if word in text), default=-1): name
        for name, style in grammar.styles.items()
    }
    found.pop(-1, None)
    return found[min(found)] if found else ""


def voices_of(world: World, speech: Mapping[str, str], grammar: Grammar) -> dict[str, str]:
    """Styles by entity. `speech` says in words how people speak, by persona."""
    found = {
        entity: style_of(speech.get(given.persona, ""), grammar)
        for entity, given in world.entities.items()
        if given.persona
    }
    return {entity: style for entity, style in found.items() if style}


def voice_of(world: World, entity: str, voices: Mapping[str, str], grammar: Grammar) -> str:
    """By entity or persona in `voices`, by bundled persona, else drawn: the same for ever."""
    persona = world.entities[entity].persona
    own = grammar.voices
    for known in (
        voices.get(entity),
        voices.get(persona),
        own.get(persona),
        own.get(f"{world.id}.{entity}"),
    ):
        if known:
            return known
    return Stream("voice", world.id, entity).pick(sorted(grammar.styles))
