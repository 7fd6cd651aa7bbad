"""protobuf <-> what is asked of quests, and what is told about them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from npcgen.errors import InvalidArgument
from npcgen.v1 import quest_pb2 as pb
from worldgen.documents import read_mapping
from worldgen.quests.generated import Wording, WorldInfo
from worldgen.quests.spec import QuestSpec, read_spec
from worldgen.quests.tally import Tally
from worldgen.quests.verify.report import Finding
from worldgen.quests.worlds import is_id

_NUMBERS = ("count", "seed", "min_steps", "max_steps", "deadline_ms")
_LISTS = ("givers", "motives", "goal", "avoid")


def fields_of(message: pb.QuestSpec) -> dict[str, Any]:
    """What is set, as a spec names it; `yaml` is left out."""
    fields: dict[str, Any] = {
        name: getattr(message, name) for name in _NUMBERS if message.HasField(name)
    }
    fields |= {name: tuple(given) for name in _LISTS if (given := getattr(message, name))}
    if message.difficulty:
        fields["difficulty"] = message.difficulty
    return fields


def spec_to(spec: QuestSpec) -> pb.QuestSpec:
    """The spec in full; the economy stands in `yaml`, as JSON."""
    economy = spec.model_dump(mode="json", include={"economy"}, exclude_none=True)
    return pb.QuestSpec(
        **{name: getattr(spec, name) for name in (*_NUMBERS, *_LISTS, "difficulty")},
        yaml=json.dumps(economy, ensure_ascii=False) if economy else "",
    )


def spec_from(message: pb.QuestSpec) -> QuestSpec:
    """The spec that a server used. Raises InvalidSpec for one that can't be."""
    written = read_mapping(message.yaml, "yaml") if message.yaml else {}
    return read_spec({**written, **fields_of(message)})


def written(spec: QuestSpec | Mapping[str, Any] | str) -> pb.QuestSpec:
    """What is asked for, as text."""
    if isinstance(spec, str):
        return pb.QuestSpec(yaml=spec)
    fields = (
        spec.model_dump(mode="json", exclude_unset=True)
        if isinstance(spec, QuestSpec)
        else dict(spec)
    )
    return pb.QuestSpec(yaml=json.dumps(fields, ensure_ascii=False) if fields else "")


def source_to(world: str) -> pb.QuestWorldSource:
    """A world by its id, or as YAML or JSON."""
    return pb.QuestWorldSource(id=world) if is_id(world) else pb.QuestWorldSource(yaml=world)


def source_from(message: pb.QuestWorldSource) -> str:
    """Its id or its text. Raises InvalidArgument."""
    world = message.id or message.yaml
    if not world.strip():
        raise InvalidArgument.at(
            "world", "this is missing; send the id of a bundled one, or a world as YAML"
        )
    if message.id and not is_id(message.id):
        raise InvalidArgument.at("world.id", f"{message.id[:80]!r} is no id; see ListQuestWorlds")
    return world


def world_to(world: WorldInfo) -> pb.QuestWorld:
    return pb.QuestWorld(id=world.id, name=world.name, entities=world.entities, facts=world.facts)


def world_from(message: pb.QuestWorld) -> WorldInfo:
    return WorldInfo(message.id, message.name, message.entities, message.facts)


def report_to(found: Tally, left_out: Iterable[str], wording: Wording) -> pb.QuestReport:
    return pb.QuestReport(
        quests=found.quests,
        skeletons=found.skeletons,
        motives=found.motives,
        givers=found.givers,
        steps=found.steps,
        branches=found.branches,
        left_out=left_out,
        lines_by_model=wording.by_writer,
        lines_plain=wording.plain,
        refused=wording.refused,
    )


def wording_from(message: pb.QuestReport) -> Wording:
    return Wording(message.lines_by_model, message.lines_plain, dict(message.refused))


def tally_from(message: pb.QuestReport) -> Tally:
    return Tally(
        message.quests,
        message.skeletons,
        message.givers,
        dict(sorted(message.motives.items())),
        dict(sorted(message.steps.items())),
        dict(sorted(message.branches.items())),
    )


def finding_to(finding: Finding) -> pb.QuestFinding:
    return pb.QuestFinding(name=finding.name, at=finding.at, message=finding.sentence)


def finding_from(message: pb.QuestFinding) -> Finding:
    return Finding(message.name, message.at, message.message)
