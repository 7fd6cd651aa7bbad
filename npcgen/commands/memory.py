"""`npcgen memory`: what the NPCs of a running server remember of players."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.client import SyncClient
from npcgen.commands.options import Json, settings_with
from npcgen.own_server import client_of
from npcgen.terminal import output, plain, print_columns, print_json

memory_app = typer.Typer(no_args_is_help=True, help="List and forget what NPCs remember.")

PlayerId = Annotated[str, typer.Argument(metavar="PLAYER", help="The game's id for the player.")]
Server = Annotated[str, typer.Option(metavar="HOST:PORT", help="The server.")]
ApiKey = Annotated[
    str | None, typer.Option(metavar="KEY", help="For a server that isn't this machine's.")
]
TlsCa = Annotated[Path | None, typer.Option(metavar="FILE", help="PEM file to trust: it has TLS.")]
_HERE = "127.0.0.1:50051"


@memory_app.command("list")
def list_memories(
    npc: Annotated[str, typer.Argument(metavar="NPC", help="A persona's id.")],
    player: PlayerId,
    server: Server = _HERE,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """List what an NPC remembers of a player, the oldest first."""
    with _client(server, api_key, tls_ca) as client:
        memories = list(client.list_memories(npc, player))
    if json:
        print_json({"memories": [asdict(each) for each in memories]})
        return
    if not memories:
        output().print(plain(f"{npc} remembers nothing of {player}", style="dim"))
        return
    rows = [(each.id, each.kind, f"{each.importance:.1f}", each.text) for each in memories]
    print_columns(output(), rows)


@memory_app.command("forget")
def forget(
    player: PlayerId,
    server: Server = _HERE,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """Forget a player entirely: conversations, memories and feelings of every NPC."""
    with _client(server, api_key, tls_ca) as client:
        gone = client.forget_player(player)
    if json:
        print_json(asdict(gone))
        return
    output().print(
        plain(
            f"{player} is forgotten: {gone.conversations} conversations, {gone.memories} memories, "
            f"{gone.relationships} relationships"
        )
    )


@contextmanager
def _client(server: str, api_key: str | None, tls_ca: Path | None) -> Iterator[SyncClient]:
    with client_of(settings_with(), server, api_key, tls_ca) as client:
        yield client
