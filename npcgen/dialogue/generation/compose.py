"""Structure -> Persona, with every text written by rules: complete and good without a model."""

from npcgen.dialogue.feelings.axes import AXES, Relationship, Temperament
from npcgen.dialogue.game_state import UNKNOWN
from npcgen.dialogue.generation.catalogue import Catalogue, Trait
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.generation.streams import Stream
from npcgen.dialogue.generation.structure import Structure
from npcgen.dialogue.lore.gate import held_back, knower_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.secrets import Secret, SecretCondition

_MAX_LINE_CHARS = 400
_LORE_LINES = 3
_TRUST_TENTHS = (4, 7)


def compose(seed: int, made: Structure, setting: Setting, catalogue: Catalogue) -> Persona:
    """The persona, not kept anywhere."""
    lives, role, style = catalogue.lives, made.role, made.style
    life, lines = Stream(seed, "life"), Stream(seed, "lines")
    hidden, wanted = Stream(seed, "secrets"), Stream(seed, "goals")
    told, never = Stream(seed, "trust"), hidden.pick(lives.secrets)
    trust = told.between(*_TRUST_TENTHS) / 10
    persona = Persona(
        id=made.id,
        name=made.name,
        role=role.name,
        world=setting.world.id if setting.world else "",
        factions=(made.faction,) if made.faction else (),
        place=made.place,
        summary=" ".join(
            (life.pick(lives.origins[role.era]), _past(made), life.pick(lives.turns["any"]))
        ),
        personality=f"{', '.join(each.name for each in made.traits)}. Afraid of {made.fear}.",
        speech_style=lines.pick(style.lines),
        goals=(wanted.pick(role.goals), wanted.pick(lives.goals)),
        secrets=(
            never.text,
            Secret(text=role.secret, condition=SecretCondition(trust=trust), hint=role.hint),
        ),
        examples=lines.sample(style.examples, 2),
        greetings=lines.sample(style.greetings, 2),
        boundaries=(role.refuses,),
        fallback_lines=tuple(_busy(each, role.busy) for each in lines.sample(style.fallback, 3)),
        deflections=lines.sample(style.deflections, 3),
        baseline_relationship=_baseline(made.traits),
        temperament=_temperament(made.traits),
        appearance=made.appearance,
        relations=tuple(tie.relation for tie in made.ties),
    )
    knowledge = Stream(seed, "knowledge")
    return persona.model_copy(
        update={
            "knowledge": (
                *(tie.known for tie in made.ties),
                *knowledge.sample(role.knows, 2),
                *_lore(knowledge, persona, made, setting),
            )
        }
    )


def _past(made: Structure) -> str:
    return f"{made.role.past} for {'a year' if made.years == 1 else f'{made.years} years'}."


def _busy(line: str, busy: str) -> str:
    return line.format(busy=busy, Busy=busy[:1].upper() + busy[1:])


def _baseline(traits: tuple[Trait, ...]) -> Relationship:
    """In eighths. NOTE: at most five traits of two eighths each, so it stays within -1..1."""
    moves = {axis: sum(trait.moves.get(axis, 0) for trait in traits) / 8 for axis in AXES}
    return Relationship.model_validate(moves)


def _temperament(traits: tuple[Trait, ...]) -> Temperament:
    return next((trait.temperament for trait in traits if trait.temperament), "")


def _lore(stream: Stream, persona: Persona, made: Structure, setting: Setting) -> tuple[str, ...]:
    """What it knows of its world: through the gate, those it has to do with first."""
    knower = knower_of(persona)
    known = [
        entry.text
        for entry in setting.lore
        if not held_back(entry.scope, knower, UNKNOWN) and len(entry.text) <= _MAX_LINE_CHARS
    ]
    names = [tie.target.name for tie in made.ties] + [made.place]
    near = [text for text in known if any(name.casefold() in text.casefold() for name in names)]
    others = [text for text in known if text not in near]
    chosen = (*near[: _LORE_LINES - 1], *stream.sample(others, _LORE_LINES))[:_LORE_LINES]
    return tuple(" ".join(text.split()) for text in chosen)
