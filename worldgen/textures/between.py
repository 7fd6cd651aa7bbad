"""What lies between two textures: of one material by its parameters, of two by their maps."""

from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures.composing import params_of
from worldgen.textures.library import Library
from worldgen.textures.parameters import Parameter, Setting, colour_of
from worldgen.textures.spec import Mixing, Style, SurfaceSpec, TextureSpec


def between(one: TextureSpec, other: TextureSpec, share: float, library: Library) -> TextureSpec:
    """The spec that far from one to the other, 0..1; size, tiling and seed are of `one`.

    Of one material and seed every number in it is between; else the second one's surface is laid
    evenly over the first, heights and colours between, which blurs shapes. Raises InvalidSpec.
    """
    if not 0 <= share <= 1:
        raise InvalidSpec.at("share", f"{share} is outside of 0..1")
    graph, after = library.material(one.material), library.material(other.material)
    same = one.material == other.material and one.seed == other.seed
    if not same or one.mixing != other.mixing or one.region != other.region:
        if one.mixing is not None:
            raise InvalidSpec.at("mixing", "two textures lie in it already; leave the mixing out")
        names = SurfaceSpec.model_fields
        surface = SurfaceSpec(**{name: getattr(other, name) for name in names})
        mixing = Mixing(surface=surface, mask="even", amount=share)
        return one.model_copy(update={"mixing": mixing})
    ends = params_of(graph, one), params_of(after, other)
    params = {
        name: _between(parameter, ends[0][name], ends[1][name], share)
        for name, parameter in graph.material.parameters.items()
    }
    layers = {
        name: _number(one.layers.get(name, 0.0), other.layers.get(name, 0.0), share)
        for name in {**one.layers, **other.layers}
    }
    style = {
        name: _number(getattr(one.style, name), getattr(other.style, name), share)
        for name in Style.model_fields
    }
    near = one if share < 0.5 else other
    changed: dict[str, Any] = {
        "params": params,
        "layers": layers,
        "style": Style(**style),
        "palette": "",
        "season": near.season,
    }
    return one.model_copy(update=changed)


def _number(one: float, other: float, share: float) -> float:
    return one if one == other else one + (other - one) * share


def _between(parameter: Parameter, one: Setting, other: Setting, share: float) -> Setting:
    """Choices and switches change half way."""
    if parameter.kind == "colour":
        pairs = zip(colour_of(str(one)), colour_of(str(other)), strict=True)
        parts = (round(255 * _number(a, b, share)) for a, b in pairs)
        return "#" + "".join(f"{part:02x}" for part in parts)
    if parameter.kind in ("bool", "choice"):
        return one if share < 0.5 else other
    number = _number(float(one), float(other), share)
    return round(number / parameter.step) * parameter.step if parameter.kind == "int" else number
