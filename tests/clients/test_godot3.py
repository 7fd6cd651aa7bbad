"""What the conversion to GDScript 3 does to a line, and what it refuses."""

import pytest

from tests.clients.godot3 import converted


def line(text: str) -> str:
    return converted(text).rstrip("\n")


@pytest.mark.parametrize(
    ("four", "three"),
    [
        ("extends RefCounted", "extends Reference"),
        ("@tool", "tool"),
        ("class_name Npc", ""),
        ("var count := 0  ## How many.", "var count = 0"),
        ("var call: HttpCall = null", "var call = null"),
        ("signal said(text: String, turn: Array[int])", "signal said(text, turn)"),
        ("func f(a: int, b := 2, c: Body = null) -> Array:", "func f(a, b = 2, c = null):"),
        ("\tfor name: String in json:", "\tfor name in json:"),
        ('\tvar kinds := {"a: int": x}', '\tvar kinds = {"a: int": x}'),
        ("\tsaid.emit(text)", '\temit_signal("said", text)'),
        ("\tended.emit()", '\temit_signal("ended")'),
        ("\tnpc.said.connect(_on_said)", '\tnpc.connect("said", self, "_on_said")'),
        ("\tnpc.said.connect(_on.bind(a, b))", '\tnpc.connect("said", self, "_on", [a, b])'),
        ("\tif list.is_empty():", "\tif list.empty():"),
        ("@export var key := 1", "export var key = 1"),
    ],
)
def test_a_line_becomes_its_older_form(four: str, three: str) -> None:
    assert line(four) == three


def test_the_parent_is_called_by_the_method_s_name() -> None:
    source = "func read(a: int) -> bool:\n\treturn super(a)"
    assert line(source) == "func read(a):\n\treturn .read(a)"


def test_what_godot_3_lacks_comes_from_the_compat_script() -> None:
    source = "extends RefCounted\nvar a := bytes.slice(1, 2)"
    assert line(source).splitlines() == [
        "extends Reference",
        'const Godot3 = preload("res://godot3_compat.gd")',
        "var a = Godot3.slice(bytes, 1, 2)",
    ]


@pytest.mark.parametrize("text", ["\tawait said", "\tvar f := func(): pass"])
def test_what_has_no_translation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1 has no translation"):
        converted(text)
