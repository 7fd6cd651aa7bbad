"""`npcgen models pull | import | remove`: what comes into the data folder's models/, and goes."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.models_progress import watched
from npcgen.commands.models_shown import memory_told, print_facts, shipping_told, size_told
from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.engine.catalogue import CatalogueModel, find_in_catalogue, known_by_sum
from npcgen.engine.catalogue_file import wanted_of
from npcgen.engine.downloads.addresses import checked_address
from npcgen.engine.downloads.pull import Pulled, Trust, source_of
from npcgen.engine.downloads.pull import pull as fetch
from npcgen.engine.downloads.sums import FILE
from npcgen.engine.downloads.transfer import Wanted
from npcgen.engine.model_import import import_model
from npcgen.engine.model_keeping import checked_name
from npcgen.engine.model_keeping import remove as remove_model
from npcgen.errors import InvalidArgument
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_json, program

_GIB = 2**30
_MOST_GIB = 32.0
_TRUST: dict[Trust, str] = {
    "known": "the sum is the one known beforehand",
    "earlier": f"the sum is that of the first pull, by {FILE} beside it",
    "hub": f"no sum was known; it is what the hub itself says, and {FILE} beside it keeps it",
    "first": f"NO SUM WAS KNOWN. This one came first and is trusted for it; {FILE} beside it "
    "keeps it, and later pulls must have it",
}
Sha256 = Annotated[
    str | None,
    typer.Option("--sha256", metavar="HEX", help="What the file's SHA-256 must be."),
]


def pull(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="In the catalogue; with --url, what you like.")
    ],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="A GGUF file that the catalogue hasn't.")
    ] = None,
    sha256: Sha256 = None,
    mirror: Annotated[
        str | None, typer.Option(metavar="URL", help="In the place of https://huggingface.co.")
    ] = None,
    most_gib: Annotated[
        float | None, typer.Option(metavar="GIB", help="Refuse a larger file.", min=0.001)
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Fetch a model into the data folder. Can be stopped, and goes on where it was."""
    settings = settings_with(model_mirror=mirror, data_dir=data_dir)
    model = None if url else find_in_catalogue(name)
    most_bytes = round(most_gib * _GIB) if most_gib else 0
    if model:
        wanted, source = _of_catalogue(model, settings, sha256, most_bytes)
    else:
        address = checked_address(url or "", "--url")
        most_bytes = most_bytes or round(_MOST_GIB * _GIB)
        wanted = Wanted(address, _checked_sum(sha256), most_bytes=most_bytes)
        source = source_of(address)
    pulled = _fetched(checked_name(name), wanted, source, settings)
    if json:
        print_json({**asdict(pulled), "path": str(pulled.path)})
    else:
        _show_pulled(pulled, model)


def import_file(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A GGUF file.")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call it; else as the file.")
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Leave it where it is, and only link to it.")
    ] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Bring a GGUF file of your own into the data folder, checked."""
    settings = settings_with(data_dir=data_dir)
    if name is not None:
        checked_name(name, "--name")
    with watched(f"importing {path.name}") as watch:
        done = import_model(path, settings.model_dir, name or "", watch, link=link)
    known = known_by_sum(done.sha256)
    facts = {
        "name": done.path.stem,
        "path": str(done.path),
        "size": size_told(done.file.size_bytes),
        "architecture": done.file.architecture,
        "parameters": done.file.parameters,
        "quantisation": done.file.quantisation,
        "context_tokens": done.file.context_tokens,
        "chat_template": "its own" if done.file.chat_template else "none: ChatML is used",
        "memory": memory_told(done.file),
        "licence": done.file.text("general.license"),
        "sha256": done.sha256,
        "in_catalogue": known.name if known else "",
    }
    if json:
        print_json({**facts, "size_bytes": done.file.size_bytes})
    else:
        print_facts(facts)


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `models list` has it.")],
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Delete a model of the data folder, and what is there of a pull that broke off."""
    removed = remove_model(settings_with(data_dir=data_dir).model_dir, name)
    if json:
        print_json({"removed": asdict(removed)})
        return
    what = name if removed.model else f"what was there of {name}"
    output().print(plain(f"{what} is removed"))


def _of_catalogue(
    model: CatalogueModel, settings: Settings, sha256: str | None, most_bytes: int
) -> tuple[Wanted, str]:
    """What is to be fetched, and what it is called wherever it comes from."""
    given = _checked_sum(sha256)
    if given and model.sha256 and given != model.sha256:
        raise InvalidArgument.at(
            "--sha256",
            f"the catalogue knows another sum of {model.name}, {model.sha256}; leave it out, or "
            "pull your file with --url",
        )
    mirror = settings.model_mirror
    field = "--mirror (or NPCGEN_MODEL_MIRROR)"
    return wanted_of(model, mirror, field, sha256=given, most_bytes=most_bytes)


def _checked_sum(sha256: str | None) -> str:
    """In lower case; empty for none."""
    if sha256 is None or re.fullmatch(r"[0-9A-Fa-f]{64}", sha256):
        return (sha256 or "").lower()
    raise InvalidArgument.at("--sha256", "a SHA-256 is 64 hexadecimal digits; copy the whole of it")


def _fetched(name: str, wanted: Wanted, source: str, settings: Settings) -> Pulled:
    try:
        with watched(f"pulling {name}") as watch:
            return fetch(settings.model_dir, name, wanted, source, watch)
    except KeyboardInterrupt:
        notes().print(plain(f"stopped; the same command goes on, `models remove {name}` gives up"))
        raise


def _show_pulled(pulled: Pulled, model: CatalogueModel | None) -> None:
    print_facts(
        {
            "name": pulled.name,
            "path": str(pulled.path),
            "size": size_told(pulled.size_bytes),
            "sha256": pulled.sha256,
            "checked": _TRUST[pulled.trust],
            "licence": model.licence if model else "",
            "may_be_shipped": shipping_told(model) if model else "",
        }
    )
    if pulled.was_there:
        notes().print(plain("it was here already", style="dim"))
    notes().print(plain(f"hear it: {program()} demo --model {pulled.name}", style="dim"))
