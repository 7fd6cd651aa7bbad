"""A game's schema becomes one that allows only what exists now, or is refused at its place."""

import json
from typing import Any

import pytest

from npcgen.dialogue.actions.arguments import MAX_DEPTH, Ids, Schema, arguments_schema
from npcgen.errors import InvalidArgument
from tests.dialogue.actions.shop import ADA, CORRIN, CUP, KEY

IDS = Ids((KEY, CUP), (ADA, CORRIN))
AT = "actions[2].schema"


def narrowed(**properties: Any) -> Schema | None:
    schema = {"properties": properties, "required": list(properties)}
    return arguments_schema(json.dumps(schema), IDS, AT)


def of(part: object) -> object:
    found = narrowed(x=part)
    return found and found["properties"]["x"]


def refused(text: str) -> str:
    with pytest.raises(InvalidArgument) as caught:
        arguments_schema(text, IDS, AT)
    assert caught.value.reason == "ACTION_INVALID"
    return caught.value.violations[0].path


def test_no_schema_is_no_arguments() -> None:
    found = arguments_schema("", IDS, AT)
    assert found is not None
    assert found["properties"] == {}


def test_ids_become_those_that_exist() -> None:
    assert of({"format": "object_id"}) == {"enum": ["key_iron", "cup_1"]}
    assert of({"type": "string", "format": "object_id", "kind": "key"}) == {"enum": ["key_iron"]}
    assert of({"format": "character_id"}) == {"enum": ["ada", "corrin"]}


def test_an_action_that_nothing_fits_is_impossible() -> None:
    assert narrowed(x={"format": "object_id", "kind": "sword"}) is None
    assert (
        narrowed(x={"type": "array", "minItems": 1, "items": {"format": "object_id", "kind": "x"}})
        is None
    )


def test_an_optional_argument_that_nothing_fits_is_left_out() -> None:
    text = json.dumps({"properties": {"x": {"format": "object_id", "kind": "sword"}}})
    found = arguments_schema(text, IDS, AT)
    assert found is not None
    assert found["properties"] == {}


def test_an_alternative_that_nothing_fits_is_left_out() -> None:
    either = [{"format": "object_id", "kind": "sword"}, {"type": "null"}]
    assert of({"anyOf": either}) == {"anyOf": [{"type": "null"}]}


def test_texts_and_lists_get_an_end() -> None:
    assert of({"type": "string"}) == {"type": "string", "minLength": 0, "maxLength": 120}
    assert of({"type": "array", "items": {"type": "boolean"}}) == {
        "type": "array",
        "items": {"type": "boolean"},
        "minItems": 0,
        "maxItems": 8,
    }


def test_a_reference_is_followed() -> None:
    text = '{"$defs": {"n": {"type": "null"}}, "properties": {"x": {"$ref": "#/$defs/n"}}}'
    found = arguments_schema(text, IDS, AT)
    assert found is not None
    assert found["properties"] == {"x": {"type": "null"}}


def nested(depth: int) -> str:
    part: dict[str, Any] = {"type": "boolean"}
    for _ in range(depth):
        part = {"type": "object", "properties": {"x": part}}
    return json.dumps(part)


def test_nesting_has_an_end() -> None:
    assert arguments_schema(nested(MAX_DEPTH), IDS, AT) is not None
    assert refused(nested(MAX_DEPTH + 1)) == AT + ".properties.x" * (MAX_DEPTH + 1)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{", AT),
        ("[]", AT),
        ("[" * 3000, AT),
        ('{"type": "string"}', AT),
        ('{"enum": [{}]}', AT),
        ('{"properties": {"x": {"type": "integer", "minimum": 1e400}}}', AT),
        ('{"properties": {"x": {"enum": [NaN]}}}', AT),
        ('{"properties": []}', AT + ".properties"),
        ('{"properties": {"x": {}}}', AT + ".properties.x.type"),
        ('{"properties": {"x": true}}', AT + ".properties.x"),
        ('{"properties": {"x": {"type": "text"}}}', AT + ".properties.x.type"),
        (
            '{"properties": {"x": {"type": "string", "pattern": "(a+)+$"}}}',
            AT + ".properties.x.pattern",
        ),
        (
            '{"properties": {"x": {"type": "string", "format": "email"}}}',
            AT + ".properties.x.format",
        ),
        ('{"properties": {"x": {"type": "string", "kind": "key"}}}', AT + ".properties.x.kind"),
        (
            '{"properties": {"x": {"type": "string", "maxLength": 121}}}',
            AT + ".properties.x.maxLength",
        ),
        (
            '{"properties": {"x": {"type": "string", "minLength": true}}}',
            AT + ".properties.x.minLength",
        ),
        ('{"properties": {"x": {"type": "array"}}}', AT + ".properties.x.items"),
        ('{"properties": {"x": {"type": "integer", "minimum": 5}}}', AT + ".properties.x"),
        (
            '{"properties": {"x": {"type": "integer", "multipleOf": 5}}}',
            AT + ".properties.x.multipleOf",
        ),
        ('{"properties": {"x": {"enum": []}}}', AT + ".properties.x.enum"),
        ('{"properties": {"x": {"type": "string", "enum": [1]}}}', AT + ".properties.x"),
        ('{"properties": {"x": {"const": [1]}}}', AT + ".properties.x"),
        ('{"properties": {"x": {"$ref": "#/properties/x"}}}', AT + ".properties.x"),
        ('{"properties": {"x": {"$ref": "https://example.org/x"}}}', AT + ".properties.x.$ref"),
        ('{"properties": {"x": {"$ref": "#/$defs/x"}}}', AT + ".properties.x.$ref"),
        ('{"properties": {"x": {"oneOf": [{"type": "null"}]}}}', AT + ".properties.x.oneOf"),
        ('{"properties": {}, "required": ["x"]}', AT + ".required"),
        ('{"properties": {}, "required": [[]]}', AT + ".required"),
        (
            '{"properties": {}, "additionalProperties": {"type": "null"}}',
            AT + ".additionalProperties",
        ),
    ],
)
def test_a_schema_that_will_not_do_is_refused_where_it_stands(text: str, path: str) -> None:
    assert refused(text) == path


def test_a_schema_of_very_many_parts_is_refused() -> None:
    two = {"anyOf": [{"$ref": "#/$defs/b"}] * 20}
    text = json.dumps(
        {
            "$defs": {"a": two, "b": {"anyOf": [{"type": "null"}] * 20}},
            "properties": {"x": {"$ref": "#/$defs/a"}},
        }
    )
    assert refused(text).startswith(AT + ".properties.x")
