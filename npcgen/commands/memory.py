"""`npcgen memory`: what the NPCs of a running server remember of players."""

from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.commands.options import Json
from npcgen.commands.running_server import HERE, ApiKey, Server, TlsCa, running_server
from npcgen.terminal import output, plain, print_columns, print_json

memory_app = typer.Typer(no_args_is_help=True, help="List and forget what NPCs remember.")

PlayerId = Annotated[str, typer.Argument(metavar="PLAYER", help="The game's id for the player.")]


@memory_app.command("list")
def list_memories(
    npc: Annotated[str, typer.Argument(metavar="NPC", help="A persona's id.")],
    player: PlayerId,
    server: Server = HERE,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """List what an NPC remembers of a player, the oldest first."""
    with running_server(server, api_key, tls_ca) as client:
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
    server: Server = HERE,
    api_key: ApiKey = None,
    tls_ca: TlsCa = None,
    json: Json = False,
) -> None:
    """Forget a player entirely: conversations, memories and feelings of every NPC."""
    with running_server(server, api_key, tls_ca) as client:
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
