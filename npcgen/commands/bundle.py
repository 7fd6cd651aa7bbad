"""`npcgen bundle`: a folder to ship with a game."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.bundling.make import Bundle, Order, make_bundle
from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.engine.models import BUNDLED, resolve
from npcgen.terminal import notes, output, plain, print_json

Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder to make.", show_default=False)]
TalkOnly = Annotated[
    bool, typer.Option("--talk-only", help="Without levels, quests and textures: half the size.")
]
_MB = 1_000_000


def bundle(
    out: Out,
    model: ModelName = None,
    talk_only: TalkOnly = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a folder with a server and a model that runs without Python.

    For this operating system and kind of processor. Starts it once it is made, asks one line, and
    says what it weighs and how long that took.
    """
    settings = settings_with(data_dir=data_dir)
    file = resolve(model or BUNDLED, settings.model_dir)
    order = Order(out.absolute(), file.absolute(), talk_only)
    made = make_bundle(order, lambda doing: notes().print(plain(doing)))
    if json:
        print_json(_as_json(made))
    else:
        _show(made, out)


def _show(made: Bundle, out: Path) -> None:
    """NOTE: with the folder as it was named, so that the last line can be typed as it stands."""
    trial = made.trial
    parts = ", ".join(f"{name} {size / _MB:.0f}" for name, size in made.largest)
    for line in (
        f"{out}: {made.size_bytes / _MB:.0f} MB ({parts} ...)",
        f"ready after {trial.ready_s:.1f} s, {trial.first_ready_s:.1f} s the very first time",
        f"first word after {trial.first_word_ms:.0f} ms",
        f"{trial.npc_name}: {trial.said}",
        f"start it with: {out / made.program.name} serve",
    ):
        output().print(plain(line))


def _as_json(made: Bundle) -> dict[str, object]:
    return {
        "folder": str(made.folder),
        "program": str(made.program),
        "size_bytes": made.size_bytes,
        "largest": dict(made.largest),
        "trial": asdict(made.trial),
    }
