"""`npcgen models loaded | load | unload`: the models of a server that runs."""

from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.client import Model, ModelState
from npcgen.commands.options import Json
from npcgen.commands.running_server import HERE, ApiKey, Server, TlsCa, running_server
from npcgen.terminal import output, plain, print_columns, print_json

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As `models list` on that machine has it.")
]
_PRESENT = frozenset(ModelState) - {ModelState.AVAILABLE, ModelState.UNSPECIFIED}


def loaded(
    server: Server = HERE, api_key: ApiKey = None, tls_ca: TlsCa = None, json: Json = False
) -> None:
    """List what a running server has loaded, and how much memory is left for more."""
    with running_server(server, api_key, tls_ca) as client:
        models = [each for each in client.list_models() if each.state in _PRESENT]
        info = client.server_info()
    if json:
        stats = [asdict(each) for each in info.models]
        free = {"free_memory_mib": info.free_memory_mib}
        print_json({"models": [asdict(each) for each in models], "stats": stats, **free})
        return
    print_columns(output(), [_row(each) for each in models])
    output().print(plain(f"{info.free_memory_mib:.0f} MiB free for models", style="dim"))


def load(
    name: Name,
    server: Server = HERE,
    context: Annotated[int | None, typer.Option(metavar="N", help="Tokens of context.")] = None,
    slots: Annotated[int | None, typer.Option(metavar="N", help="Replies at once.")] = None,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """Load a model into a running server, beside those it has."""
    chosen = {"context_tokens": context, "slots": slots}
    options = {key: value for key, value in chosen.items() if value is not None}
    with running_server(server, api_key, tls_ca) as client:
        model = client.load_model(name, **options)
    if json:
        print_json(asdict(model))
    else:
        print_columns(output(), [_row(model)])


def unload(
    name: Name,
    server: Server = HERE,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """Unload a model from a running server, once its replies are finished."""
    with running_server(server, api_key, tls_ca) as client:
        unloaded = client.unload_model(name)
    if json:
        print_json({"unloaded": unloaded})
    else:
        output().print(plain(f"{name} {'is unloaded' if unloaded else 'was not loaded'}"))


def _row(model: Model) -> tuple[str, ...]:
    shape = f"{model.slots} x {model.context_tokens} tokens" if model.slots else ""
    notes = ["default"] * model.is_default + ["its file changed"] * model.file_changed
    return (model.name, str(model.state), shape, model.quantisation, ", ".join(notes))
