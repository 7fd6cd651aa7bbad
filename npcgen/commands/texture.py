"""`npcgen texture`: paints textures in this process, without a server."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from npcgen.commands.options import Json
from npcgen.commands.texture_flags import (
    Deadline,
    Force,
    Materials,
    Out,
    Season,
    Seed,
    Set,
    Spec,
    Stem,
    Tiling,
    Words,
)
from npcgen.commands.texture_options import (
    Asked,
    Diffusing,
    FromPicture,
    Many,
    Saving,
    Signing,
    check_alone,
)
from npcgen.commands.texture_pixel import loop, panel, pixel


class _Makes(TyperGroup):
    """`npcgen texture "mossy wall"` is `npcgen texture make "mossy wall"`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


texture_app = typer.Typer(
    cls=_Makes,
    no_args_is_help=True,
    help='Paint textures that tile: npcgen texture "mossy castle wall" --out walls.',
)

File = Path | None


@texture_app.command("make")
def make(
    words: Words = "",
    size: Annotated[str, typer.Option(metavar="N|WxH", help="Pixels a side [1024].")] = "",
    seed: Seed = None,
    set_: Set = None,
    palette: Annotated[str, typer.Option(metavar="NAME", help="One of the material's.")] = "",
    season: Season = "",
    tiling: Tiling = "",
    spec: Spec = None,
    from_picture: Annotated[
        File, typer.Option(metavar="FILE", help="Make more of that picture, and not of a material.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=FILE", help="The picture's normal, orm, height, ..."),
    ] = None,
    patch: Annotated[int, typer.Option(metavar="N", help="Pixels that are copied at once.")] = 0,
    depth: Annotated[
        float | None, typer.Option(metavar="D", help="Of the picture, in widths of it [0.02].")
    ] = None,
    diffusion: Annotated[
        File, typer.Option(metavar="DIR", help="Let that diffusers model paint the words.")
    ] = None,
    lora: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Of the model: --set loras.STEM=0.8")
    ] = None,
    mask: Annotated[
        File, typer.Option(metavar="FILE", help="Paint only its white, over --from-picture.")
    ] = None,
    device: Annotated[str, typer.Option(metavar="NAME", help="The model's: cpu, cuda.")] = "auto",
    precision: Annotated[
        str, typer.Option(metavar="NAME", help="float32, bfloat16, float16 or int8.")
    ] = "auto",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Don't ask the model's safety checker.")
    ] = False,
    deadline: Deadline = None,
    out: Out = None,
    pack: Annotated[
        str, typer.Option(metavar="NAME", help="png, godot, unity-urp, ...: see `list` [png].")
    ] = "png",
    stem: Stem = "",
    force: Force = False,
    sheet: Annotated[
        str, typer.Option(metavar="CxR", help="One picture of so many seeds, and no files else.")
    ] = "",
    count: Annotated[
        int | None, typer.Option(metavar="N", help="So many, of this seed and those after it.")
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Processes, for --count.")] = 1,
    materials: Materials = None,
    sign_certificate: Annotated[
        File, typer.Option(metavar="FILE", help="Sign pictures (C2PA) with this chain, as PEM.")
    ] = None,
    sign_key: Annotated[
        File, typer.Option(metavar="FILE", help="Its key, as PEM (PKCS 8).")
    ] = None,
    sign_algorithm: Annotated[str, typer.Option(metavar="NAME", help="Of the key.")] = "es256",
    json: Json = False,
) -> None:
    """Paint a texture, or many, as files for an engine; the word make may be left out."""
    signing = Signing(sign_certificate, sign_key, sign_algorithm)
    saving = Saving(out, pack, stem, force, signing)
    asked = Asked(words, size, seed, tuple(set_ or ()), palette, season, tiling, deadline, spec)
    picture = FromPicture(from_picture, tuple(map_ or ()), patch, depth)
    diffusing = Diffusing(diffusion, tuple(lora or ()), mask, device, precision, unchecked)
    diffusing.check()
    check_alone(diffusion=diffusion, sheet=sheet, count=count)
    check_alone(from_picture=from_picture, sheet=sheet, count=count)
    picture.check()
    if diffusion is not None:
        _verbs().paint(asked, diffusing, picture, saving, json=json)
    elif from_picture is not None:
        _verbs().make_more(asked, picture, saving, json=json)
    elif sheet:
        _verbs().draw_sheet(asked, sheet, saving, materials, json=json)
    elif count is not None:
        raise typer.Exit(
            _verbs().make_many(asked, saving, Many(count, workers), materials, json=json)
        )
    else:
        _verbs().make(asked, saving, materials, json=json)


@texture_app.command("tiles")
def tiles(
    theme: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="One of `list`, or your own as YAML.")
    ] = "",
    tile: Annotated[int, typer.Option(metavar="N", help="Pixels a side of a tile, 8..64.")] = 16,
    only: Annotated[
        list[str] | None, typer.Option(metavar="TILE", help="These alone, in this order.")
    ] = None,
    palette: Annotated[str, typer.Option(metavar="NAME", help="Other colours: see `list`.")] = "",
    rule: Annotated[
        str, typer.Option(metavar="NAME", help="blob: 47 of a patch; corners or sides: 16.")
    ] = "blob",
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, other tiles.")] = 0,
    out: Out = None,
    stem: Stem = "tiles",
    force: Force = False,
    json: Json = False,
) -> None:
    """Draw a theme's tiles on one sheet, with the rules for Tiled, Godot and your own code."""
    saving = Saving(out, stem=stem, force=force)
    _verbs().draw_tiles(theme, tuple(only or ()), tile, palette, rule, seed, saving, json=json)


@texture_app.command("list")
def list_(
    name: Annotated[
        str, typer.Argument(metavar="[MATERIAL]", help="One material, with every parameter.")
    ] = "",
    sheet: Annotated[
        File, typer.Option(metavar="FILE", help="A picture of all materials, as PNG.")
    ] = None,
    materials: Materials = None,
    json: Json = False,
) -> None:
    """List materials and their parameters, layers, packs, themes and palettes."""
    _verbs().list_all(name, sheet, materials, json=json)


texture_app.command("pixel")(pixel)
texture_app.command("loop")(loop)
texture_app.command("panel")(panel)


def _verbs() -> ModuleType:
    """NOTE: what paints takes a second to import, which no other command waits for."""
    return import_module("npcgen.commands.texture_verbs")
