"""What can happen in a quest: its steps, being given up, and what goes wrong. Each has a code."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from npcgen.errors import InvalidArgument
from npcgen.preview.pages.quests.story import Story
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.mishaps import Mishap, mishaps_of
from worldgen.quests.quest import Step
from worldgen.quests.world import World

_ANYTHING = "*"
_SAYS = {"killed": "{} is killed", "destroyed": "{} is destroyed", "locked": "{} is locked"}


@dataclass(frozen=True, slots=True)
class Deed:
    code: str
    """As it stands in a link."""
    says: str
    """In words, once it happened."""
    literals: tuple[Literal, ...] = ()
    """What is so from then on."""
    refuses: bool = False


BEGIN = Deed("begin", "The player says yes")
REFUSE = Deed("refuse", "The player gives it up", refuses=True)


def deed_of(story: Story, step: Step) -> Deed:
    """The player does a step."""
    return Deed(f"step-{step.id}", story.step_text(step), step.does)


def mishap_of(world: World, mishap: Mishap, what: str, facts: Collection[Fact]) -> Deed:
    """Something befalls somebody, or something; `facts` is what is so now."""
    literals = tuple(_about(mishap, what, facts))
    says = _SAYS.get(mishap.name, f"{mishap.name}: {{}}")
    return Deed(f"{mishap.name}-{what}", says.replace("{}", world.called(what)), literals)


def victims(world: World, mishap: Mishap, facts: Collection[Fact]) -> list[str]:
    """Whom or what a mishap can befall now, in the world's order."""
    return [
        entity
        for entity in world.entities
        if mishap.befalls(world, entity)
        and all((sign.fact in facts) != sign.holds for sign in mishap.signs(entity))
    ]


def mishaps(world: World) -> dict[str, Mishap]:
    return {mishap.name: mishap for mishap in mishaps_of(world.schema)}


def deed_in(code: str, story: Story, facts: Collection[Fact]) -> Deed:
    """What a link's code stands for. Raises InvalidArgument where it can't happen here."""
    kind, _, what = code.partition("-")
    if code in (BEGIN.code, REFUSE.code):
        return BEGIN if code == BEGIN.code else REFUSE
    if kind == "step" and what in story.steps():
        return deed_of(story, story.steps()[what])
    mishap = mishaps(story.world).get(kind)
    if mishap and what in victims(story.world, mishap, facts):
        return mishap_of(story.world, mishap, what, facts)
    told = f"{code[:60]!r} can't happen in this quest by then; what came before it is shown"
    raise InvalidArgument.at("deeds", told)


def _about(mishap: Mishap, what: str, facts: Collection[Fact]) -> Iterator[Literal]:
    for literal in mishap.does:
        of = tuple(what if word == mishap.parameter else word for word in literal.fact.of)
        pattern = Fact(literal.fact.name, of)
        if _ANYTHING not in of:
            yield Literal(pattern, literal.holds)
            continue
        for fact in sorted(facts):
            if fact.name == pattern.name and all(
                wanted in (_ANYTHING, given) for wanted, given in zip(of, fact.of, strict=True)
            ):
                yield Literal(fact, literal.holds)
