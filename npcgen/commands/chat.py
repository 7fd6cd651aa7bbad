"""`npcgen chat`: talk to a character in the terminal."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.client import Conversation, SyncClient
from npcgen.commands.authored import PersonaOrFile, id_or_persona
from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.dialogue.events import Completed
from npcgen.engine.base import FinishReason, TextDelta
from npcgen.errors import NpcgenError
from npcgen.own_server import client_of, own_server
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_json, report

_ENDS = {
    FinishReason.CANCELLED: "cut short",
    FinishReason.LENGTH: "cut off: it was getting long",
    FinishReason.DEADLINE: "cut off: it took too long",
    FinishReason.FALLBACK: "an authored line: no model could answer in time",
    FinishReason.GUARDRAIL: "an authored line: a guardrail held",
}


def chat(
    persona: PersonaOrFile,
    world: Annotated[
        str, typer.Option(metavar="ID", help="A world's id; the persona's own by default.")
    ] = "",
    player: Annotated[str, typer.Option(metavar="NAME", help="What the NPC calls you.")] = "",
    say: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Say this and leave; may be repeated.")
    ] = None,
    server: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="A running server; else one is started.")
    ] = "",
    api_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="For --server, which may not be this machine.")
    ] = None,
    tls_ca: Annotated[
        Path | None, typer.Option(metavar="FILE", help="PEM file to trust: --server has TLS.")
    ] = None,
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Talk to a character: its words appear as the model finds them.

    Ctrl-C cuts a reply short; at the prompt, it leaves. With --json, a line of JSON a turn.
    """
    own: dict[str, object] = {"--data-dir": data_dir, "--model": model, "--backend": backend}
    elsewhere: dict[str, object] = {"--api-key": api_key, "--tls-ca": tls_ca}
    _refuse(own if server else elsewhere, "without" if server else "with")
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    npc = id_or_persona(persona)
    typed = not say and sys.stdin.isatty()
    with _client(settings, server, api_key, tls_ca) as client:
        conversation = client.start_conversation(npc, player=player, world_id=world)
        lines = iter(say) if say else _typed_lines(player or "You")
        failed = False
        with suppress(KeyboardInterrupt):
            for line in lines:
                failed |= not _said(client, conversation, line, json)
    if failed and not typed:
        raise typer.Exit(1)


def _refuse(options: dict[str, object], rule: str) -> None:
    """Exits with 2 when one of them is given."""
    if given := [name for name, value in options.items() if value is not None]:
        raise typer.BadParameter(f"{', '.join(given)} can only be used {rule} --server")


@contextmanager
def _client(
    settings: Settings, target: str, api_key: str | None, tls_ca: Path | None
) -> Iterator[SyncClient]:
    if target:
        with client_of(settings, target, api_key, tls_ca) as client:
            yield client
    else:
        with own_server(settings, notes()) as (_, client, _):
            yield client


def _typed_lines(player: str) -> Iterator[str]:
    """Lines from a terminal, which is prompted, or from a pipe, until they end."""
    if not sys.stdin.isatty():
        yield from filter(None, map(str.strip, sys.stdin))
        return
    with suppress(ImportError):
        import readline  # noqa: F401 (gives input() a history; not on Windows)
    with suppress(EOFError):
        while True:
            if line := input(f"{player}: ").strip():
                yield line


def _said(client: SyncClient, conversation: Conversation, line: str, json: bool) -> bool:
    """Whether the line was answered; what went wrong is printed.

    Raises Unavailable when there is nobody to talk to any more.
    """
    try:
        (_say_json if json else _say)(client, conversation, line)
    except NpcgenError as error:
        if error.reason == "UNREACHABLE":
            raise
        report(error, as_json=json)
        return False
    return True


def _say(client: SyncClient, conversation: Conversation, line: str) -> None:
    try:
        finish_reason = _show_reply(client, conversation, line)
    except KeyboardInterrupt:
        client.cancel(conversation.id)
        finish_reason = FinishReason.CANCELLED
    if finish_reason is not FinishReason.STOP:
        notes().print(plain(f"({_ENDS.get(finish_reason, finish_reason)})", style="dim"))


def _show_reply(client: SyncClient, conversation: Conversation, line: str) -> FinishReason:
    """Prints the words as they come; raises KeyboardInterrupt for a Ctrl-C among them."""
    out = output()
    finish_reason = FinishReason.CANCELLED
    begun = False
    try:
        with closing(client.chat(conversation.id, line)) as events:
            for event in events:
                if not begun:
                    out.print(plain(f"{conversation.npc_name}: ", style="yellow"), end="")
                    begun = True
                match event.body:
                    case TextDelta(text):
                        out.print(plain(text), end="")
                    case Completed(finish_reason=finish_reason):
                        pass
    finally:
        if begun:
            out.print()
    return finish_reason


def _say_json(client: SyncClient, conversation: Conversation, line: str) -> None:
    for event in client.chat(conversation.id, line):
        if isinstance(event.body, Completed):
            turn = {"turn_id": event.turn_id, "npc_id": event.npc_id, "player": line}
            print_json({**turn, **asdict(event.body)})
