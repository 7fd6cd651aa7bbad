"""Options that several commands of `npcgen texture` have."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write the files there; see also --pack.")
]
Folder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the files there.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there.")]
Stem = Annotated[str, typer.Option(metavar="NAME", help="What the names of files begin with.")]
Materials = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Your own materials, beside those bundled.")
]
Words = Annotated[
    str, typer.Argument(metavar="[WORDS]", help="A material, or what it shall be in words.")
]
Seed = Annotated[int | None, typer.Option(metavar="N", help="Another seed, another texture [0].")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="rows=8, layers.moss=0.4, style.hue=0.1"),
]
Season = Annotated[str, typer.Option(metavar="NAME", help="spring, summer, autumn, ...")]
Spec = Annotated[
    Path | None,
    typer.Option("--spec", metavar="FILE", help="A spec, or what --out wrote beside it."),
]
Tiling = Annotated[str, typer.Option(metavar="AXES", help="both, x, y or none [both].")]
Deadline = Annotated[
    float | None, typer.Option(metavar="SECONDS", help="Give up after that long [60].")
]
Colours = Annotated[
    str, typer.Option(metavar="NAME|COLOURS", help="Of `list`, or your own: '#102030,#e0c080'.")
]
Dither = Annotated[
    str, typer.Option(metavar="NAME", help="How colours are mixed: none, bayer2, bayer4, bayer8.")
]
