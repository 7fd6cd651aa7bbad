"""Mistakes in a material's file: each is told with its path, what it is and the way out."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.worldgen.textures.painted import painted
from worldgen.errors import InvalidSpec
from worldgen.textures.generate import generate
from worldgen.textures.graph import graph_of
from worldgen.textures.library import Library, bundled
from worldgen.textures.lint import lint
from worldgen.textures.material import read_material
from worldgen.textures.spec import read_spec

_DOCS = Path(__file__).parents[3] / "docs"
_MATERIAL = _DOCS.parent / "worldgen/data/materials/cobble.yaml"
PLAIN: dict[str, Any] = {
    "name": "plain",
    "description": "Nothing much.",
    "outputs": {"height": 0.5, "albedo": "#808080", "roughness": 0.5},
}


def refused(**changes: Any) -> tuple[str, str]:
    with pytest.raises(InvalidSpec) as caught:
        lint(graph_of(read_material({**PLAIN, **changes})))
    field, _, description = caught.value.message.partition(": ")
    assert field == caught.value.field
    return field, description


def with_node(**node: Any) -> dict[str, Any]:
    return {"nodes": {"a": node}, "outputs": {**PLAIN["outputs"], "height": "a"}}


def test_a_node_type_that_is_unknown() -> None:
    field, said = refused(**with_node(node="fbn"))
    assert field == "nodes.a.node"
    assert said.startswith("there is no node type 'fbn'; did you mean 'fbm'?")


def test_a_setting_that_is_unknown() -> None:
    field, said = refused(**with_node(node="fbm", octave=3))
    assert field == "nodes.a.octave"
    assert said.startswith("fbm has no input or setting 'octave'; did you mean 'octaves'?")


def test_an_input_that_is_missing() -> None:
    assert refused(**with_node(node="levels")) == ("nodes.a.value", "levels needs it: Any range.")


def test_a_circle() -> None:
    nodes = {"a": "b + 1", "b": "c * 2", "c": "a - 1"}
    field, said = refused(nodes=nodes, outputs={**PLAIN["outputs"], "height": "a"})
    assert (field, said) == ("nodes.a", "it needs itself: a -> b -> c -> a; cut it once")


def test_a_long_chain_is_no_circle() -> None:
    nodes = {f"n{at}": f"n{at - 1} + 0.001" if at else 0.0 for at in range(200)}
    lint(graph_of(read_material({**PLAIN, "nodes": nodes, "depth": "0.1 + n199"})))


def test_a_name_that_nothing_has() -> None:
    field, said = refused(nodes={"noise": {"node": "fbm"}, "b": "noize"}, depth="b")
    assert field == "nodes.b"
    assert said.startswith("there is no node or parameter 'noize'; did you mean 'noise'?")


def test_a_part_that_a_node_does_not_make() -> None:
    nodes = {"a": {"node": "courses"}, "b": "a.edges"}
    field, said = refused(nodes=nodes, outputs={**PLAIN["outputs"], "height": "b"})
    assert (field, said.partition(";")[0]) == ("nodes.b", "a makes no 'edges'")


@pytest.mark.parametrize("kind", ["nodes", "parameters"])
def test_something_that_nothing_uses(kind: str) -> None:
    each = {"nodes": {"a": {"node": "fbm"}}, "parameters": {"a": {"default": 0, "doc": "No use"}}}
    field, said = refused(**{kind: each[kind]})
    assert (field, said) == (f"{kind}.a", "nothing uses it; leave it out, or use it")


def test_a_default_out_of_range() -> None:
    field, said = refused(parameters={"a": {"default": 3, "doc": "Too much"}}, depth="a")
    assert (field, said) == ("parameters.a", "default: 3 is outside of 0..1")


@pytest.mark.parametrize("end", [float("inf"), float("nan")])
def test_a_slider_without_an_end(end: float) -> None:
    endless = {"kind": "int", "range": [0, end], "default": end, "doc": "Endless"}
    assert refused(parameters={"a": endless}, depth="a")[0] == "parameters.a.range[1]"


def test_a_slider_whose_end_a_node_refuses() -> None:
    parameters = {"n": {"kind": "int", "range": [1, 20], "default": 4, "doc": "Octaves"}}
    field, said = refused(parameters=parameters, **with_node(node="fbm", octaves="n"))
    assert (field, said) == (
        "nodes.a.octaves",
        "20 is outside of whole, 1..10, where n is 20.0",
    )


def test_an_output_that_is_missing() -> None:
    outputs = {"height": 0.5, "albedo": "#808080"}
    assert refused(outputs=outputs) == ("outputs.roughness", "this is missing; write it")


def test_a_setting_that_differs_from_pixel_to_pixel() -> None:
    nodes = {"a": {"node": "fbm"}, "b": {"node": "fbm", "gain": "a"}}
    field, said = refused(nodes=nodes, outputs={**PLAIN["outputs"], "height": "b"})
    assert field == "nodes.b.gain"
    assert said == "this has to be one number, the same for every pixel"


def test_a_layout_that_would_not_tile() -> None:
    field, said = refused(**with_node(node="courses", rows=7))
    assert (field, said) == ("nodes.a.rows", "7 is no multiple of 2; it wouldn't tile")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.b.c",
        "(1).real",
        "[1][0]",
        "1 if 2 else 3",
        "lambda: 0",
        "1 ** 9",
        "(" * 300,
    ],
)
def test_what_is_more_than_arithmetic(text: str) -> None:
    assert refused(nodes={"a": text}, depth="a")[0] == "nodes.a"


def test_too_many_nodes() -> None:
    nodes = {f"n{at}": 1.0 for at in range(201)}
    assert refused(nodes=nodes) == ("nodes", "these are too many; at most 200")


def test_too_many_whole_pictures() -> None:
    nodes: dict[str, Any] = {}
    for at in range(12):
        nodes[f"n{at}"] = {"node": "fbm"}
        nodes[f"b{at}"] = {"node": "blur", "value": f"n{at}", "size": 0.01}
    total = " + ".join(f"b{at}" for at in range(12))
    field, said = refused(nodes=nodes, outputs={**PLAIN["outputs"], "height": total})
    assert field == "nodes"
    assert "whole pictures are held at once" in said


def test_the_example_of_the_page_paints(tmp_path: Path) -> None:
    text = (
        (_DOCS / "concepts/materials.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    )
    (tmp_path / "mud_bricks.yaml").write_text(text, "utf-8")
    maps = painted(bundled().with_folder(tmp_path), material="mud_bricks")
    assert np.ptp(maps.height) > 20_000


def test_a_folder_whose_file_is_wrong_names_it(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(PLAIN), "utf-8")
    with pytest.raises(InvalidSpec) as caught:
        bundled().with_folder(tmp_path)
    assert str(caught.value) == "other.yaml: name: 'plain' isn't the file's, 'other.yaml'"


def test_a_file_of_the_same_name_wins(tmp_path: Path) -> None:
    (tmp_path / "cobble.yaml").write_text(yaml.safe_dump({**PLAIN, "name": "cobble"}), "utf-8")
    maps = painted(bundled().with_folder(tmp_path), material="cobble")
    assert (maps.albedo == 0x80).all()


def test_the_spec_of_the_page_paints() -> None:
    text = (_DOCS / "concepts/materials.md").read_text("utf-8").split('read_spec("""')[1]
    spec = read_spec(text.split('"""')[0])
    small = spec.model_copy(update={"width": 64, "height": 32})
    assert generate(small).maps.albedo.shape == (32, 64, 3)


