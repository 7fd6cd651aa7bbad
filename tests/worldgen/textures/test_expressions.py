"""What expressions come to, on numbers and on fields, next to numpy's; and in whatever passes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.worldgen.textures.painted import Map, each_map
from worldgen.textures import schedule
from worldgen.textures.algebra import apply, constant
from worldgen.textures.composing import surface_of
from worldgen.textures.evaluate import evaluate
from worldgen.textures.expression import parse, value_of
from worldgen.textures.finish import finish
from worldgen.textures.generate import frame_of
from worldgen.textures.library import bundled
from worldgen.textures.plan import Builder, Field, Frame, Value
from worldgen.textures.spec import read_spec

X, Y = (np.linspace(-1.5, 1.5, 256, dtype=np.float32).reshape(16, 16) for _ in range(2))
Y = Y.T.copy()
NUMPY: tuple[tuple[str, Any], ...] = (
    ("x + y * 2 - 0.5", X + Y * 2 - 0.5),
    ("(x * 2 + 1) * 3 - (x - 1)", X * 5 + 4),
    ("-x", -X),
    ("x * y", X * Y),
    ("x / (y + 3)", X / (Y + 3)),
    ("min(x, y) + max(x, 0.2)", np.minimum(X, Y) + np.maximum(X, 0.2)),
    ("abs(x) + floor(y) + fract(x)", np.abs(X) + np.floor(Y) + X - np.floor(X)),
    ("round(x * 3)", np.floor(X * 3 + 0.5)),
    ("clamp(x)", np.clip(X, 0, 1)),
    ("physical(x)", np.clip(X, 30 / 255, 240 / 255)),
    ("sqrt(x)", np.sqrt(np.maximum(X, 0))),
    ("mix(x, y, 0.25)", X * 0.75 + Y * 0.25),
    ("mix(1, x, y)", 1 + (X - 1) * Y),
    ("mix(3, 5, y)", 3 + 2 * Y),
    ("step(0.2, x) + where(y > x, 2, 1)", (X >= 0.2) + np.where(Y > X, 2, 1)),
    ("x < y", (X < Y).astype(float)),
    ("power(x, 3)", X**3),
    (
        "overlay(clamp(x), 0.3)",
        np.where(X < 0.5, 0.6 * np.clip(X, 0, 1), 1 - 1.4 * (1 - np.clip(X, 0, 1))),
    ),
    ("bias(clamp(x), 0.25)", np.clip(X, 0, 1) / (2 * (1 - np.clip(X, 0, 1)) + 1)),
)


@pytest.mark.parametrize(("text", "wanted"), NUMPY)
def test_an_expression_is_what_numpy_makes_of_it(text: str, wanted: Map) -> None:
    assert np.allclose(_field(text), wanted, atol=2e-6)


@pytest.mark.parametrize("text", [text for text, _ in NUMPY])
def test_numbers_come_to_what_fields_do(text: str) -> None:
    for x, y in ((-0.7, 0.3), (0.6, 1.2), (0.1, -0.4)):
        ends = {"x": np.full((16, 16), x, np.float32), "y": np.full((16, 16), y, np.float32)}
        number = _value(
            Builder(Frame(16, 16)), text, {"x": float(np.float32(x)), "y": float(np.float32(y))}
        )
        assert _field(text, ends)[0, 0] == pytest.approx(number, abs=1e-5)


def test_smoothstep_and_gain_are_s_shaped() -> None:
    t = np.clip((X + 0.5) / 0.8, 0, 1)
    assert np.allclose(_field("smoothstep(-0.5, 0.3, x)"), t * t * (3 - 2 * t), atol=1e-5)
    assert np.allclose(
        _field("smoothstep(0.3, -0.5, x)"), _field("1 - smoothstep(-0.5, 0.3, x)"), atol=1e-5
    )
    gained = _field("gain(clamp(x), 0.7)")
    assert gained.min() == 0
    assert gained.max() == 1
    assert np.allclose(gained + _field("gain(1 - clamp(x), 0.7)"), 1, atol=1e-5)


def test_a_colour_is_three_of_a_field() -> None:
    red, green, blue = (
        _field(f'{part}(mix("#ff8000", "#000000", clamp(x)))') for part in ("red", "green", "blue")
    )
    dark = np.clip(X, 0, 1)
    assert np.allclose(red, 1 - dark, atol=1e-6)
    assert np.allclose(green, 128 / 255 * (1 - dark), atol=1e-6)
    assert (blue == 0).all()


@pytest.mark.parametrize("held", [(99,), (1,), (0,)])
def test_the_order_of_passes_changes_no_byte(
    held: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = {
        "material": "castle_wall",
        "size": 64,
        "layers": {"moss": 0.6, "wear": 0.6, "snow": 0.3},
    }
    wanted = list(_painted(spec))
    monkeypatch.setattr(schedule, "_MOST_HELD", held)
    for (name, before), (_, after) in zip(wanted, _painted(spec), strict=True):
        assert np.array_equal(before, after), name


def _painted(fields: dict[str, Any]) -> Iterator[tuple[str, Map]]:
    spec = read_spec(fields)
    builder = Builder(frame_of(spec))
    finished = finish(builder, surface_of(builder, spec, bundled()), "both")
    for _ in evaluate(builder, finished.sinks, 1):
        pass
    return each_map(finished.maps)


def _value(builder: Builder, text: str, names: dict[str, Any]) -> Value:
    return value_of(
        parse(text, "here"),
        names.__getitem__,
        constant,
        lambda function, values: apply(builder, function, values, "here"),
    )


def _field(text: str, given: dict[str, Map] | None = None) -> Map:
    builder, found = Builder(Frame(16, 16)), np.empty((16, 16), np.float32)

    def picture(array: Map) -> Field:
        def run(makes: Any, wholes: Any) -> Iterator[None]:
            makes[0][:] = array
            yield

        return builder.picture_op((array.tobytes(),), run, (), ((16, 16),))[0]

    arrays = given or {"x": X, "y": Y}
    value = _value(builder, text, {name: picture(array) for name, array in arrays.items()})
    assert not isinstance(value, str | tuple)

    def keep(view: Any, makes: Any, reads: Any, wholes: Any) -> None:
        found[view.top : view.top + len(reads[0])] = reads[0]

    for _ in evaluate(builder, [builder.sink(keep, (builder.field(value),))], 1):
        pass
    return found
