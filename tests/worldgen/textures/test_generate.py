"""From a spec to maps: the same bytes anywhere, exact tiling, previews, deadlines, memory."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.painted import Map, each_map, moved, painted, same, steps
from worldgen.errors import InvalidSpec, OutOfTime
from worldgen.textures.generate import generate, preview_size
from worldgen.textures.generate import steps as steps_of
from worldgen.textures.generated import content_sha256
from worldgen.textures.library import bundled
from worldgen.textures.spec import read_spec

NAMES = tuple(bundled().materials)
LAYERED = {"material": "cobble", "layers": {"moss": 0.5, "wetness": 0.8}}
_ELSEWHERE = """
import json, sys
from worldgen.textures.generate import generate
from worldgen.textures.spec import read_spec
for spec in json.load(sys.stdin):
    print(generate(read_spec(spec), threads=1).provenance().content_sha256)
"""
_FEATURES = "X86_V4 AVX512_ICL AVX512_SPR X86_V3 AVX2 FMA3 AVX512F AVX512_SKX"


@pytest.mark.parametrize("name", NAMES)
def test_a_texture_begun_elsewhere_is_the_same_one_moved(name: str) -> None:
    whole = dict(each_map(painted(material=name, seed=3)))
    for each, array in each_map(moved(20, 36, material=name, seed=3)):
        assert np.array_equal(np.roll(whole[each], (-36, -20), (0, 1)), array), each


@pytest.mark.parametrize("tiling", ["x", "y"])
def test_one_axis_tiles_where_only_one_is_asked_for(tiling: str) -> None:
    maps = moved(32, 0, **LAYERED, tiling=tiling) if tiling == "x" else None
    maps = maps or moved(0, 32, **LAYERED, tiling=tiling)
    shift = (0, -32) if tiling == "x" else (-32, 0)
    assert np.array_equal(
        np.roll(painted(**LAYERED, tiling=tiling).albedo, shift, (0, 1)), maps.albedo
    )


def test_two_periods_are_two_of_one() -> None:
    once = painted(**LAYERED)
    for left, top in ((64, 0), (0, 64), (-64, 128)):
        assert same(once, moved(left, top, **LAYERED))


@pytest.mark.parametrize("name", NAMES)
def test_the_border_is_no_steeper_than_what_is_inside(name: str) -> None:
    """By chance any of 128 columns is the steepest: of 20 seeds few may have it at the border."""
    steeper: dict[tuple[str, int], int] = {}
    for seed in range(20):
        for each, array in each_map(painted(material=name, size=128, seed=seed)):
            for axis in (0, 1):
                border, inside = steps(array, axis)
                steeper[each, axis] = steeper.get((each, axis), 0) + (border > inside)
    assert max(steeper.values()) <= 3, steeper


def test_threads_and_processes_give_the_same_bytes() -> None:
    specs = [{"size": 512, **LAYERED}, {"material": "water", "size": 128, "seed": 9}]
    plain = {"NPY_DISABLE_CPU_FEATURES": _FEATURES, "NUMBA_CPU_NAME": "generic"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ELSEWHERE],
        input=json.dumps(specs),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **plain, "NUMBA_CPU_FEATURES": ""},
    )
    here = [generate(read_spec(spec), threads=2) for spec in specs]
    assert [content_sha256(each.maps) for each in here] == done.stdout.split()


def test_the_seed_changes_what_is_painted_and_the_deadline_does_not() -> None:
    one, other = painted(**LAYERED, seed=1), painted(**LAYERED, seed=2)
    assert not np.array_equal(one.height, other.height)
    assert same(one, painted(**LAYERED, seed=1, deadline_ms=5_000))


def test_a_preview_comes_first_and_is_the_same_texture() -> None:
    spec = read_spec({"material": "castle_wall", "size": "1024x512"})
    previews, fractions = [], []
    walk = steps_of(spec)
    while True:
        try:
            step = next(walk)
        except StopIteration as end:
            made = end.value
            break
        fractions.append(step.fraction)
        previews += [step.preview] if step.preview else []
    assert [(each.width, each.rows) for each in previews] == [(256, 128)]
    assert fractions == sorted(fractions)
    small = Image.fromarray(made.maps.albedo).resize((256, 128), Image.Resampling.BOX)
    grey = [_relief(array) for array in (np.asarray(small), previews[0].albedo)]
    assert np.corrcoef(grey[0].ravel(), grey[1].ravel())[0, 1] > 0.85


def test_a_texture_that_is_left_early_paints_no_more() -> None:
    walk = steps_of(read_spec({"material": "grass", "size": 1024}), previews=False)
    assert 0 <= next(walk).fraction < 1
    walk.close()
    with pytest.raises(StopIteration):
        next(walk)


def test_a_deadline_ends_it_and_names_what_was_done() -> None:
    with pytest.raises(OutOfTime) as caught:
        generate(read_spec({"material": "grass", "size": 1024, "deadline_ms": 1}))
    assert caught.value.phase == "painting"


def test_what_would_take_too_much_memory_is_refused() -> None:
    layers = dict.fromkeys(("moss", "wear", "wetness", "snow", "dust"), 0.5)
    mixing = {"surface": {"material": "grass", "layers": layers}}
    spec = {"material": "cobble", "size": 4096, "layers": layers, "mixing": mixing}
    with pytest.raises(InvalidSpec, match="MiB at once"):
        generate(read_spec(spec))


def test_all_parameters_come_back_and_can_be_sent_again() -> None:
    spec = read_spec(
        {"material": "castle_wall", "size": 64, "palette": "slate", "season": "winter"}
    )
    made = generate(spec)
    assert set(made.params) == set(bundled().materials["castle_wall"].material.parameters)
    assert made.params["stone"] == "#565c63"
    again = spec.model_copy(update={"params": made.params, "palette": ""})
    assert same(generate(again).maps, made.maps)


@pytest.mark.parametrize(
    ("size", "preview"),
    [
        ("1024", (256, 256)),
        ("4096x16", (4096, 16)),
        ("4096x64", (1024, 16)),
        ("300x200", (256, 168)),
    ],
)
def test_a_preview_has_the_shape_of_what_it_shows(size: str, preview: tuple[int, int]) -> None:
    assert preview_size(read_spec({"material": "cobble", "size": size})) == preview


def test_the_recipe_names_what_shapes_the_texture() -> None:
    made = [generate(read_spec({**LAYERED, "size": 16, "seed": seed})) for seed in (1, 1, 2)]
    recipes = [each.recipe_sha256 for each in made]
    assert recipes[0] == recipes[1] != recipes[2]
    said = made[0].provenance()
    assert (said.generator, said.seed) == ("worldgen.textures.cobble", 1)
    assert said.digital_source_type.endswith("algorithmicMedia")


def _relief(albedo: Map) -> Map:
    """How bright each block of 4 x 4 is."""
    grey = np.asarray(albedo, np.float64).mean(axis=2)
    return grey.reshape(32, 4, 64, 4).mean(axis=(1, 3))
