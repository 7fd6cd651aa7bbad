"""That everything a quest names is in its world, of the right type, and told apart by its id."""

from collections import Counter
from collections.abc import Iterable, Iterator

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Outcome, Quest, Repair, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.verify.play import filled
from worldgen.quests.verify.report import Finding
from worldgen.quests.world import World


def names(world: World, quest: Quest) -> Iterator[Finding]:
    """What couldn't even be played: unknown entities, facts and actions, and wrong types."""
    if quest.world != world.id:
        yield Finding("world", "world", f"it is of world {quest.world!r}, not of {world.id!r}")
    yield from _entity(world, quest.giver, "giver")
    if quest.giver == PLAYER:
        yield Finding("names", "giver", "the player can't give a quest to the player")
    for at, fact in enumerate(quest.cites):
        yield from _literals(world, (Literal(fact),), f"cites[{at}]")
    yield from _literals(world, quest.goal, "goal")
    for path, step in steps_of(quest):
        yield from _step(world, step, path)
    for path, outcome in outcomes_of(quest):
        yield from _outcome(world, outcome, path)
    for at, repair in enumerate(quest.repairs):
        yield from _repair(world, repair, f"repairs[{at}]")


def ids(quest: Quest) -> Iterator[Finding]:
    """Ids that mean two things, and keys of lines that do."""
    parts = [branch.id for branch in (*quest.branches, *quest.extras)]
    parts += [outcome.id for _, outcome in outcomes_of(quest)]
    parts += [repair.id for repair in quest.repairs]
    for name in _repeated(parts):
        yield Finding("ids", name, "two parts of the quest have this id")
    done: dict[str, tuple[str, ...]] = {}
    for path, step in steps_of(quest):
        meaning = (step.action, *step.arguments)
        if done.setdefault(step.id, meaning) != meaning:
            yield Finding("ids", path, f"another step has the id {step.id!r} too")
    for at, branch in enumerate(quest.branches):
        for name in _repeated(step.id for step in branch.steps):
            yield Finding("ids", f"branches[{at}]", f"two of its steps have the id {name!r}")
    for key in _repeated(line.key for line in quest.lines):
        yield Finding("keys", f"lines[{key}]", "two lines have this key")


def cast(world: World, quest: Quest) -> Iterator[Finding]:
    """Whether it lists whom the quest is about, sorted."""
    for entity in quest.cast:
        yield from _entity(world, entity, "cast")
    if list(quest.cast) != sorted(set(quest.cast)):
        yield Finding("cast", "cast", "it isn't sorted, or names somebody twice")
    about = {quest.giver, *(entity for literal in quest.goal for entity in literal.fact.of)}
    about |= {entity for _, step in steps_of(quest) for entity in step.arguments}
    for entity in sorted(about - {PLAYER, *quest.cast}):
        yield Finding("cast", "cast", f"{entity} is missing in it")


def steps_of(quest: Quest) -> Iterator[tuple[str, Step]]:
    """Every step with its path."""
    for number, branch in enumerate(quest.branches):
        for at, step in enumerate(branch.steps):
            yield f"branches[{number}].steps[{at}]", step
    for number, extra in enumerate(quest.extras):
        for at, step in enumerate(extra.steps):
            yield f"extras[{number}].steps[{at}]", step


def outcomes_of(quest: Quest) -> Iterator[tuple[str, Outcome]]:
    """Every way it can end, with its path."""
    for at, branch in enumerate(quest.branches):
        yield f"branches[{at}].outcome", branch.outcome
    yield "refusal", quest.refusal
    for at, outcome in enumerate(quest.failures):
        yield f"failures[{at}]", outcome
    for at, extra in enumerate(quest.extras):
        yield f"extras[{at}].outcome", extra.outcome


def _step(world: World, step: Step, path: str) -> Iterator[Finding]:
    action = world.schema.actions.get(step.action)
    if action is None:
        yield Finding("names", path, f"there is no action {step.action!r}")
        return
    if len(step.arguments) != len(action.parameters):
        wanted, given = len(action.parameters), len(step.arguments)
        yield Finding("names", path, f"{step.action} takes {wanted} arguments, not {given}")
        return
    flawed = False
    for argument, (name, wanted_type) in zip(step.arguments, action.parameters, strict=True):
        for finding in _argument(world, argument, wanted_type, f"{path}.{name}"):
            flawed = True
            yield finding
    if flawed:
        return
    needs, does = filled(action, step.arguments)
    for field, wanted_literals, given_literals in (
        ("needs", needs, step.needs),
        ("does", does, step.does),
    ):
        if set(wanted_literals) != set(given_literals):
            yield Finding("schema", f"{path}.{field}", f"{step.action} says something else there")
    if step.verb != action.schema.verb:
        yield Finding("schema", f"{path}.verb", f"it is {action.schema.verb!r} in the schema")


def _argument(world: World, entity: str, wanted: str, path: str) -> Iterator[Finding]:
    if entity == PLAYER:
        yield Finding("types", path, "the player is no parameter; actions name the player")
    elif entity not in world.entities:
        yield from _entity(world, entity, path)
    elif not world.schema.is_a(world.entities[entity].type, wanted):
        kind = world.entities[entity].type
        yield Finding("types", path, f"{entity} is a {kind}, not a {wanted}")


def _outcome(world: World, outcome: Outcome, path: str) -> Iterator[Finding]:
    yield from _literals(world, outcome.effects, f"{path}.effects")
    yield from _literals(world, outcome.when, f"{path}.when")
    for item in outcome.reward.items:
        yield from _entity(world, item, f"{path}.reward.items")


def _repair(world: World, repair: Repair, path: str) -> Iterator[Finding]:
    yield from _literals(world, repair.when, f"{path}.when")
    yield from _literals(world, repair.grants, f"{path}.grants")
    if repair.giver:
        yield from _entity(world, repair.giver, f"{path}.giver")


def _literals(world: World, literals: Iterable[Literal], path: str) -> Iterator[Finding]:
    for literal in literals:
        fact = literal.fact
        schema = world.schema.facts.get(fact.name)
        if schema is None:
            yield Finding("names", path, f"there is no fact {fact.name!r}")
        elif len(schema.of) != len(fact.of):
            yield Finding("names", path, f"{fact} should be about {len(schema.of)} things")
        else:
            yield from _typed(world, fact, schema.of, path)


def _typed(world: World, fact: Fact, wanted: tuple[str, ...], path: str) -> Iterator[Finding]:
    for entity, kind in zip(fact.of, wanted, strict=True):
        if entity not in world.entities:
            yield from _entity(world, entity, path)
        elif not world.schema.is_a(world.entities[entity].type, kind):
            yield Finding("types", path, f"{entity} in {fact} is no {kind}")


def _entity(world: World, entity: str, path: str) -> Iterator[Finding]:
    if entity not in world.entities:
        yield Finding("names", path, f"there is no {entity!r} in world {world.id}")


def _repeated(given: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(given).items() if count > 1]
