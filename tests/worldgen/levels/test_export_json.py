"""Levels as JSON: lossless, and as the published schema says (read by jsonschema)."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from tests.worldgen.levels.exported import EVERY, HOSTILE, PROOF, dot, keep, land, large
from worldgen.errors import InvalidSpec
from worldgen.levels.export import export, from_json
from worldgen.levels.export.document import json_schema
from worldgen.levels.level import Entity, Level, Room, content_sha256
from worldgen.levels.proof import Obligation, Proof

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "level.schema.json"


def shown(level: Level) -> dict[str, Any]:
    """All of it, so that 1, 1.0 and True differ."""
    whole = {part.name: getattr(level, part.name) for part in fields(level)}
    whole["layers"] = [(layer.name, layer.cells.tolist()) for layer in level.layers]
    whole["tiles"] = [(t.name, t.glyph, t.colour, sorted(t.traits)) for t in level.tiles]
    for name in ("areas", "heights"):
        whole[name] = None if whole[name] is None else (whole[name].dtype, whole[name].tolist())
    return {name: repr(value) for name, value in whole.items()}


@pytest.mark.parametrize("name", EVERY)
def test_what_is_read_equals_what_was_written(name: str) -> None:
    level = EVERY[name]()
    read, proof = from_json(export(level, "json", PROOF)["level.json"])
    assert content_sha256(read) == content_sha256(level)
    assert shown(read) == shown(level)
    assert proof == PROOF


def test_a_level_of_512_cells_a_side_is_what_it_was() -> None:
    read, proof = from_json(export(large(), "json")["level.json"])
    assert content_sha256(read) == content_sha256(large())
    assert proof is None


def test_numbers_keep_their_kind() -> None:
    room = Room("r", "r", 0, 0, 1, 1, difficulty=1)
    values = {"a": 1, "b": 1.0, "c": True, "d": -0.0, "e": 10**30, "f": 5e-324, "g": 1e308}
    level = replace(dot(), rooms=(room,), entities=(Entity("e", "e", 0, 0, 0, values),))
    read, _ = from_json(export(level, "json")["level.json"])
    assert shown(read) == shown(level)


def test_the_published_schema_is_the_one_that_is_used(request: pytest.FixtureRequest) -> None:
    text = json.dumps(json_schema(), indent=2) + "\n"
    if request.config.getoption("--refresh-golden"):
        SCHEMA.write_text(text, "utf-8")
    assert text == SCHEMA.read_text("utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_every_file_is_as_the_schema_says(name: str) -> None:
    data = json.loads(export(EVERY[name](), "json", PROOF)["level.json"])
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(data)


def written(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = json.loads(export(keep(), "json", PROOF)["level.json"])
    change(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda d: d.pop("width"), "width"),
        (lambda d: d.update(width="7"), "width"),
        (lambda d: d.update(width=10**9), "level"),
        (lambda d: d.update(colour=1), "colour"),
        (lambda d: d["layers"][0]["cells"][0][0].pop(), "layers[0].cells"),
        (lambda d: d["layers"][0]["cells"][0][0].append(70_000), "layers[0].cells[0][0][7]"),
        (lambda d: d["layers"][0]["cells"][0][0].__setitem__(0, 999), "level"),
        (lambda d: d["tiles"][0].update(traits=["soft"]), "tiles[0].traits[0]"),
        (lambda d: d["tiles"].append(d["tiles"][0]), "tiles"),
        (lambda d: d["entities"][0].update(x=99), "level"),
        (lambda d: d["entities"][0].update(properties={"a": [1]}), "entities[0].properties.a"),
        (lambda d: d["proof"].update(moves="n n"), "proof.moves"),
    ],
)
def test_a_broken_file_is_refused_at_its_field(
    change: Callable[[dict[str, Any]], object], field: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        from_json(written(change))
    assert refused.value.field.startswith(field)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"a":' * 100_000, b"null", b"9" * 10_000]
)
def test_what_is_no_level_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidSpec):
        from_json(data)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"properties": {"a": float("nan")}}, "properties.a"),
        ({"properties": {"a": "\ud800"}}, "properties.a"),
        ({"properties": {"worldgen.seed": 1}}, "properties.worldgen.seed"),
        ({"width": 3}, "level"),
        ({"heights": np.zeros((1, 1), np.uint16)}, "level"),
    ],
)
def test_a_level_that_no_file_can_hold_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        export(replace(keep(), **changes), "json")
    assert refused.value.field == field


def test_a_proof_that_json_cant_hold_is_refused() -> None:
    endless = Proof((), (Obligation("count", {"high": float("inf")}),))
    with pytest.raises(InvalidSpec, match="proof"):
        export(land(), "json", endless)


def test_hostile_names_come_back() -> None:
    read, _ = from_json(export(EVERY["hostile"](), "json")["level.json"])
    assert read.layers[0].name == HOSTILE
