"""A material's own words in a prompt: "cracked", "finely scratched", "12 boards", "4x8"."""

from typing import Any

from worldgen.textures.material import Material
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.vocabulary import Words

PAIRS = (("columns", "rows"), ("lengths", "boards"))
"""Parameters that "4x8" sets, across and down."""


def said_parameters(words: Words, material: Material) -> dict[str, Any]:
    """The params that the words state; empty where they state none."""
    params: dict[str, Setting] = {}
    used: list[int] = []
    for name, parameter in material.parameters.items():
        for at, value in _sayings(words, name, parameter):
            if name not in params and not parameter.problem(value):
                params[name] = value
                used.append(at)
    # NOTE: only now, for one word may set several: "stormy" is about waves and foam.
    words.use(*used)
    params |= _pair(words, material)
    return {"params": params} if params else {}


def _sayings(words: Words, name: str, parameter: Parameter) -> list[tuple[int, Setting]]:
    found: list[tuple[int, Setting]] = []
    for word, value in parameter.words.items():
        for at in words.places(word, again=True):
            if words.denied(at):
                found.append((at, _opposite(parameter)))
            else:
                found.append((at, _stressed(words, at, parameter, value)))
    if parameter.kind == "int":
        for at in words.places(name.replace("_", " ")):
            if words.at(at - 1).isdigit():
                words.use(at - 1)
                found.append((at, int(words.at(at - 1))))
    return found


def _stressed(words: Words, at: int, parameter: Parameter, value: Setting) -> Setting:
    if parameter.kind not in ("float", "int") or isinstance(value, str):
        return value
    usual = float(parameter.default)
    moved = words.stressed(at, float(value), usual, parameter.low, parameter.high)
    if parameter.kind == "int":
        return round(moved / parameter.step) * parameter.step
    return round(moved, 4)


def _opposite(parameter: Parameter) -> Setting:
    """What "without" makes of it."""
    if parameter.kind == "bool":
        return False
    return parameter.low if parameter.kind == "float" else parameter.default


def _pair(words: Words, material: Material) -> dict[str, Setting]:
    for at, _ in words.left():
        sides = words.pair(at)
        for names in PAIRS:
            if sides and all(name in material.parameters for name in names):
                both = dict(zip(names, sides, strict=True))
                if not any(
                    material.parameters[name].problem(value) for name, value in both.items()
                ):
                    words.use(at)
                    return dict(both)
    return {}
