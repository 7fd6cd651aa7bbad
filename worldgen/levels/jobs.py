"""What a process beside a server is asked for: plain values in, plain values out."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from worldgen.documents import read_mapping
from worldgen.levels.generate import Generation, generation
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.preview import Shown, preview_of
from worldgen.levels.proof import Proof
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.verify import check
from worldgen.levels.verify.report import Report

Showing = Generator[Shown, None, Generated]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the verifier found."""

    report: Report
    content_sha256: str


def generated(
    written: str, given: Mapping[str, Any], guessed: Mapping[str, Any], previews: bool
) -> Showing:
    """A level of what a text, fields and a prompt's interpreter say; fields win, then the text."""
    return (yield from _shown(generation(spec_of(written, given, guessed)), previews))


def checked(level: Level, proof: Proof | None) -> Checked:
    """What the verifier says; without a proof, a way is searched for first."""
    return Checked(check(level, proof or Proof(solve(level))), content_sha256(level))


def spec_of(
    written: str, given: Mapping[str, Any], guessed: Mapping[str, Any] | None = None
) -> LevelSpec:
    """What fields, a text and a guess say together, the former before the latter.

    Raises InvalidSpec.
    """
    fields = read_mapping(written, "yaml") if written.strip() else {}
    if "width" in given or "height" in given:
        fields.pop("size", None)
    return read_spec({**(guessed or {}), **fields, **given})


def _shown(steps: Generation, previews: bool) -> Showing:
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            made: Generated = end.value
            return made
        preview = preview_of(step.draft) if previews and step.draft else None
        yield Shown(step.phase, step.fraction, preview)
