"""Pulls of the catalogue's models on behalf of callers: whether they may, and how far one is."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from npcgen.engine.catalogue import CatalogueModel, find_in_catalogue
from npcgen.engine.catalogue_file import wanted_of
from npcgen.engine.downloads.pull import Pulled, Trust, pull
from npcgen.engine.downloads.transfer import Patience
from npcgen.errors import InvalidArgument, Overloaded, PermissionDenied, Unavailable
from npcgen.service.binding import is_loopback
from npcgen.settings import Settings
from npcgen.v1 import model_pb2 as pb

TICK_S = 0.25
_PATIENCE = Patience(silence_s=10.0, pauses_s=(1.0, 2.0, 4.0))
"""Shorter than that of a command, whose user can end it at any moment."""
_MIB = 2**20
_TRUST: dict[Trust, pb.PullTrust] = {
    "known": pb.PULL_TRUST_KNOWN,
    "earlier": pb.PULL_TRUST_EARLIER,
    "hub": pb.PULL_TRUST_HUB,
    "first": pb.PULL_TRUST_FIRST,
}


class ModelPulls:
    """One at a time."""

    def __init__(self, settings: Settings, draining: Callable[[], bool]) -> None:
        """A pull ends when the server is `draining`."""
        self._settings = settings
        self._draining = draining
        self._busy = ""

    async def pull(self, name: str, licence: str) -> AsyncGenerator[pb.PullModelResponse, None]:
        """How far it is; the last message has the model. Closing it early ends the pull, and what
        came is kept.

        Raises PermissionDenied, NotFound, InvalidArgument, Overloaded, and what `pull` raises.
        """
        self._check_allowed()
        model = find_in_catalogue(name)
        _check_licence(model, licence)
        if self._busy:
            raise Overloaded(
                f"{self._busy} is being pulled, and one model is at a time; ask again when it is "
                "here",
                reason="PULLS_BUSY",
            )
        wanted, source = wanted_of(model, self._settings.model_mirror, "NPCGEN_MODEL_MIRROR")
        watch = _Watch()
        self._busy = model.name
        pulling = asyncio.create_task(
            asyncio.to_thread(
                pull, self._settings.model_dir, model.name, wanted, source, watch, _PATIENCE
            )
        )
        pulling.add_done_callback(self._ended)
        try:
            while not (await asyncio.wait((pulling,), timeout=TICK_S))[0]:
                self._check_running()
                yield watch.told()
            yield _pulled(await pulling, watch)
        finally:
            watch.left.set()

    def _ended(self, pulling: asyncio.Task[Pulled]) -> None:
        """NOTE: a pull that was left ends with its pause, or when something comes again."""
        self._busy = ""
        if not pulling.cancelled():
            pulling.exception()

    def _check_allowed(self) -> None:
        allowed = self._settings.model_pulls
        if allowed == "on" or (allowed == "auto" and is_loopback(self._settings.host)):
            return
        raise PermissionDenied(
            "this server pulls no models for its callers; run npcgen models pull where it runs, "
            "or start it with NPCGEN_MODEL_PULLS=on",
            reason="PULLS_OFF",
        )

    def _check_running(self) -> None:
        if self._draining():
            raise Unavailable(
                "the server is stopping; what came of the model is kept, and the next pull goes on "
                "from there",
                reason="DRAINING",
            )


def _check_licence(model: CatalogueModel, licence: str) -> None:
    if licence != model.licence:
        raise InvalidArgument.at(
            "licence",
            f"is '{licence[:60]}', and {model.name} comes under {model.licence} "
            f"{model.licence_url}".rstrip()
            + "; read that, and send its name",
        )


@dataclass(slots=True)
class _Watch:
    """Told by the thread that pulls, asked by the event loop."""

    left: threading.Event = field(default_factory=threading.Event)
    """Nobody listens any more."""
    received: int = 0
    total: int = 0
    notes: deque[str] = field(default_factory=deque)

    def begins(self, done: int, total: int) -> None:
        self._go_on()
        self.received, self.total = done, total

    def receives(self, count: int) -> None:
        self._go_on()
        self.received += count

    def says(self, text: str) -> None:
        self._go_on()
        self.notes.append(text)

    def waits(self, pause_s: float) -> None:
        self.left.wait(pause_s)
        self._go_on()

    def told(self) -> pb.PullModelResponse:
        notes = [self.notes.popleft() for _ in range(len(self.notes))]
        return pb.PullModelResponse(
            received_mib=self.received / _MIB, total_mib=self.total / _MIB, note="; ".join(notes)
        )

    def _go_on(self) -> None:
        if self.left.is_set():
            raise _LeftError


class _LeftError(Exception):
    """Ends the thread of a pull that nobody waits for; the file's beginning stays."""


def _pulled(done: Pulled, watch: _Watch) -> pb.PullModelResponse:
    told = watch.told()
    told.received_mib = told.total_mib = done.size_bytes / _MIB
    told.pulled.CopyFrom(
        pb.PulledModel(
            name=done.name, sha256=done.sha256, trust=_TRUST[done.trust], was_there=done.was_there
        )
    )
    return told
