"""Who a new persona is: drawn from the catalogue, a sub-stream of the seed for each subject."""

from dataclasses import dataclass

from npcgen.dialogue.appearance import Appearance, Body
from npcgen.dialogue.generation.catalogue import Catalogue, Role, Style, Trait
from npcgen.dialogue.generation.kinship import Tie, ages_of, draw_ties
from npcgen.dialogue.generation.looks import appearance_of
from npcgen.dialogue.generation.naming import name_of, surname_of
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.generation.streams import Stream
from npcgen.dialogue.generation.wish import Wish

_FEWEST_TRAITS = 3
_DEFAULT_ERA = "medieval"
_OLDEST_DRAWN = 74
_TRADE_FROM = 15
"""The age at which people begin a trade."""


@dataclass(frozen=True, slots=True)
class Structure:
    """All that was decided; what is left to do is words."""

    id: str
    name: str
    role: Role
    place: str
    age: int
    years: int
    """In the trade."""
    body: Body
    traits: tuple[Trait, ...]
    style: Style
    faction: str
    fear: str
    ties: tuple[Tie, ...]
    appearance: Appearance
    refused: tuple[str, ...]
    """Words of the prompt that couldn't be."""


def draw(seed: int, wish: Wish, setting: Setting, catalogue: Catalogue) -> Structure:
    """Raises FailedPrecondition where no name is left."""
    role = wish.role or _role(Stream(seed, "role"), wish, catalogue)
    traits = _traits(Stream(seed, "traits"), wish, catalogue)
    bodies: tuple[Body, ...] = ("feminine", "masculine", "neutral")
    body = wish.body or Stream(seed, "body").weighted(bodies, (5, 5, 1))
    ties, refused = draw_ties(Stream(seed, "relations"), wish, setting, catalogue.lives)
    age, told = _age(Stream(seed, "age"), wish, ties)
    naming = Stream(seed, "name")
    culture = naming.pick([each for each in catalogue.cultures if role.era in each.eras])
    families = (surname_of(tie.target.name) for tie in ties if tie.shares_name)
    name, id = name_of(naming, culture, body, next(filter(None, families), ""), setting)
    looks = Stream(seed, "looks")
    return Structure(
        id=id,
        name=name,
        role=role,
        place=wish.place or Stream(seed, "place").pick(role.places),
        age=age,
        years=max(1, Stream(seed, "years").between(1, max(1, age - _TRADE_FROM))),
        body=body,
        traits=traits,
        style=_style(Stream(seed, "style"), wish, role, traits, catalogue),
        faction=wish.faction or _faction(role, setting),
        fear=wish.fear or Stream(seed, "fear").pick(catalogue.lives.fears),
        ties=ties,
        appearance=appearance_of(looks, catalogue.looks, role, body, age, wish.looks),
        refused=(*refused, *told),
    )


def _role(stream: Stream, wish: Wish, catalogue: Catalogue) -> Role:
    era = wish.era if wish.era != "none" else _DEFAULT_ERA
    fitting = [role for role in catalogue.roles if role.era == era]
    return stream.weighted(fitting, [role.weight for role in fitting])


def _traits(stream: Stream, wish: Wish, catalogue: Catalogue) -> tuple[Trait, ...]:
    """The wished ones, and as many more as it takes; of each pair at most one."""
    pairs = [pair for pair in catalogue.pairs if not any(each in pair for each in wish.traits)]
    missing = max(0, _FEWEST_TRAITS - len(wish.traits))
    return (*wish.traits, *(stream.pick(pair) for pair in stream.sample(pairs, missing)))


def _style(
    stream: Stream, wish: Wish, role: Role, traits: tuple[Trait, ...], catalogue: Catalogue
) -> Style:
    """A wished trait speaks louder than a trade."""
    pulled = [name for trait in traits for name in trait.styles for _ in range(2)]
    wished = [name for trait in wish.traits for name in trait.styles]
    name = wish.style or stream.pick(wished or [*role.styles, *pulled])
    return next(style for style in catalogue.styles if style.name == name)


def _age(stream: Stream, wish: Wish, ties: tuple[Tie, ...]) -> tuple[int, tuple[str, ...]]:
    """An age, and what of the prompt it contradicts."""
    low, high = ages_of(ties)
    if wish.ages is None:
        return stream.between(low, max(low, min(high, _OLDEST_DRAWN))), ()
    youngest, oldest = max(low, wish.ages[0]), min(high, wish.ages[1])
    if youngest > oldest:
        return stream.between(low, high), (f"aged {wish.ages[0]} to {wish.ages[1]}",)
    return stream.between(youngest, oldest), ()


def _faction(role: Role, setting: Setting) -> str:
    """The first of the world's factions that such people belong to."""
    fitting = (name for name in setting.factions if set(role.factions) & set(name.split()))
    return next(fitting, "")
