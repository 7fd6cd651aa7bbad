"""What a prompt asks for, found by its words; and which of them say nothing to it. Pure.

    "the smith's angry sister" -> sibling of Brannoch, feminine, hot-tempered

A plain interpreter: nothing of a prompt is ever an instruction, and none of it reaches a model.
"""

from dataclasses import dataclass, field, replace

from npcgen.dialogue.appearance import Body
from npcgen.dialogue.generation.catalogue import Catalogue, Look, Role, Trait
from npcgen.dialogue.generation.lexicon import Lexicon, Span, key_of
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.relation import RelationKind
from npcgen.dialogue.world import Era
from npcgen.errors import InvalidArgument

MAX_PROMPT_CHARS = 1_000
MAX_UNUSED = 64
_MAX_UNUSED_CHARS = 40
_MOST_TRAITS = 5
_REACH = 4
"""How many words may stand between "sister" and whose sister it is."""


@dataclass(frozen=True, slots=True)
class WishedRelation:
    kind: RelationKind
    target: Persona | None = None
    """None for anybody."""
    words: tuple[str, ...] = ()
    """Of the prompt, to be told where it can't be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whatever isn't set is drawn."""

    role: Role | None = None
    era: Era = "none"
    traits: tuple[Trait, ...] = ()
    ages: tuple[int, int] | None = None
    body: Body = ""
    style: str = ""
    place: str = ""
    faction: str = ""
    fear: str = ""
    looks: tuple[Look, ...] = ()
    relations: tuple[WishedRelation, ...] = ()
    unused: tuple[str, ...] = field(default=())


def interpret(prompt: str, setting: Setting, catalogue: Catalogue) -> Wish:
    """Raises InvalidArgument for a prompt that is too long."""
    if len(prompt) > MAX_PROMPT_CHARS:
        raise InvalidArgument.at(
            "prompt", f"has {len(prompt)} characters; write at most {MAX_PROMPT_CHARS}"
        )
    lexicon = Lexicon(setting, catalogue)
    spans = lexicon.spans(prompt)
    wish, spans = _relations(spans, lexicon)
    learnt, wish = wish.role, replace(wish, role=None, era=setting.era)
    # A trade fits a time, so the time is read first.
    for reads in (_read_era, _read_rest):
        left = []
        for span in spans:
            if (wider := reads(wish, span, lexicon, setting)) is None:
                left.append(span)
            else:
                wish = wider
        spans = left
    unknown = [span.text for span in spans if not lexicon.is_filler(span)]
    return replace(wish, role=wish.role or learnt, unused=_shown([*wish.unused, *unknown]))


def _relations(spans: list[Span], lexicon: Lexicon) -> tuple[Wish, list[Span]]:
    """Who it is to whom, and what is left of the prompt."""
    wish, used, nobody = Wish(), set[int](), list[str]()
    for at, span in enumerate(spans):
        relation = lexicon.relations.get(span.key)
        if relation is None:
            continue
        whose = _whose(spans, at, lexicon, used)
        if whose is None and (owner := _owner(spans, at)) is not None:
            used |= {owner, at}
            nobody += [spans[owner].text, span.text]
            wish = replace(wish, body=wish.body or relation.body)
            continue
        if whose is None and (span.key in lexicon.roles or not lexicon.people):
            continue
        used |= {at} if whose is None else {at, whose}
        target = None if whose is None else lexicon.people[spans[whose].key]
        words = tuple(spans[each].text for each in (whose, at) if each is not None)
        wish = replace(
            wish,
            body=wish.body or relation.body,
            relations=(*wish.relations, WishedRelation(relation.kind, target, words)),
        )
    wish = replace(wish, role=_learnt(wish, lexicon), unused=tuple(nobody))
    return wish, [span for at, span in enumerate(spans) if at not in used]


def _owner(spans: list[Span], at: int) -> int | None:
    """Where somebody is named whose "sister" it would be, before it; who isn't there."""
    near = range(at - 1, max(-1, at - 1 - _REACH), -1)
    return next((before for before in near if spans[before].possessive), None)


def _learnt(wish: Wish, lexicon: Lexicon) -> Role | None:
    """An apprentice has the master's trade, unless the prompt names one."""
    masters = (each.target for each in wish.relations if each.kind == "apprentice")
    roles = (lexicon.role(key_of(each.role), lexicon.era) for each in masters if each)
    return next(filter(None, roles), None)


def _whose(spans: list[Span], at: int, lexicon: Lexicon, used: set[int]) -> int | None:
    """Where the one stands: "the smith's sister", "sister of the smith"."""
    for before in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if before not in used and spans[before].possessive and spans[before].key in lexicon.people:
            return before
    for after in range(at + 1, min(len(spans), at + 1 + _REACH)):
        if after not in used and spans[after].key in lexicon.people:
            return after
        if not lexicon.is_filler(spans[after]):
            return None
    return None


def _read_era(wish: Wish, span: Span, lexicon: Lexicon, setting: Setting) -> Wish | None:
    """Sets the time; None where the word says nothing of it, or the world has another."""
    era = lexicon.eras.get(span.key)
    if era is None or (wish.era not in ("none", era)):
        return None
    return replace(wish, era=era)


def _read_rest(wish: Wish, span: Span, lexicon: Lexicon, setting: Setting) -> Wish | None:
    """What the word adds to the wish; None for nothing."""
    key, before = span.key, wish
    if not wish.body and key in lexicon.bodies:
        wish = replace(wish, body=lexicon.bodies[key])
    if wish.role is None and (role := lexicon.role(key, wish.era)):
        return replace(wish, role=role, era=role.era)
    if not wish.style and key in lexicon.styles:
        wish = replace(wish, style=key[0])
    if (trait := lexicon.traits.get(key)) and lexicon.goes_with(trait, wish.traits):
        if trait not in wish.traits and len(wish.traits) < _MOST_TRAITS:
            wish = replace(wish, traits=(*wish.traits, trait))
    elif wish.ages is None and key in lexicon.ages:
        wish = replace(wish, ages=lexicon.ages[key])
    elif key in lexicon.looks:
        wish = replace(wish, looks=(*wish.looks, lexicon.looks[key]))
    elif not wish.fear and key in lexicon.fears:
        wish = replace(wish, fear=lexicon.fears[key])
    elif not wish.faction and key in lexicon.factions:
        wish = replace(wish, faction=lexicon.factions[key])
    elif not wish.place and key in lexicon.places:
        wish = replace(wish, place=lexicon.places[key])
    return None if wish == before else wish


def _shown(words: list[str]) -> tuple[str, ...]:
    """Each once, capped, without what can't be printed."""
    plain = ("".join(filter(str.isprintable, word))[:_MAX_UNUSED_CHARS] for word in words)
    return tuple(dict.fromkeys(filter(None, plain)))[:MAX_UNUSED]
