"""What a process beside a server is asked for: plain values in, plain values out."""

import time
from collections.abc import Generator, Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from worldgen.errors import InvalidSpec
from worldgen.levels.chunks import chunk_of
from worldgen.levels.fields import fields_in, together
from worldgen.levels.generate import Generation, generation
from worldgen.levels.generated import Answer, Generated
from worldgen.levels.interpret import read_prompt
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.preview import Shown, preview_of
from worldgen.levels.proof import Proof
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region
from worldgen.levels.report import Checked, Finding, Report
from worldgen.levels.solve import solve
from worldgen.levels.spec import MAX_DEADLINE_MS, read_spec
from worldgen.levels.verify import check, well_formed

Showing = Generator[Shown, None, Answer]
PREVIEW_S = 0.08
"""Previews are this far apart at least."""
Box = tuple[int, int, int, int, int]
"""x, y, width, height, floor."""


def generated(
    written: str, given: Mapping[str, Any], prompt: str, guessed: Mapping[str, Any], previews: bool
) -> Showing:
    """A level of what fields, a text and a prompt say; fields win, then the text.

    `guessed` are the fields that a model read from the prompt; where there are none its words are.
    """
    yield Shown("reading the spec", 0.0)
    fields = fields_in(written, given)
    unused: tuple[str, ...] = ()
    if prompt and not guessed:
        reading = read_prompt(prompt, kind_infos(), str(fields.get("kind", "")))
        guessed, unused = reading.fields, reading.unused_words
    made = yield from _shown(generation(read_spec(together(guessed, fields))), previews)
    return Answer(made, unused)


def redone(
    level: Level, written: str, given: Mapping[str, Any], box: Box, seed: int, previews: bool
) -> Showing:
    """The level with one box of it made anew."""
    _check_well_formed(level)
    told = fields_in(written, given)
    spec = read_spec({**_as_made(level), **told}) if told else None
    return Answer((yield from _shown(regeneration(level, Region(*box), seed, spec), previews)))


def checked(level: Level, proof: Proof | None) -> Checked:
    """What the verifier says; without a proof, a way is searched for first."""
    flaws = tuple(Finding("well_formed", "", False, flaw) for flaw in well_formed(level))
    if flaws:
        return Checked(Report(flaws), content_sha256(level))
    return Checked(check(level, proof or Proof(solve(level))), content_sha256(level))


def chunk(written: str, given: Mapping[str, Any], x: int, y: int) -> tuple[Level, str]:
    """The chunk there of the endless world that the spec states, and its SHA-256."""
    level = chunk_of(fields_in(written, given), x, y)
    return level, content_sha256(level)


def exported(level: Level, format_name: str, proof: Proof | None) -> dict[str, bytes]:
    """The files that the level becomes, by name."""
    # NOTE: only who exports needs the libraries of every format.
    from worldgen.levels.export import export

    return export(level, format_name, proof)


def warm_up() -> Iterator[str]:
    """Makes a small level of each kind, so that the first one asked for doesn't wait for kernels to
    be compiled, or loaded. Yields the kind that is next."""
    text = files("worldgen").joinpath("data/small_levels.yaml").read_text("utf-8")
    for name, fields in yaml.safe_load(text).items():
        yield name
        # NOTE: compiling takes as long as it does; a slow machine needs the kernels all the more.
        patient = {"kind": name, "deadline_ms": MAX_DEADLINE_MS}
        for _ in generation(read_spec(patient | fields)):
            yield name


def _as_made(level: Level) -> dict[str, Any]:
    """What the level says of its spec."""
    size = {"width": level.width, "height": level.height, "floors": level.floors}
    return {"kind": level.kind, "seed": level.seed, **size}


def _check_well_formed(level: Level) -> None:
    for flaw in well_formed(level):
        raise InvalidSpec.at("level", flaw)


def _shown(steps: Generation, previews: bool) -> Generator[Shown, None, Generated]:
    shown = furthest = 0.0
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            made: Generated = end.value
            return made
        preview = None
        if previews and step.draft and time.monotonic() - shown >= PREVIEW_S:
            preview, shown = preview_of(step.draft), time.monotonic()
        # Another attempt begins from 0; whoever waits has still come as far as before.
        furthest = max(furthest, step.fraction)
        yield Shown(step.phase, furthest, preview)
