"""`npcgen preview`: the designer's room in the browser, of a server that runs or of its own."""

import json as json_format
import ssl
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from http.client import HTTPException
from typing import Annotated

import typer

from npcgen.client import LocalServer
from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.errors import ConfigError, FailedPrecondition, MissingExtra
from npcgen.own_server import own_server
from npcgen.preview.mount import is_installed
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_json

_LOOK_S = 1.0
_ANSWER_S = 30.0
_INSTALL = "pip install 'npcgen[preview]'"
HttpPort = Annotated[
    int | None, typer.Option(metavar="N", help="Where a server is, or is started [8080].")
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Only print the address.")]


def preview(
    http_port: HttpPort = None,
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    no_open: NoOpen = False,
    json: Json = False,
) -> None:
    """Open the designer's room, on the server that runs here or on one of its own."""
    settings = settings_with(http_port=http_port, data_dir=data_dir, model=model, backend=backend)
    url = _url(settings)
    if settings.http_port and _is_served(url, settings):
        _show(url, started=False, no_open=no_open, as_json=json)
        return
    _check_possible(settings)
    workers = ("--generation-workers", str(max(1, settings.generation_workers)))
    flags = ("--preview", *workers, "--http-port", str(settings.http_port))
    with own_server(settings, notes(), *flags) as (server, _, _):
        _show(f"{server.http_url}/", started=True, no_open=no_open, as_json=json)
        _stay(server)


def _url(settings: Settings) -> str:
    return f"http{'s' * (settings.tls_cert is not None)}://127.0.0.1:{settings.http_port}/"


def _is_served(url: str, settings: Settings) -> bool:
    """Whether a server of ours is there. Raises FailedPrecondition for one without pages."""
    found = _answer(url, "application/json", settings)
    with suppress(ValueError):
        if "npcgen" in str(json_format.loads(found).get("name", "")):
            if _answer(url, "text/html", settings)[:1] == b"<":
                return True
            raise FailedPrecondition(
                f"the server at {url} has no pages to show; run {_INSTALL} where it runs, leave "
                "NPCGEN_PREVIEW unset, and start it again",
                reason="NO_PREVIEW",
            )
    return False


def _answer(url: str, accept: str, settings: Settings) -> bytes:
    """What is there; nothing where nobody speaks HTTP."""
    context = ssl.create_default_context(cafile=settings.tls_cert) if settings.tls_cert else None
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    request = urllib.request.Request(url, headers={"accept": accept})
    try:
        with opener.open(request, timeout=_ANSWER_S) as answer:
            return bytes(answer.read())
    except (OSError, HTTPException):
        return b""


def _check_possible(settings: Settings) -> None:
    """Raises MissingExtra or ConfigError where a server of its own would have no room."""
    if not is_installed():
        raise MissingExtra(f"the designer's room needs nicegui; run: {_INSTALL}")
    if not settings.preview:
        raise ConfigError("NPCGEN_PREVIEW turns the designer's room off; unset it")


def _show(url: str, *, started: bool, no_open: bool, as_json: bool) -> None:
    if as_json:
        print_json({"url": url, "started": started})
    else:
        output().print(plain(url))
    if not no_open and not webbrowser.open(url):
        notes().print(plain("no browser was found; open the address in one"))


def _stay(server: LocalServer) -> None:
    """Until Ctrl-C. Raises Unavailable when the server ends by itself."""
    notes().print(plain("Ctrl-C stops the server", style="dim"))
    while not server.ended(within_s=_LOOK_S):
        pass
    raise server.died()
