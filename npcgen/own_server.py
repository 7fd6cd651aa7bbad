"""A server that a command starts for itself, shows while it loads, and stops again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from npcgen.client import LocalServer, ServerInfo, SyncClient, Tls
from npcgen.errors import Cancelled, ModelUnusable, NpcgenError, Unavailable
from npcgen.service.binding import is_loopback
from npcgen.settings import Settings
from npcgen.terminal import progress

_LOOK_S = 1.0


@contextmanager
def own_server(
    settings: Settings, console: Console, *flags: str
) -> Iterator[tuple[LocalServer, SyncClient, ServerInfo]]:
    """A ready server and a client of it; the server is gone when the block is left.

    `flags` of `npcgen serve` go before what it has from `settings`. Raises Unavailable with the end
    of the server's log when it dies, before or in the block.
    """
    running = LocalServer(*_flags(settings), *flags)
    with running as server, client_of(settings, server.target) as client:
        try:
            with progress(console, _what_starts(settings)):
                info = _wait_ready(server, client)
            yield server, client, info
        except NpcgenError as error:
            # A connection breaks a little before its process has ended, and its calls with it.
            if isinstance(error, Unavailable | Cancelled) and server.ended(within_s=_LOOK_S):
                raise server.died() from error
            raise


def client_of(
    settings: Settings, target: str, api_key: str | None = None, tls_ca: Path | None = None
) -> SyncClient:
    """A client of a server that runs already.

    NOTE: the keys of `settings` are this machine's; another one is only sent `api_key`.
    """
    if api_key is None and is_loopback(_host_of(target)):
        api_key = next(iter(settings.api_keys), None)
    ca = tls_ca or settings.tls_cert
    return SyncClient(target, api_key=api_key, tls=Tls(ca=ca) if ca else None)


def _host_of(target: str) -> str:
    host, colon, port = target.rpartition(":")
    return (host if colon and port.isdigit() else target).strip("[]")


def _what_starts(settings: Settings) -> str:
    what = settings.model if settings.backend == "llama_cpp" else settings.backend
    return f"starting a server and loading {what} ..."


def _flags(settings: Settings) -> tuple[str, ...]:
    """What a command line may have changed; the environment is inherited."""
    return (
        *("--host", "127.0.0.1"),
        *("--data-dir", str(settings.data_dir)),
        *("--model", settings.model),
        *("--backend", settings.backend),
        # Whoever starts one of these talks, makes no levels and opens no browser.
        *("--generation-workers", "0"),
        "--no-preview",
    )


def _wait_ready(server: LocalServer, client: SyncClient) -> ServerInfo:
    try:
        return server.wait_ready(client)
    except ModelUnusable as error:
        raise ModelUnusable(f"{error.message}\n{server.log_tail()}") from error
