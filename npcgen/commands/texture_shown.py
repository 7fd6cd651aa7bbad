"""How `npcgen texture` shows what it makes: progress, and a line of what it was."""

from rich.progress import BarColumn, Progress, TextColumn

from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_columns
from worldgen.textures.making.packing import Making
from worldgen.textures.making.told import Catalogue, Made, MaterialInfo
from worldgen.textures.parameters import Parameter


def watched(making: Making) -> Made:
    """What it ends with, its progress on stderr. Raises its errors as ours."""
    console = notes()
    columns = (TextColumn("{task.description}"), BarColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar, told_as_ours():
        task = bar.add_task("", total=1.0)
        while True:
            try:
                step = next(making)
            except StopIteration as end:
                made: Made = end.value
                return made
            bar.update(task, completed=step.fraction, description=step.phase)


def show(made: Made, pack: str) -> None:
    """Example: "castle_wall 1024x1024: 3 files of the pack godot, 6.1 MB"."""
    spec, source = made.spec, made.provenance
    what = f"{spec.material} {spec.width}x{spec.height}" if spec else source.generator
    size = sum(map(len, made.files.values())) / 1e6
    line = f"{what}: {len(made.files)} files of the pack {pack}, {size:.1f} MB"
    output().print(plain(line))
    if made.derived:
        output().print(plain(f"derived, and so a guess: {', '.join(made.derived)}"))
    output().print(plain(f"seed {source.seed}  sha256 {source.content_sha256}", style="dim"))


def show_all(there_is: Catalogue) -> None:
    """A line for each material, and for whatever else may be named."""
    console = output()
    rows = [(name, each.description) for name, each in there_is.materials.items()]
    others = (
        ("layers: --set layers.NAME=0.5", there_is.layers),
        ("packs: --pack NAME", there_is.packs),
        ("themes of tiles: texture tiles --theme NAME", there_is.themes),
        ("palettes of tiles, pixel, loop and panel: --palette NAME", there_is.palettes),
    )
    console.print(plain("materials: texture NAME; texture list NAME tells more", style="bold"))
    print_columns(console, [(f"  {name}", said) for name, said in rows])
    for title, named in others:
        console.print(plain(title, style="bold"))
        print_columns(console, [(f"  {name}", said) for name, said in named.items()])


def show_material(material: MaterialInfo) -> None:
    """All that can be turned on it."""
    console = output()
    console.print(plain(f"{material.name}: {material.description}", style="bold"))
    rows = [("  called", ", ".join(material.words) or "-")]
    rows += [("  palettes", ", ".join(material.palettes) or "-")]
    rows += [("  seasons", ", ".join(material.seasons) or "-")]
    rows += [(f"  --set {name}", _told(each)) for name, each in material.parameters.items()]
    print_columns(console, rows)


def _told(parameter: Parameter) -> str:
    """Example: "How many courses there are, 2..32 bricks down [8]"."""
    span = ""
    if parameter.kind in ("float", "int"):
        span = f", {parameter.low:g}..{parameter.high:g} {parameter.unit}".rstrip()
    if parameter.choices:
        span = f": {', '.join(parameter.choices)}"
    return f"{parameter.doc}{span} [{parameter.default}]"