def test_shapes_so_crowded_that_a_picture_takes_minutes() -> None:
    field, said = refused(**with_node(node="scatter", cells=256, length=0.4))
    assert field == "nodes.a.length"
    assert said.startswith("about 5243 would lie on each pixel, at most 64;")


@pytest.mark.parametrize(
    ("nodes", "field"),
    [
        ({"n": {"node": "fbm"}, "a": "power(n * 1000, 8)"}, "nodes.a"),
        ({"a": 1e30}, "nodes.a"),
        ({"a": "1e400 - 1e400"}, "nodes.a"),
        ({"n": {"node": "fbm"}, "a": {"node": "fbm", "warp_x": "n * 100000"}}, "nodes.a.warp_x"),
    ],
)
def test_values_beyond_all_bounds_never_reach_a_kernel(nodes: dict[str, Any], field: str) -> None:
    assert refused(nodes=nodes, outputs={**PLAIN["outputs"], "height": "a"})[0] == field


def test_a_bundled_file_with_something_wrong_in_it_is_refused_or_painted() -> None:
    wrong = [
        None,
        -1,
        1e30,
        "",
        "x",
        "1/0",
        "a.b",
        [],
        {},
        True,
        "power(2, 99)",
        "'a' + 1",
        "#ff0000",
    ]
    rolls = random.Random(7)
    painted_files = 0
    for _ in range(200):
        written = yaml.safe_load(_MATERIAL.read_text("utf-8"))
        holder, key = rolls.choice(list(_spots(written)))
        holder[key] = rolls.choice(wrong)
        try:
            graph = graph_of(read_material(written))
            lint(graph)
        except InvalidSpec:
            continue
        painted(Library({graph.material.name: graph}, {}), material=graph.material.name, size=16)
        painted_files += 1
    assert 0 < painted_files < 100


def _spots(written: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in written.items() if isinstance(written, dict) else enumerate(written):
        yield written, key
        if isinstance(value, dict | list):
            yield from _spots(value)
