"""Words and a seed -> a persona; then, where a model is able to, its own words in some slots."""

import secrets
from dataclasses import dataclass

from npcgen.dialogue.generation.catalogue import bundled_catalogue
from npcgen.dialogue.generation.compose import compose
from npcgen.dialogue.generation.kinship import INVERSE
from npcgen.dialogue.generation.setting import Setting, spec_sha256
from npcgen.dialogue.generation.streams import GENERATOR, MAX_SEED, VERSION
from npcgen.dialogue.generation.structure import draw
from npcgen.dialogue.generation.wish import MAX_UNUSED, interpret
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.relation import RelationKind
from npcgen.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A relation, from both sides."""

    persona_id: str
    kind: RelationKind
    """What the new persona is to that one."""
    inverse_kind: RelationKind
    why: str


@dataclass(frozen=True, slots=True)
class SlotOrigin:
    """Who wrote a text."""

    slot: str
    writer: str
    """"model" or "rules"."""
    why: str = ""
    """Why the model's wasn't taken."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How it came to be."""

    seed: int
    spec_sha256: str
    generator: str = GENERATOR
    generator_version: str = VERSION
    model: str = ""
    model_sha256: str = ""


@dataclass(frozen=True, slots=True)
class GeneratedPersona:
    persona: Persona
    relations: tuple[TwoWay, ...]
    unused_words: tuple[str, ...]
    slots: tuple[SlotOrigin, ...]
    provenance: Provenance


def generate(prompt: str, seed: int, setting: Setting) -> GeneratedPersona:
    """A persona whose every text is written by rules; a seed of 0 draws one.

    Raises InvalidArgument for the prompt or the seed, FailedPrecondition where no name is left.
    """
    if not 0 <= seed <= MAX_SEED:
        raise InvalidArgument.at("seed", f"is {seed}; send 0..{MAX_SEED}")
    seed = seed or secrets.randbelow(MAX_SEED) + 1
    catalogue = bundled_catalogue()
    wish = interpret(prompt, setting, catalogue)
    made = draw(seed, wish, setting, catalogue)
    return GeneratedPersona(
        compose(seed, made, setting, catalogue),
        tuple(TwoWay(tie.target.id, tie.kind, INVERSE[tie.kind], tie.why) for tie in made.ties),
        tuple(dict.fromkeys((*wish.unused, *made.refused)))[:MAX_UNUSED],
        (),
        Provenance(seed, spec_sha256(prompt, setting)),
    )
