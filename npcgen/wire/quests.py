"""protobuf <-> quests, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from google.protobuf.struct_pb2 import Value

from npcgen.errors import InvalidArgument
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire.provenance import provenance_from, provenance_to
from npcgen.wire.values import fill
from worldgen.quests import quest as quests
from worldgen.quests.facts import Fact, Literal

Kind = TypeVar("Kind")
_OUTCOMES: dict[str, quests.OutcomeKind] = {
    "success": "success",
    "failure": "failure",
    "refusal": "refusal",
    "extra": "extra",
}
_REPAIRS: dict[str, quests.RepairKind] = {
    "stand_in": "stand_in",
    "letter": "letter",
    "substitute": "substitute",
    "detour": "detour",
}


def quest_to(quest: quests.Quest) -> pb.Quest:
    made = quest.provenance
    message = pb.Quest(
        id=quest.id,
        world=quest.world,
        seed=quest.seed,
        version=quest.version,
        giver=quest.giver,
        motive=quest.motive,
        cites=map(_fact_to, quest.cites),
        goal=map(literal_to, quest.goal),
        branches=map(branch_to, quest.branches),
        refusal=_outcome_to(quest.refusal),
        failures=map(_outcome_to, quest.failures),
        repairs=map(_repair_to, quest.repairs),
        extras=map(branch_to, quest.extras),
        lines=map(_line_to, quest.lines),
        cast=quest.cast,
        provenance=None if made is None else provenance_to(made),
    )
    fill(message.properties, quest.properties)
    return message


def quest_from(message: pb.Quest, path: str = "quest") -> quests.Quest:
    """Raises InvalidArgument for what can't be read; whether it makes sense, `check` says."""
    whole = message.HasField("provenance")
    return quests.Quest(
        id=message.id,
        world=message.world,
        seed=message.seed,
        version=message.version,
        giver=message.giver,
        motive=message.motive,
        cites=tuple(map(_fact_from, message.cites)),
        goal=_literals(message.goal),
        branches=tuple(
            branch_from(branch, f"{path}.branches[{at}]")
            for at, branch in enumerate(message.branches)
        ),
        refusal=_outcome_from(message.refusal, f"{path}.refusal"),
        failures=tuple(
            _outcome_from(outcome, f"{path}.failures[{at}]")
            for at, outcome in enumerate(message.failures)
        ),
        repairs=tuple(
            _repair_from(repair, f"{path}.repairs[{at}]")
            for at, repair in enumerate(message.repairs)
        ),
        extras=tuple(
            branch_from(extra, f"{path}.extras[{at}]") for at, extra in enumerate(message.extras)
        ),
        lines=tuple(map(_line_from, message.lines)),
        cast=tuple(message.cast),
        properties={name: _property(value) for name, value in message.properties.items()},
        provenance=provenance_from(message.provenance) if whole else None,
    )


def literal_to(literal: Literal) -> pb.QuestLiteral:
    return pb.QuestLiteral(fact=_fact_to(literal.fact), denied=not literal.holds)


def literal_from(message: pb.QuestLiteral) -> Literal:
    return Literal(_fact_from(message.fact), not message.denied)


def _fact_to(fact: Fact) -> pb.QuestFact:
    return pb.QuestFact(name=fact.name, of=fact.of)


def _fact_from(message: pb.QuestFact) -> Fact:
    return Fact(message.name, tuple(message.of))


def _literals(messages: Iterable[pb.QuestLiteral]) -> tuple[Literal, ...]:
    return tuple(map(literal_from, messages))


def _step_to(step: quests.Step) -> pb.QuestStep:
    return pb.QuestStep(
        id=step.id,
        action=step.action,
        arguments=step.arguments,
        needs=map(literal_to, step.needs),
        does=map(literal_to, step.does),
        verb=step.verb,
        optional=step.optional,
    )


def _step_from(message: pb.QuestStep) -> quests.Step:
    return quests.Step(
        message.id,
        message.action,
        tuple(message.arguments),
        _literals(message.needs),
        _literals(message.does),
        message.verb,
        message.optional,
    )


def _outcome_to(outcome: quests.Outcome) -> pb.QuestOutcome:
    reward = outcome.reward
    return pb.QuestOutcome(
        id=outcome.id,
        kind=outcome.kind,
        effects=map(literal_to, outcome.effects),
        reward=pb.QuestReward(money=reward.money, items=reward.items, experience=reward.experience),
        when=map(literal_to, outcome.when),
    )


def _outcome_from(message: pb.QuestOutcome, path: str) -> quests.Outcome:
    given = message.reward
    return quests.Outcome(
        message.id,
        _known(message.kind, _OUTCOMES, f"{path}.kind"),
        _literals(message.effects),
        quests.Reward(given.money, tuple(given.items), given.experience),
        _literals(message.when),
    )


def branch_to(branch: quests.Branch) -> pb.QuestBranch:
    return pb.QuestBranch(
        id=branch.id,
        means=branch.means,
        steps=map(_step_to, branch.steps),
        outcome=_outcome_to(branch.outcome),
    )


def branch_from(message: pb.QuestBranch, path: str) -> quests.Branch:
    return quests.Branch(
        message.id,
        tuple(message.means),
        tuple(map(_step_from, message.steps)),
        _outcome_from(message.outcome, f"{path}.outcome"),
    )


def _repair_to(repair: quests.Repair) -> pb.QuestRepair:
    return pb.QuestRepair(
        id=repair.id,
        kind=repair.kind,
        when=map(literal_to, repair.when),
        grants=map(literal_to, repair.grants),
        giver=repair.giver,
    )


def _repair_from(message: pb.QuestRepair, path: str) -> quests.Repair:
    return quests.Repair(
        message.id,
        _known(message.kind, _REPAIRS, f"{path}.kind"),
        _literals(message.when),
        _literals(message.grants),
        message.giver,
    )


def _line_to(line: quests.Line) -> pb.QuestLine:
    return pb.QuestLine(
        key=line.key,
        role=line.role,
        node=line.node,
        speaker=line.speaker,
        text=line.text,
        writer=line.writer,
    )


def _line_from(message: pb.QuestLine) -> quests.Line:
    return quests.Line(
        message.key, message.role, message.node, message.speaker, message.text, message.writer
    )


def _property(value: Value) -> str | float:
    return value.string_value if value.HasField("string_value") else value.number_value


def _known(given: str, kinds: Mapping[str, Kind], path: str) -> Kind:
    if given not in kinds:
        raise InvalidArgument.at(path, f"{given!r} is none of: {', '.join(kinds)}")
    return kinds[given]
