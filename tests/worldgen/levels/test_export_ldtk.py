"""LDtk projects, read by ldtkpy: what comes out is what went in.

ldtkpy's classes are made from LDtk's JSON schema (1.4.1) and refuse what it doesn't allow. What
1.5.3 added to it is checked here by name: the schema is LDtk's, and isn't kept in this repository.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from ldtkpy.api import ldtk_json_from_dict, ldtk_json_to_dict

from tests.worldgen.levels.exported import EVERY, PROOF, dot, keep, land, large
from worldgen.levels.export import export
from worldgen.levels.level import Entity, Layer, Level
from worldgen.provenance import DIGITAL_SOURCE_TYPE

ADDED_SINCE = {
    "__header__",
    "defs.entities[].allowOutOfBounds",
    "defs.entities[].fieldDefs[].exportToToc",
    "defs.entities[].fieldDefs[].searchable",
    "defs.layers[].uiFilterTags",
    "defs.layers[].useAsyncRender",
    "defs.levelFields[].exportToToc",
    "defs.levelFields[].searchable",
}


def written(level: Level) -> dict[str, Any]:
    return json.loads(export(level, "ldtk", PROOF)["level.ldtk"])  # type: ignore[no-any-return]


def missing(given: Any, read: Any, path: str = "") -> Iterator[str]:
    """Where the reader dropped or changed something."""
    if isinstance(given, dict):
        for name, value in given.items():
            if value is not None or name in read:
                place = f"{path}.{name}".lstrip(".")
                yield from missing(value, read[name], place) if name in read else [place]
    elif isinstance(given, list):
        assert len(given) == len(read)
        for value, other in zip(given, read, strict=True):
            yield from missing(value, other, f"{path}[]")
    elif given != read:
        yield f"{path}: {given!r} became {read!r}"


@pytest.mark.parametrize("name", EVERY)
def test_the_schema_allows_every_part(name: str) -> None:
    given = written(EVERY[name]())
    read = ldtk_json_to_dict(ldtk_json_from_dict(given))
    assert set(missing(given, read)) <= ADDED_SINCE


def test_nothing_that_1_5_3_requires_is_left_out() -> None:
    given = written(keep())
    read = ldtk_json_to_dict(ldtk_json_from_dict(given))
    assert set(missing(given, read)) == ADDED_SINCE


@pytest.mark.parametrize("name", EVERY)
def test_every_layer_is_what_it_was(name: str) -> None:
    level = EVERY[name]()
    project = ldtk_json_from_dict(written(level))
    called = {layer.uid: layer.doc for layer in project.defs.layers}
    assert [floor.world_depth for floor in project.levels] == [*range(level.floors)]
    for depth, floor in enumerate(project.levels):
        layers = [layer for layer in reversed(floor.layer_instances) if layer.type == "Tiles"]
        assert [called[each.layer_def_uid] for each in layers] == [n.name for n in level.layers]
        for layer, given in zip(layers, level.layers, strict=True):
            assert np.array_equal(cells(layer, level), given.cells[depth])


def cells(layer: Any, level: Level) -> np.ndarray:
    read = np.zeros((level.height, level.width), np.int64)
    columns = int(np.ceil(np.sqrt(len(level.tiles))))
    for tile in layer.grid_tiles:
        x, y = tile.px[0] // 16, tile.px[1] // 16
        assert tile.d == [x + y * level.width]
        assert tile.src == [tile.t % columns * 16, tile.t // columns * 16]
        read[y, x] = tile.t + 1
    return read


@pytest.mark.parametrize("name", ["keep", "hostile"])
def test_every_entity_and_room_is_what_it_was(name: str) -> None:
    level = EVERY[name]()
    project = ldtk_json_from_dict(written(level))
    kinds = {each.uid: each.doc for each in project.defs.entities}
    names = {f.uid: f.doc for each in project.defs.entities for f in each.field_defs}
    found: dict[str, list[Any]] = {"entities": [], "rooms": []}
    for depth, floor in enumerate(project.levels):
        for layer in floor.layer_instances[:2]:
            for each in layer.entity_instances:
                fields = {names[f.def_uid]: f.value for f in each.field_instances}
                place = each.px[0] // 16, each.px[1] // 16, depth
                size = each.width // 16, each.height // 16
                found[layer.identifier].append((kinds[each.def_uid], place, size, fields))
    assert [(k, p, s, repr(sorted(f.items()))) for k, p, s, f in found["entities"]] == [
        (e.kind, (e.x, e.y, e.floor), (1, 1), repr(sorted(said(level, e).items())))
        for floor in range(level.floors)
        for e in level.entities
        if e.floor == floor
    ]
    assert found["rooms"] == [
        ("room", (r.x, r.y, r.floor), (r.width, r.height), {
            "id": r.id, "kind": r.kind, "name": r.name, "difficulty": r.difficulty
        })
        for r in level.rooms
    ]  # fmt: skip


def said(level: Level, entity: Entity) -> dict[str, Any]:
    """Fields are of the kind: who has no such property has nothing there."""
    every = [name for other in level.of_kind(entity.kind) for name in other.properties]
    return {
        **dict.fromkeys(every),
        "worldgen.id": entity.id,
        **entity.properties,
    }


def test_every_tile_says_what_it_is() -> None:
    tile_set = written(keep())["defs"]["tilesets"][0]
    names = [json.loads(tile["data"])["name"] for tile in tile_set["customData"]]
    assert names == [tile.name for tile in keep().tiles]
    tagged = {
        tag["enumValueId"]: [names[t] for t in tag["tileIds"]] for tag in tile_set["enumTags"]
    }
    for trait, tiles in tagged.items():
        assert tiles == [tile.name for tile in keep().tiles if trait in tile.traits]


def test_a_property_of_several_types_is_a_text() -> None:
    entities = tuple(
        Entity(f"e{at}", "e", 0, 0, 0, {"mixed": value, "large": 2**40 + at, "some": at * 0.5})
        for at, value in enumerate((1, "one", True))
    )
    layer = written(replace(dot(), entities=entities))["levels"][0]["layerInstances"][0]
    fields = [
        {f["__identifier"]: (f["__type"], f["__value"]) for f in each["fieldInstances"]}
        for each in layer["entityInstances"]
    ]
    assert [f["mixed"] for f in fields] == [("String", v) for v in ("1", "one", "true")]
    assert fields[1]["large"] == ("Float", 2**40 + 1)
    assert fields[1]["some"] == ("Float", 0.5)


def test_identifiers_are_plain_and_no_two_alike() -> None:
    cells = np.zeros((1, 1, 1), np.uint16)
    names = ("a b", "a-b", "a_b", "entities", "1st", "龍", "", "x" * 99)
    given = written(replace(dot(), layers=tuple(Layer(name, cells) for name in names)))
    found = [layer["identifier"] for layer in given["defs"]["layers"]]
    assert len(set(found)) == len(names) + 2
    assert all(name.isascii() and name.isidentifier() for name in found)


def test_uids_and_iids_are_unique() -> None:
    given = written(keep())
    uids = [each["uid"] for part in given["defs"].values() for each in part]
    uids += [f["uid"] for each in given["defs"]["entities"] for f in each["fieldDefs"]]
    uids += [level["uid"] for level in given["levels"]]
    assert len(set(uids)) == len(uids)
    assert max(uids) < given["nextUid"]
    iids = [layer["iid"] for level in given["levels"] for layer in level["layerInstances"]]
    iids += [level["iid"] for level in given["levels"]]
    assert len(set(iids)) == len(iids)


def test_every_level_says_what_made_it() -> None:
    for level in written(keep())["levels"]:
        fields = {field["__identifier"]: field["__value"] for field in level["fieldInstances"]}
        assert fields["digital_source_type"] == DIGITAL_SOURCE_TYPE
        assert fields["seed"] == 4_294_967_295
        assert fields["moves"] == "e ne stairs"
        assert json.loads(fields["links"])[0] == ["hall", "vault", "lock", "a"]


def test_a_large_level_is_json() -> None:
    layers = written(large(256))["levels"][0]["layerInstances"]
    assert [len(layer["gridTiles"]) for layer in layers[2:]] == [
        int(np.count_nonzero(layer.cells)) for layer in reversed(large(256).layers)
    ]


def test_a_land_without_entities_has_empty_layers() -> None:
    layers = written(land())["levels"][0]["layerInstances"]
    assert [layer["entityInstances"] for layer in layers] == [[], [], []]
