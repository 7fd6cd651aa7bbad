"""Style sliders: any surface, graded as a picture is."""

import dataclasses

from worldgen.textures.algebra import luma, weighted
from worldgen.textures.binding import MAX_DEPTH, MIN_DEPTH, Surface
from worldgen.textures.plan import Builder, Colour, Grey
from worldgen.textures.spec import Style

_PI = 3.141592653589793
_TERMS = 12


def styled(builder: Builder, surface: Surface, style: Style) -> Surface:
    """The surface with the sliders turned; the same where all are 0."""
    if style == Style():
        return surface
    depth = min(max(surface.depth * (1.0 + style.depth), MIN_DEPTH), MAX_DEPTH)
    return dataclasses.replace(
        surface,
        albedo=_graded(builder, surface.albedo, style),
        emission=_turned(builder, surface.emission, style.hue),
        roughness=_pushed(builder, surface.roughness, style.roughness),
        depth=depth,
    )


def _graded(builder: Builder, colour: Colour, style: Style) -> Colour:
    colour = _turned(builder, colour, style.hue)
    if style.saturation:
        grey, kept = luma(builder, colour), 1.0 + style.saturation
        colour = _each(colour, lambda plane: weighted(builder, plane, grey, kept, 1.0 - kept))
    if style.contrast:
        kept = 1.0 + style.contrast
        colour = _each(colour, lambda plane: weighted(builder, plane, 0.5, kept, 1.0 - kept))
    return _each(colour, lambda plane: _pushed(builder, plane, style.brightness))


def _pushed(builder: Builder, value: Grey, by: float) -> Grey:
    """Towards 1, or towards 0 where `by` is below 0."""
    return weighted(builder, value, 1.0 if by > 0 else 0.0, 1.0 - abs(by), abs(by))


def _each(colour: Colour, change) -> Colour:  # type: ignore[no-untyped-def]
    red, green, blue = (change(plane) for plane in colour)
    return red, green, blue


def _turned(builder: Builder, colour: Colour, hue: float) -> Colour:
    """Rotated about the grey axis (O. Rodrigues, 1840): what is as bright stays so nearly."""
    if hue == 0:
        return colour
    sine, cosine = _sine(hue * _PI), _sine(hue * _PI + _PI / 2)
    third, lean = (1 - cosine) / 3, sine / 3**0.5
    same, one, other = cosine + third, third - lean, third + lean
    red, green, blue = colour

    def plane(a: Grey, b: Grey, c: Grey) -> Grey:
        return weighted(builder, weighted(builder, a, b, same, one), c, 1.0, other)

    return plane(red, green, blue), plane(green, blue, red), plane(blue, red, green)


def _sine(angle: float) -> float:
    """By its series, with + - * / alone: `math.sin` may differ between machines."""
    angle -= 2 * _PI * ((angle + _PI) // (2 * _PI))
    total = term = angle
    for step in range(1, _TERMS):
        term *= -angle * angle / ((2 * step) * (2 * step + 1))
        total += term
    return total
