"""`npcgen serve`: a server in this process, until it is told to stop."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from npcgen.commands import beside_game
from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.errors import NpcgenError
from npcgen.service.binding import listening_socket
from npcgen.settings import Settings
from npcgen.terminal import output, plain, print_json

if TYPE_CHECKING:
    from npcgen.app import Bound

logger = logging.getLogger(__name__)

_LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

Host = Annotated[str | None, typer.Option(metavar="HOST", help="Address to listen on [127.0.0.1].")]
GrpcPort = Annotated[
    int | None, typer.Option(metavar="N", help="Native gRPC [50051]; 0 picks a free port.")
]
HttpPort = Annotated[
    int | None, typer.Option(metavar="N", help="Connect and gRPC-Web [8080]; 0 picks a free port.")
]
Threads = Annotated[
    int | None, typer.Option(metavar="N", help="For decoding; 0: the physical cores but one.")
]
GpuLayers = Annotated[
    int | None, typer.Option(metavar="N", help="Layers on the GPU [0]; -1 for all.")
]
Context = Annotated[int | None, typer.Option(metavar="N", help="Tokens of context; 0: as trained.")]
MaxTokens = Annotated[
    int | None, typer.Option(metavar="N", help="Tokens of a reply by default [128].")
]

GenerationWorkers = Annotated[
    int | None, typer.Option(metavar="N", help="Processes that make levels [1]; 0 makes none.")
]
Preview = Annotated[
    bool | None,
    typer.Option("--preview/--no-preview", help="Pages for designers at the HTTP port [on]."),
]
Deterministic = Annotated[
    bool | None,
    typer.Option(
        "--deterministic/--no-deterministic",
        help="A seed's reply is the same whoever else speaks; many speak slower [off].",
    ),
]


def serve(
    host: Host = None,
    grpc_port: GrpcPort = None,
    http_port: HttpPort = None,
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    threads: Threads = None,
    n_gpu_layers: GpuLayers = None,
    context: Context = None,
    max_tokens: MaxTokens = None,
    generation_workers: GenerationWorkers = None,
    preview: Preview = None,
    deterministic: Deterministic = None,
    json: Json = False,
    stop_with_parent: Annotated[bool, typer.Option(hidden=True)] = False,
    announce_to: Annotated[Path | None, typer.Option(hidden=True)] = None,
    stop_with_process: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve NPCs over gRPC, Connect and gRPC-Web until Ctrl-C.

    A flag goes before its environment variable (NPCGEN_GRPC_PORT, ...). Keys and TLS are set by
    NPCGEN_API_KEYS, NPCGEN_TLS_CERT and NPCGEN_TLS_KEY; the server behind --backend openai by
    NPCGEN_OPENAI_URL, NPCGEN_OPENAI_MODEL and NPCGEN_OPENAI_KEY.
    """
    settings = settings_with(
        host=host,
        grpc_port=grpc_port,
        http_port=http_port,
        data_dir=data_dir,
        model=model,
        backend=backend,
        threads=threads,
        n_gpu_layers=n_gpu_layers,
        context_tokens=context,
        max_tokens=max_tokens,
        generation_workers=generation_workers,
        preview=preview,
        deterministic=deterministic,
    )
    if stop_with_parent:
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    if stop_with_process is not None:
        beside_game.end_with(stop_with_process, _stop)
    logging.basicConfig(level=logging.INFO, format=_LOG_FORMAT)
    if announce_to is not None:
        beside_game.log_beside(announce_to, _LOG_FORMAT)
        return _serve_logged(settings, partial(_announce_to, announce_to))
    _serve(settings, _announce_json if json else _announce)


def _serve_logged(settings: Settings, announce: Callable[["Bound"], None]) -> None:
    try:
        _serve(settings, announce)
    except NpcgenError as error:
        logger.error("%s", error)
        raise


def _serve(settings: Settings, announce: Callable[["Bound"], None]) -> None:
    # gRPC would print lines of its own beside the error that names a port in use.
    listening_socket(settings.host, settings.grpc_port, "--grpc-port").close()
    for library in ("uvicorn", "httpx", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    # Only this verb needs a server's libraries, which take a while to import.
    from npcgen.serving import run

    run(settings, announce=announce)


def _announce(bound: "Bound") -> None:
    output().print(plain(bound.line()))


def _announce_json(bound: "Bound") -> None:
    """What `npcgen.client.LocalServer` reads."""
    print_json(_ports(bound))


def _announce_to(file: Path, bound: "Bound") -> None:
    """What a plugin's launcher reads."""
    beside_game.announce_to(file, _ports(bound), _stop)


def _ports(bound: "Bound") -> dict[str, str]:
    return {"grpc": bound.grpc, "http": bound.http_url}


def _stop_at_end_of_input() -> None:
    """A parent that ends, however it ends, closes its end of this process's stdin."""
    # NOTE: not through sys.stdin, whose lock a thread would hold while the interpreter ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    _stop()


def _stop() -> None:
    """From any thread, as Ctrl-C would."""
    if hasattr(signal, "pthread_kill"):
        # It has to wake the main thread, which a signal raised here would not.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
