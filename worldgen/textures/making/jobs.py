"""What a process beside a server is asked for: textures as files, in parts that fit a message."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any

from worldgen.textures.example.quilting import QuiltSpec
from worldgen.textures.jobs import spec_of
from worldgen.textures.jobs import warm_up as painting
from worldgen.textures.kernels.warm import calls
from worldgen.textures.library import bundled
from worldgen.textures.making.catalogue import catalogue
from worldgen.textures.making.example import ExampleSpec, example
from worldgen.textures.making.packing import Making, Packing
from worldgen.textures.making.reading import fields_of, questions
from worldgen.textures.making.texture import texture
from worldgen.textures.making.tiles import TileSetSpec, tile_set
from worldgen.textures.making.told import Made, Part, Reading, Sending, Shown
from worldgen.textures.spec import read_spec

__all__ = ["catalogue", "drawn", "generated", "more_of", "questions", "warm_up"]

Told = Generator[Shown | Part, None, Made]


def generated(
    written: str,
    given: Mapping[str, Any],
    prompt: str,
    reading: Reading | None,
    sending: Sending,
) -> Told:
    """A texture of what fields, a text and a prompt say, and of how a model read that."""
    spec, unused = spec_of(written, given, prompt, fields_of(reading, prompt))
    making = texture(spec, _packing(sending), previews=sending.previews)
    made = yield from _in_parts(making, sending)
    return replace(made, unused_words=unused)


def more_of(
    albedo: bytes, others: Mapping[str, bytes], given: Mapping[str, Any], sending: Sending
) -> Told:
    """More of a picture; `given` are fields of a QuiltSpec and an ExampleSpec."""
    fields = dict(given)
    rest = {name: fields.pop(name) for name in ("depth", "deadline_ms") if name in fields}
    spec = ExampleSpec(QuiltSpec(**fields), **rest)
    making = example(albedo, others, spec, _packing(sending), previews=sending.previews)
    return (yield from _in_parts(making, sending))


def drawn(given: Mapping[str, Any], sending: Sending) -> Told:
    """A theme's tiles; `given` are fields of a TileSetSpec."""
    return (yield from _in_parts(tile_set(TileSetSpec(**given), sending.stem), sending))


def warm_up() -> Iterator[str]:
    """Makes a little of everything that a texture goes through, kernel by kernel: whoever asks
    meanwhile waits for one of them at most. Yields what comes next."""
    for call in calls():
        yield "kernels"
        call()
    yield from painting()
    spec = read_spec({"material": next(iter(bundled().materials)), "size": 64})
    for step in texture(spec, Packing(), previews=True):
        yield step.phase


def _packing(sending: Sending) -> Packing:
    return Packing(sending.pack or "png", sending.stem)


def _in_parts(making: Making, sending: Sending) -> Told:
    """The same, its files told before it ends."""
    made = yield from making
    for name, data in made.files.items():
        yield from _parts(name, data, sending.part_bytes)
    return replace(made, files={})


def _parts(name: str, data: bytes, most: int) -> Iterator[Part]:
    for offset in range(0, max(1, len(data)), most):
        yield Part(name, data[offset : offset + most], offset + most >= len(data))
