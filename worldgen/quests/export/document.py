"""Quests as JSON, with nothing left out: how they are saved, loaded and handed on.

docs/reference/quest.schema.json is made from the classes here. Facts are written as in the data
files: `has player lantern`, `not alive wolf`.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import refusal
from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance
from worldgen.quests import facts
from worldgen.quests.export.content import Collection
from worldgen.quests.quest import (
    Branch,
    Line,
    Outcome,
    OutcomeKind,
    Quest,
    Repair,
    RepairKind,
    Reward,
    Step,
)

MAX_BYTES = 256 * 1024 * 1024
FORMAT: Literal["npcgen quests"] = "npcgen quests"

Facts = Annotated[list[str], Field(description="Each as in: has player lantern, not alive wolf.")]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class StepDocument(_Part):
    id: str
    action: Annotated[str, Field(description="Of the world's schema.")]
    arguments: Annotated[list[str], Field(description="Entities, in the action's order.")]
    needs: Facts
    does: Facts
    verb: str
    optional: bool = False


class RewardDocument(_Part):
    money: float = 0.0
    items: list[str] = []
    experience: int = 0


class OutcomeDocument(_Part):
    id: str
    kind: OutcomeKind
    effects: Facts = []
    reward: RewardDocument = RewardDocument()
    when: Annotated[
        list[str],
        Field(
            description="For a failure: as soon as all hold. For an extra: if they do at the end."
        ),
    ] = []


class BranchDocument(_Part):
    id: str
    means: list[str]
    steps: list[StepDocument]
    outcome: OutcomeDocument


class RepairDocument(_Part):
    id: str
    kind: RepairKind
    when: Facts
    grants: Facts
    giver: Annotated[str, Field(description="Who gives it from then on; empty: the same.")] = ""


class LineDocument(_Part):
    key: Annotated[str, Field(description="For translations; it stays when others change.")]
    role: str
    node: Annotated[str, Field(description="The id of a step, outcome, ...; empty: the quest's.")]
    speaker: Annotated[str, Field(description="An entity; empty: the narrator.")]
    text: str
    writer: str = "plain"


class ProvenanceDocument(_Part):
    generator: str
    version: str
    seed: int
    spec_sha256: str
    content_sha256: str
    digital_source_type: str


class QuestDocument(_Part):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
    world: str
    seed: int
    version: Annotated[str, Field(description="Of the generator.")]
    giver: str
    motive: str
    cites: Annotated[list[str], Field(description="The facts that are the reason for it.")]
    goal: Facts
    branches: list[BranchDocument]
    refusal: OutcomeDocument
    failures: list[OutcomeDocument] = []
    repairs: list[RepairDocument] = []
    extras: list[BranchDocument] = []
    lines: list[LineDocument] = []
    cast: list[str] = []
    properties: dict[str, str | int | float] = {}
    provenance: ProvenanceDocument | None = None


class QuestsDocument(_Part):
    """Quests of one world."""

    format: Literal["npcgen quests"]
    format_version: Literal[1]
    world: str
    quests: list[QuestDocument]


def write_json(given: Collection) -> dict[str, bytes]:
    document = {
        "format": FORMAT,
        "format_version": 1,
        "world": given.world.id,
        "quests": [_plain(content.quest) for content in given.quests],
    }
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise InvalidSpec.at("quests", f"JSON can't hold them: {error}") from None
    return {f"{given.stem}.json": text.encode()}


def from_json(data: bytes) -> tuple[Quest, ...]:
    """What was written, equal in every part. Raises InvalidSpec, naming the field."""
    if len(data) > MAX_BYTES:
        raise InvalidSpec.at("quests", f"{len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        document = QuestsDocument.model_validate_json(data)
    except ValidationError as error:
        raise refusal(error, "quests") from None
    return tuple(_quest(read, f"quests[{at}]") for at, read in enumerate(document.quests))


def json_schema() -> dict[str, Any]:
    """What docs/reference/quest.schema.json holds."""
    schema = QuestsDocument.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _plain(part: Any) -> Any:
    """Dataclasses as mappings, facts as texts."""
    match part:
        case facts.Fact():
            return _written(facts.Literal(part))
        case facts.Literal():
            return _written(part)
        case tuple() | list():
            return [_plain(each) for each in part]
        case None | str() | int() | float():
            return part
        case Provenance():
            return asdict(part)
    if isinstance(part, dict):
        # NOTE: a quest that came over the wire has them in another order.
        return dict(sorted(part.items()))
    return {name: _plain(getattr(part, name)) for name in part.__dataclass_fields__}


def _written(literal: facts.Literal) -> str:
    words = [literal.fact.name, *literal.fact.of]
    text = " ".join(words if literal.holds else ["not", *words])
    if facts.read_literal(text, "fact") != literal:
        raise InvalidSpec.at("fact", f"{text!r} would read as another; use names without spaces")
    return text


def _quest(read: QuestDocument, path: str) -> Quest:
    return Quest(
        id=read.id,
        world=read.world,
        seed=read.seed,
        version=read.version,
        giver=read.giver,
        motive=read.motive,
        cites=tuple(facts.read_fact(text, f"{path}.cites") for text in read.cites),
        goal=_literals(read.goal, f"{path}.goal"),
        branches=tuple(
            _branch(branch, f"{path}.branches[{at}]") for at, branch in enumerate(read.branches)
        ),
        refusal=_outcome(read.refusal, f"{path}.refusal"),
        failures=tuple(_outcome(each, f"{path}.failures") for each in read.failures),
        repairs=tuple(_repair(each, f"{path}.repairs") for each in read.repairs),
        extras=tuple(
            _branch(extra, f"{path}.extras[{at}]") for at, extra in enumerate(read.extras)
        ),
        lines=tuple(Line(**dict(line)) for line in read.lines),
        cast=tuple(read.cast),
        properties=read.properties,
        provenance=Provenance(**dict(read.provenance)) if read.provenance else None,
    )


def _branch(read: BranchDocument, path: str) -> Branch:
    steps = tuple(_step(step, f"{path}.steps[{at}]") for at, step in enumerate(read.steps))
    return Branch(read.id, tuple(read.means), steps, _outcome(read.outcome, f"{path}.outcome"))


def _step(read: StepDocument, path: str) -> Step:
    needs, does = _literals(read.needs, f"{path}.needs"), _literals(read.does, f"{path}.does")
    return Step(read.id, read.action, tuple(read.arguments), needs, does, read.verb, read.optional)


def _outcome(read: OutcomeDocument, path: str) -> Outcome:
    reward = Reward(read.reward.money, tuple(read.reward.items), read.reward.experience)
    effects = _literals(read.effects, f"{path}.effects")
    return Outcome(read.id, read.kind, effects, reward, _literals(read.when, f"{path}.when"))


def _repair(read: RepairDocument, path: str) -> Repair:
    when, grants = _literals(read.when, f"{path}.when"), _literals(read.grants, f"{path}.grants")
    return Repair(read.id, read.kind, when, grants, read.giver)


def _literals(texts: Iterable[str], path: str) -> tuple[facts.Literal, ...]:
    return tuple(facts.read_literal(text, f"{path}[{at}]") for at, text in enumerate(texts))
