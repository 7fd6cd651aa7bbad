"""`npcgen models list | show | path | adapters`: the models that are here, and those to be pulled.

Looks at headers, loads nothing.
"""

from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.commands.models_shown import (
    adapter_row,
    as_dict,
    catalogue_facts,
    file_facts,
    print_catalogue,
    print_facts,
    print_files,
)
from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.engine.adapters import list_adapters
from npcgen.engine.catalogue import catalogue, in_catalogue
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import list_models, resolve
from npcgen.errors import NotFound
from npcgen.terminal import output, plain, print_columns, print_json

models_app = typer.Typer(
    no_args_is_help=True, help="List, pull, import and remove models; load them into a server."
)
Wanted = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="A name in the catalogue, or a GGUF file.")
]


@models_app.command("list")
def list_files(data_dir: DataDir = None, json: Json = False) -> None:
    """List the models that are here, and those of the catalogue that can be pulled."""
    folder = settings_with(data_dir=data_dir).model_dir
    here = list_models(folder)
    there = {model.name for model in here}
    to_pull = [model for model in catalogue() if model.name not in there]
    if json:
        listed = [asdict(model) for model in to_pull]
        print_json({"here": [as_dict(file) for file in here], "catalogue": listed})
        return
    print_files(here)
    print_catalogue(to_pull, folder)


@models_app.command("show")
def show(name: Wanted, data_dir: DataDir = None, json: Json = False) -> None:
    """Print what is known of a model: its file's own facts and SHA-256, and the catalogue's."""
    folder = settings_with(data_dir=data_dir).model_dir
    entry = in_catalogue(name)
    try:
        facts = file_facts(resolve(name, folder))
    except NotFound:
        if entry is None:
            raise
        facts = catalogue_facts(entry)
    if json:
        print_json(facts)
    else:
        print_facts(facts)


@models_app.command("path")
def show_path(name: Wanted, data_dir: DataDir = None, json: Json = False) -> None:
    """Print where a model's file is."""
    path = resolve(name, settings_with(data_dir=data_dir).model_dir)
    if json:
        print_json({"path": str(path)})
    else:
        output().print(plain(str(path)))


@models_app.command("adapters")
def list_adapter_files(
    model: ModelName = None, data_dir: DataDir = None, json: Json = False
) -> None:
    """List the LoRA files in the data folder's adapters/, and whether they fit the model."""
    settings = settings_with(model=model, data_dir=data_dir)
    base = read_gguf(resolve(settings.model, settings.model_dir))
    files = list_adapters(settings.adapter_dir, base)
    if json:
        print_json([{**asdict(file), "path": str(file.path)} for file in files])
    elif files:
        print_columns(output(), [adapter_row(file) for file in files])
