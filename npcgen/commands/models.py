"""`npcgen models`: the model files a server here could load. Looks at headers, loads nothing."""

from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.engine.adapters import AdapterFile, list_adapters
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import ModelFile, describe, list_models, resolve, sha256_of
from npcgen.terminal import output, plain, print_columns, print_json

models_app = typer.Typer(
    no_args_is_help=True, help="List, show and find model files; load them into a server."
)
Wanted = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="A name in the catalogue, or a GGUF file.")
]
_MIB = 1024 * 1024


@models_app.command("list")
def list_files(data_dir: DataDir = None, json: Json = False) -> None:
    """List the bundled model and the GGUF files in the data folder's models/."""
    files = list_models(settings_with(data_dir=data_dir).model_dir)
    if json:
        print_json([_as_dict(file) for file in files])
    elif files:
        print_columns(output(), [_row(file) for file in files])


@models_app.command("show")
def show(name: Wanted, data_dir: DataDir = None, json: Json = False) -> None:
    """Print what a model's file says about itself, and its SHA-256."""
    path = resolve(name, settings_with(data_dir=data_dir).model_dir)
    facts = {**_as_dict(describe(path)), "sha256": sha256_of(path)}
    if json:
        print_json(facts)
    else:
        shown = [(key, str(value)) for key, value in facts.items() if value not in ("", 0)]
        print_columns(output(), shown)


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
        print_columns(output(), [_adapter_row(file) for file in files])


def _adapter_row(file: AdapterFile) -> tuple[str, ...]:
    rank = f"rank {file.rank}" if file.rank else ""
    size = f"{file.size_bytes / _MIB:.1f} MiB"
    return (file.name, size, rank, file.licence, file.problem or file.description)


def _row(file: ModelFile) -> tuple[str, ...]:
    weights = f"{file.parameters / 1e6:.1f}M {file.quantisation}" if file.parameters else ""
    size = f"{file.size_bytes / _MIB:.1f} MiB"
    return (file.name, size, weights, file.licence, file.problem or file.description)


def _as_dict(file: ModelFile) -> dict[str, object]:
    return {**asdict(file), "path": str(file.path)}
