"""A spec as one surface: its material, what is mixed in, what lies on it, a region, a style.

Everything is joined as fields before anything is written: heights are mixed, and so normals and
occlusion come out right where two surfaces meet.
"""

from collections.abc import Mapping

from worldgen.errors import InvalidSpec
from worldgen.textures.algebra import mix, weighted
from worldgen.textures.binding import Surface, bind
from worldgen.textures.graph import Graph
from worldgen.textures.library import Library
from worldgen.textures.parameters import Setting, checked_values, nearest
from worldgen.textures.picture_mask import covered
from worldgen.textures.plan import Builder, Colour, Grey
from worldgen.textures.seasons import changed_by
from worldgen.textures.spec import SurfaceSpec, TextureSpec
from worldgen.textures.style import styled

AMOUNT = "amount"
"""The parameter of a layer that its share sets."""


def surface_of(builder: Builder, spec: TextureSpec, library: Library) -> Surface:
    """The surface that the spec states. Raises InvalidSpec with the field."""
    surface = _bare(builder, spec, library, "")
    if spec.mixing is not None:
        other = _whole(builder, spec.mixing.surface, library, "mixing.surface.")
        params = {
            "mask": spec.mixing.mask,
            AMOUNT: spec.mixing.amount,
            "softness": spec.mixing.softness,
        }
        surface = _laid(builder, library.layers["mixing"], params, spec.seed, surface, other)
    surface = _layered(builder, surface, spec, library, "")
    if spec.region is not None:
        other = _whole(builder, spec.region.surface, library, "region.surface.")
        mask = covered(builder, spec.region.mask, spec.region.feather)
        surface = blended(builder, surface, other, mask)
    return styled(builder, surface, spec.style)


def graphs_of(spec: TextureSpec, library: Library) -> tuple[Graph, ...]:
    """Every file that takes part, ordered by name."""
    surfaces: list[SurfaceSpec] = [spec]
    surfaces += [each.surface for each in (spec.mixing, spec.region) if each is not None]
    graphs = {"mixing": library.layers["mixing"]} if spec.mixing else {}
    for each in surfaces:
        graph = library.material(each.material)
        graphs[each.material] = graph
        _, layers = changed_by(graph, each)
        graphs |= {f"layers.{name}": library.layer(name) for name in layers}
    return tuple(graphs[name] for name in sorted(graphs))


def blended(builder: Builder, below: Surface, above: Surface, cover: Grey) -> Surface:
    """Below where cover is 0, above where it is 1; heights are mixed as lengths."""
    depth = max(below.depth, above.depth)

    def height(surface: Surface) -> Grey:
        return weighted(builder, surface.height, 0.0, surface.depth / depth, 1.0)

    def colour(one: Colour, other: Colour) -> Colour:
        red, green, blue = (mix(builder, a, b, cover) for a, b in zip(one, other, strict=True))
        return red, green, blue

    return Surface(
        mix(builder, height(below), height(above), cover),
        colour(below.albedo, above.albedo),
        mix(builder, below.roughness, above.roughness, cover),
        mix(builder, below.metallic, above.metallic, cover),
        colour(below.emission, above.emission),
        mix(builder, below.opacity, above.opacity, cover),
        depth,
    )


def _whole(builder: Builder, spec: SurfaceSpec, library: Library, at: str) -> Surface:
    return _layered(builder, _bare(builder, spec, library, at), spec, library, at)


def _bare(builder: Builder, spec: SurfaceSpec, library: Library, at: str) -> Surface:
    graph = library.material(spec.material, f"{at}material")
    params = params_of(graph, spec, at)
    return bind(builder, graph, params, ("worldgen.textures", spec.seed, spec.material))


def params_of(graph: Graph, spec: SurfaceSpec, at: str = "") -> dict[str, Setting]:
    """Every parameter's value: the spec's, else the palette's, the season's, the default."""
    material = graph.material
    if spec.palette and spec.palette not in material.palettes:
        said = f"{material.name} has no palette {spec.palette!r}"
        raise InvalidSpec.at(f"{at}palette", f"{said}; {nearest(spec.palette, material.palettes)}")
    changed, _ = changed_by(graph, spec)
    given = {**changed, **spec.params}
    return checked_values(material.parameters, given, material.name, f"{at}params")


def _layered(
    builder: Builder, surface: Surface, spec: SurfaceSpec, library: Library, at: str
) -> Surface:
    _, layers = changed_by(library.material(spec.material, f"{at}material"), spec)
    graphs = {name: library.layer(name, f"{at}layers") for name in layers}
    for name in sorted(graphs, key=lambda each: (graphs[each].material.order, each)):
        if layers[name] > 0:
            given = {AMOUNT: layers[name]}
            surface = _laid(builder, graphs[name], given, spec.seed, surface, None)
    return surface


def _laid(
    builder: Builder,
    graph: Graph,
    given: Mapping[str, Setting],
    seed: int,
    below: Surface,
    above: Surface | None,
) -> Surface:
    """What the layer makes of what is below it; its opacity is where it covers that."""
    material = graph.material
    params = checked_values(material.parameters, given, material.name, "layers")
    surfaces = {"below": below} | ({"above": above} if above is not None else {})
    layer = bind(builder, graph, params, ("worldgen.textures", seed, material.name), surfaces)
    whole = Surface(
        layer.height,
        layer.albedo,
        layer.roughness,
        layer.metallic,
        layer.emission,
        above.opacity if above is not None else below.opacity,
        layer.depth,
    )
    return blended(builder, below, whole, layer.opacity)
