"""Options of the commands that talk to a server which runs already, and the client they make."""

from pathlib import Path
from typing import Annotated

import typer

from npcgen.client import SyncClient
from npcgen.client.connection import DEFAULT_TARGET
from npcgen.commands.options import settings_with
from npcgen.own_server import client_of

HERE = DEFAULT_TARGET
"""Where a server listens that was told nothing else."""

Server = Annotated[str, typer.Option(metavar="HOST:PORT", help="The server.")]
ApiKey = Annotated[
    str | None, typer.Option(metavar="KEY", help="For a server that isn't this machine's.")
]
TlsCa = Annotated[Path | None, typer.Option(metavar="FILE", help="PEM file to trust: it has TLS.")]


def running_server(server: str, api_key: str | None, tls_ca: Path | None) -> SyncClient:
    """A client of it; without a key, one of this machine's settings is sent to this machine."""
    return client_of(settings_with(), server, api_key, tls_ca)
