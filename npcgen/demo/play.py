"""From a server that starts to the last line: a few talks, then a quest.

The server is a process of its own on free ports, and it is gone when the scene is over.
"""

import secrets
from collections.abc import Iterator

from rich.console import Console

from npcgen import __version__
from npcgen.client import ServerInfo
from npcgen.demo.quest import PlayedQuest, play_quest
from npcgen.demo.scene import NEXT, SCENE
from npcgen.demo.talk import PlayedTurn, Talk
from npcgen.dialogue.state import Player
from npcgen.own_server import own_server
from npcgen.settings import Settings
from npcgen.terminal import plain, print_columns, program


def play(settings: Settings, out: Console, notes: Console) -> Iterator[PlayedTurn | PlayedQuest]:
    """Plays the scene, streaming to `out`; gives back each turn when it is over, then the quest.

    Raises Unavailable when the server doesn't start or dies.
    """
    with own_server(settings, notes, "--deterministic") as (server, client, info):
        out.print(plain(_headline(info, server.target), style="dim"))
        player = Player(f"demo-{secrets.token_hex(4)}")
        talk = Talk(client, out, player)
        try:
            yield from map(talk.say, SCENE)
            yield from play_quest(talk, settings.data_dir / "demo")
        finally:
            client.forget_player(player.id)
    out.print()
    print_columns(out, [(f"  {program()} {arguments}", purpose) for arguments, purpose in NEXT])


def _headline(info: ServerInfo, target: str) -> str:
    model = info.model
    facts = [f"npcgen {__version__}", model.name]
    if model.size_mib:
        facts.append(f"{model.parameters_m:.1f}M {model.quantisation}, {model.size_mib:.1f} MiB")
    return " · ".join([*facts, f"gRPC on {target}"])
