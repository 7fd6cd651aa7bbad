"""Whether a material works at every end of its sliders: what reading it alone can't tell."""

from collections.abc import Iterator, Mapping

from worldgen.errors import InvalidSpec
from worldgen.textures.binding import Surface, bind
from worldgen.textures.finish import finish
from worldgen.textures.graph import Graph
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.plan import Builder, Frame
from worldgen.textures.schedule import schedule, whole_pixels

MAX_WHOLE_FIELDS = 8
"""Fields that may be held for the whole picture at once: at 4096 px, 64 MiB each."""
_FRAME = Frame(1024, 1024)


def lint(graph: Graph) -> None:
    """Raises InvalidSpec for a parameter's value that one of the nodes refuses, or for a graph that
    would hold too much."""
    for moved, params in _ends(graph.material.parameters):
        try:
            _check_held(graph, params)
        except InvalidSpec as error:
            raise InvalidSpec.at(
                error.field, f"{error.message.partition(': ')[2]}{moved}"
            ) from None


def _check_held(graph: Graph, params: Mapping[str, Setting]) -> None:
    builder = Builder(_FRAME)
    below = _blank(builder)
    surface = bind(builder, graph, params, ("lint",), dict.fromkeys(graph.material.takes, below))
    passes = schedule(builder, finish(builder, surface, "both").sinks)
    held = whole_pixels(passes, _FRAME.width * _FRAME.height) / (_FRAME.width * _FRAME.height)
    if held > MAX_WHOLE_FIELDS:
        raise InvalidSpec.at(
            "nodes",
            f"{held:.1f} whole pictures are held at once, at most {MAX_WHOLE_FIELDS}; "
            "use fewer nodes that look around (blur, slope, cavity)",
        )


def _blank(builder: Builder) -> Surface:
    field = builder.field(0.5)
    return Surface(field, (field,) * 3, field, field, (0.0, 0.0, 0.0), 1.0, 0.02)


def _ends(parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, dict[str, Setting]]]:
    """The defaults, and each parameter at its ends, with what to say of it."""
    defaults = {name: each.default for name, each in parameters.items()}
    yield "", defaults
    for name, each in parameters.items():
        ends: tuple[Setting, ...] = {
            "bool": (True, False),
            "choice": each.choices,
            "colour": (),
        }.get(each.kind, (each.low, each.high))
        for end in ends:
            yield f", where {name} is {end}", {**defaults, name: end}
