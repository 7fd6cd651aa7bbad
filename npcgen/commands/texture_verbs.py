"""What the commands of `npcgen texture` do."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from npcgen.commands.files import bytes_of, text_of
from npcgen.commands.texture_asked import library_of, wanted
from npcgen.commands.texture_bulk import Bulk
from npcgen.commands.texture_bulk import make_many as make_all
from npcgen.commands.texture_diffusion import painted
from npcgen.commands.texture_files import as_dict, check_new, packing_of, write_new, write_texture
from npcgen.commands.texture_options import Asked, Diffusing, FromPicture, Many, Saving, cells_of
from npcgen.commands.texture_shown import show, show_all, show_material, watched
from npcgen.errors import InvalidArgument, NotFound
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_json
from worldgen.textures.example.quilting import QuiltSpec
from worldgen.textures.library import Library
from worldgen.textures.making.catalogue import catalogue
from worldgen.textures.making.contact_sheet import of_materials, of_seeds
from worldgen.textures.making.example import DEADLINE_MS, STEM, ExampleSpec, example
from worldgen.textures.making.painting import STEM as PAINTED
from worldgen.textures.making.texture import texture
from worldgen.textures.making.tiles import TileSetSpec, tile_set
from worldgen.textures.making.told import Catalogue, Made, MaterialInfo
from worldgen.textures.parameters import nearest
from worldgen.textures.spec import TextureSpec, with_sides

_SHEET_SIDE = "256"
_USUAL_SIDE = 1024


def make(asked: Asked, saving: Saving, materials: Path | None, *, json: bool) -> None:
    library = library_of(materials)
    spec = spec_wanted(asked, library)
    check_new(saving, saving.stem or spec.material)
    made = watched(texture(spec, packing_of(saving), library=library))
    tell(made, saving, saving.stem or spec.material, json=json)


def paint(
    asked: Asked, diffusing: Diffusing, picture: FromPicture, saving: Saving, *, json: bool
) -> None:
    """By a diffusion model of the user's."""
    made = painted(asked, diffusing, picture, saving)
    tell(made, saving, saving.stem or PAINTED, json=json)


def make_more(asked: Asked, picture: FromPicture, saving: Saving, *, json: bool) -> None:
    """Of a picture: size, seed, tiling and deadline are all that is asked for besides."""
    if asked.words or asked.spec_file:
        found = "there is a picture and a material; give one of them"
        raise InvalidArgument.at("--from-picture", found)
    spec = _example_spec(asked, picture)
    check_new(saving, saving.stem or STEM)
    others = {name: bytes_of(path, "--map") for name, path in picture.map_files().items()}
    assert picture.file is not None
    albedo = bytes_of(picture.file, "--from-picture")
    made = watched(example(albedo, others, spec, packing_of(saving)))
    tell(made, saving, saving.stem or STEM, json=json)


def _example_spec(asked: Asked, picture: FromPicture) -> ExampleSpec:
    with told_as_ours():
        fields = with_sides({"size": _USUAL_SIDE, **asked.fields()})
    known = (*QuiltSpec.__dataclass_fields__, "deadline_ms")
    for name in fields:
        if name not in known:
            raise InvalidArgument.at("--from-picture", f"a picture has no {name}; leave that out")
    rest: dict[str, Any] = {"deadline_ms": fields.pop("deadline_ms", DEADLINE_MS)}
    if picture.depth is not None:
        rest["depth"] = picture.depth
    return ExampleSpec(QuiltSpec(**fields, patch=picture.patch), **rest)


def make_many(
    asked: Asked, saving: Saving, many: Many, materials: Path | None, *, json: bool
) -> int:
    """The process's exit code."""
    if saving.out is None:
        raise InvalidArgument.at("--out", "say which folder the textures go to")
    spec = spec_wanted(asked, library_of(materials))
    return make_all(Bulk(spec, many.count, saving, materials, many.workers), as_json=json)


def draw_sheet(
    asked: Asked, cells: str, saving: Saving, materials: Path | None, *, json: bool
) -> None:
    """One picture of textures of several seeds, under a lamp."""
    columns, rows = cells_of(cells)
    library = library_of(materials)
    fields = {"size": asked.size or _SHEET_SIDE}
    spec = spec_wanted(Asked(**{**_fields(asked), **fields}), library)
    made = watched(of_seeds(spec, columns, rows, saving.stem, library))
    tell_files(made, saving, json=json)


def draw_tiles(
    theme: str,
    only: Sequence[str],
    tile_px: int,
    palette: str,
    rule: str,
    seed: int,
    saving: Saving,
    *,
    json: bool,
) -> None:
    name, written = ("", text_of(Path(theme), "--theme")) if _is_file(theme) else (theme, "")
    spec = TileSetSpec(only, name, written, tile_px, palette, seed, rule)
    tell_files(watched(tile_set(spec, saving.stem)), saving, json=json)


def list_all(name: str, sheet: Path | None, materials: Path | None, *, json: bool) -> None:
    library = library_of(materials)
    with told_as_ours():
        there_is = catalogue(library)
    if sheet is not None:
        made = watched(of_materials(library, sheet.stem))
        write_new({sheet: next(iter(made.files.values()))}, Saving(force=True))
        notes().print(plain(f"wrote {sheet}"))
    elif name and name not in there_is.materials:
        said = f"there is no material {name[:64]!r}; {nearest(name, there_is.materials)}"
        raise NotFound(said, reason="UNKNOWN_MATERIAL")
    elif json:
        print_json(_as_dict(there_is.materials[name]) if name else _all_as_dict(there_is))
    elif name:
        show_material(there_is.materials[name])
    else:
        show_all(there_is)


def spec_wanted(asked: Asked, library: Library) -> TextureSpec:
    found = wanted(asked, library)
    if found.unused_words:
        notes().print(plain(f"not used: {', '.join(found.unused_words)}", style="dim"))
    return found.spec


def tell(made: Made, saving: Saving, stem: str, *, json: bool) -> None:
    written = write_texture(made, saving, stem) if saving.out else []
    if json:
        print_json({**as_dict(made, saving.pack), "files": [str(path) for path in written]})
        return
    show(made, saving.pack)
    _wrote(written, saving)


def tell_files(made: Made, saving: Saving, *, json: bool) -> None:
    """Of a sheet or of pixel art: no record is beside it."""
    out = saving.out
    written = (
        write_new({out / name: data for name, data in made.files.items()}, saving) if out else []
    )
    if json:
        said: dict[str, Any] = {"provenance": asdict(made.provenance)}
        if made.spec:
            said["spec"] = made.spec.model_dump(mode="json", exclude_none=True)
        print_json({**said, "files": [str(path) for path in written]})
        return
    output().print(plain(f"{', '.join(made.files)}: sha256 {made.provenance.content_sha256}"))
    _wrote(written, saving)


def _wrote(written: Sequence[Path], saving: Saving) -> None:
    for path in written:
        notes().print(plain(f"wrote {path}"))
    if saving.out is None:
        notes().print(plain("nothing was written; say where with --out DIR", style="dim"))


def _is_file(theme: str) -> bool:
    return theme.endswith((".yaml", ".yml", ".json"))


def _fields(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__dataclass_fields__}


def _as_dict(material: MaterialInfo) -> dict[str, Any]:
    parameters = {
        name: each.model_dump(mode="json", exclude={"words"})
        for name, each in material.parameters.items()
    }
    return {**asdict(material), "parameters": parameters}


def _all_as_dict(there_is: Catalogue) -> dict[str, Any]:
    return {
        **asdict(there_is),
        "materials": {name: _as_dict(each) for name, each in there_is.materials.items()},
    }
