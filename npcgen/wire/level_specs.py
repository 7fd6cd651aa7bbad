"""protobuf <-> what is asked of levels."""

import json
from collections.abc import Mapping
from typing import Any

from npcgen.v1 import level_pb2 as pb
from npcgen.wire.values import fill, plain, value_to
from worldgen.documents import read_mapping
from worldgen.levels.kind import Count, KindInfo, Option
from worldgen.levels.spec import LevelSpec, read_spec

_IN_YAML = frozenset({"tiles", "constraints", "movement", "sample"})


def fields_of(message: pb.LevelSpec) -> dict[str, Any]:
    """What is set, as a spec names it; `yaml` is left out."""
    fields: dict[str, Any] = {
        name: getattr(message, name)
        for name in ("width", "height", "floors", "seed", "deadline_ms")
        if message.HasField(name)
    }
    if message.kind:
        fields["kind"] = message.kind
    if message.theme:
        fields["theme"] = message.theme
    if message.difficulty:
        fields["difficulty"] = tuple(message.difficulty)
    if message.counts:
        fields["counts"] = {name: _range(count) for name, count in message.counts.items()}
    if message.options:
        fields["options"] = {name: plain(value) for name, value in message.options.items()}
    if message.fixed:
        fields["fixed"] = [
            {"x": fixed.x, "y": fixed.y, "floor": fixed.floor, "tile": fixed.tile}
            for fixed in message.fixed
        ]
    return fields


def spec_to(spec: LevelSpec) -> pb.LevelSpec:
    """The spec in full; what has no field of its own stands in `yaml`, as JSON."""
    rest = spec.model_dump(mode="json", by_alias=True, include=set(_IN_YAML), exclude_defaults=True)
    message = pb.LevelSpec(
        kind=spec.kind,
        width=spec.width,
        height=spec.height,
        floors=spec.floors,
        seed=spec.seed,
        theme=spec.theme,
        difficulty=spec.difficulty,
        fixed=[pb.FixedTile(**fixed.model_dump()) for fixed in spec.fixed],
        deadline_ms=spec.deadline_ms,
        yaml=json.dumps(rest, ensure_ascii=False) if rest else "",
    )
    for name, count in spec.counts.items():
        message.counts[name].CopyFrom(pb.CountRange(low=count.low, high=count.high))
    fill(message.options, spec.options)
    return message


def kind_to(kind: KindInfo) -> pb.LevelKind:
    message = pb.LevelKind(
        name=kind.name,
        description=kind.description,
        version=kind.version,
        min_side=kind.min_side,
        max_side=kind.max_side,
        max_floors=kind.max_floors,
        themes=filter(None, kind.themes),
    )
    for name, count in kind.counts.items():
        message.counts.add(name=name, description=count.description, high=count.high)
    for name, option in kind.options.items():
        message.options.add(
            name=name,
            description=option.description,
            default_value=value_to(option.default),
            low=option.low,
            high=option.high,
            choices=option.choices,
        )
    return message


def kind_from(message: pb.LevelKind) -> KindInfo:
    return KindInfo(
        name=message.name,
        description=message.description,
        version=message.version,
        min_side=message.min_side,
        max_side=message.max_side,
        max_floors=message.max_floors,
        themes=tuple(message.themes) or ("",),
        counts={count.name: Count(count.description, count.high) for count in message.counts},
        options={
            each.name: Option(
                each.description,
                plain(each.default_value),
                each.low,
                each.high,
                tuple(each.choices),
            )
            for each in message.options
        },
    )


def spec_from(message: pb.LevelSpec) -> LevelSpec:
    """The spec that a server used. Raises InvalidSpec for one that can't be."""
    written = read_mapping(message.yaml, "yaml") if message.yaml else {}
    return read_spec({**written, **fields_of(message)})


def written(spec: LevelSpec | Mapping[str, Any] | str) -> pb.LevelSpec:
    """What is asked for, as text: only what is said, so that a prompt may say the rest."""
    if isinstance(spec, str):
        return pb.LevelSpec(yaml=spec)
    fields = (
        spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if isinstance(spec, LevelSpec)
        else dict(spec)
    )
    return pb.LevelSpec(yaml=json.dumps(fields, ensure_ascii=False) if fields else "")


def _range(count: pb.CountRange) -> dict[str, int]:
    return {"low": count.low} | ({"high": count.high} if count.HasField("high") else {})
