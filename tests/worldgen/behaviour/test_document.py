"""The neutral JSON: its schema, its bytes, and what is refused."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.worldgen.behaviour.casts import some_behaviours, village
from worldgen.behaviour.document import as_json, from_json, json_schema
from worldgen.behaviour.export import FORMATS, export
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.errors import InvalidSpec
from worldgen.quests.world import Entity

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "reference" / "behaviour.schema.json"
HASHED = """
import hashlib
from tests.worldgen.behaviour.casts import some_behaviours
from worldgen.behaviour.export import FORMATS, export
digest = hashlib.sha256()
for behaviour in some_behaviours(12):
    for name in FORMATS:
        for data in export(behaviour, name).values():
            digest.update(data)
print(digest.hexdigest())
"""


def test_the_published_schema_is_the_one_that_is_used(request: pytest.FixtureRequest) -> None:
    text = json.dumps(json_schema(), indent=2) + "\n"
    if request.config.getoption("--refresh-golden"):
        SCHEMA.write_text(text, "utf-8")
    assert SCHEMA.read_text("utf-8") == text


def test_every_document_is_as_the_schema_says_and_reads_back() -> None:
    schema = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for behaviour in some_behaviours(60):
        schema.validate(json.loads(as_json(behaviour)))
        assert from_json(as_json(behaviour)) == behaviour


@pytest.mark.parametrize("hash_seed", ["0", "77"])
def test_bytes_are_the_same_in_every_process(hash_seed: str) -> None:
    digest = hashlib.sha256()
    for behaviour in some_behaviours(12):
        for name in FORMATS:
            for data in export(behaviour, name).values():
                digest.update(data)
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", HASHED], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == digest.hexdigest()


def test_files_are_named_after_the_character() -> None:
    made = make_behaviour("ada", {}, setting_of(village()))
    names = [name for format in FORMATS for name in export(made, format)]
    assert names == ["ada.json", "ada.xml", "ada.b3.json", "ada.tres"]


def test_an_unknown_format_is_refused() -> None:
    made = make_behaviour("ada", {}, setting_of(village()))
    with pytest.raises(InvalidSpec, match="limboai"):
        export(made, "beehave")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [("format", 2, "format"), ("routine", [], "routine"), ("root", "top", "root")],
)
def test_another_document_is_refused_at_its_field(key: str, value: object, field: str) -> None:
    document = json.loads(as_json(make_behaviour("ada", {}, setting_of(village()))))
    with pytest.raises(InvalidSpec) as refused:
        from_json(json.dumps({**document, key: value}))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda nodes: nodes[0]["children"].append("n0"), "has another parent too"),
        (lambda nodes: nodes[1]["children"].append(nodes[1]["children"][0]), "another parent too"),
        (lambda nodes: nodes.append(nodes[-1]), "comes twice"),
        (lambda nodes: nodes.reverse(), "comes twice, or before its parent"),
        (lambda nodes: nodes.pop(), "nodes are missing: n"),
        (lambda nodes: nodes[-1].update(name="dance"), "dance of n"),
        (lambda nodes: nodes[-1]["arguments"].update(tool="cup"), "isn't declared so"),
    ],
)
def test_what_is_no_tree_of_declared_leaves_is_refused(change: Any, text: str) -> None:
    document = json.loads(as_json(make_behaviour("ada", {}, setting_of(village()))))
    change(document["nodes"])
    with pytest.raises(InvalidSpec, match=text):
        from_json(json.dumps(document))


def test_a_name_with_control_characters_is_still_xml() -> None:
    world = village()
    entities = {**world.entities, "forge": Entity(type="place", name='the "\x07<forge>"')}
    made = make_behaviour("ada", {}, setting_of(replace(world, entities=entities)))
    [data] = export(made, "behavior_tree_cpp").values()
    names = {element.get("name") for element in ElementTree.fromstring(data).iter()}
    assert any('at the "<forge>"' in str(name) for name in names)


def test_other_inputs_have_another_hash() -> None:
    hashes = {
        make_behaviour("ada", {"role": role}, setting_of(village(*facts))).origin.inputs_sha256
        for role in ("smith", "guard")
        for facts in ((), ("sick ada",))
    }
    assert len(hashes) == 4
