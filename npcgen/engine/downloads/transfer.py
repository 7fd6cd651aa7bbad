"""One try to fetch a file: asks for what is missing of it, and writes it down as it comes."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import httpx2

from npcgen.engine.disk import check_room
from npcgen.engine.downloads.addresses import check_can_be_trusted, redirected, shown
from npcgen.engine.downloads.answers import (
    Answer,
    Linked,
    OtherFile,
    TryAgain,
    linked,
    understood,
)
from npcgen.engine.downloads.part_file import Origin, PartFile
from npcgen.engine.gguf_file import MAGIC
from npcgen.engine.memory import mib
from npcgen.errors import DataLoss, FailedPrecondition, ModelUnusable

_MOST_REDIRECTS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file, and what is known of it beforehand."""

    address: httpx2.URL
    sha256: str = ""
    """Lower-case hex; empty when nothing is known."""
    size_bytes: int = 0
    """Exact; 0 when it isn't known."""
    most_bytes: int = 0
    """More than that is refused. Not 0 unless `size_bytes` is given."""

    @property
    def limit_bytes(self) -> int:
        return self.size_bytes or self.most_bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take."""

    connect_s: float = 10.0
    silence_s: float = 30.0
    """Without a single byte."""
    slowest_bytes_per_s: float = 1024.0
    """On average over `slow_s` seconds."""
    slow_s: float = 60.0
    pauses_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """Before each further try; when they are used up, the pull fails."""
    longest_pause_s: float = 120.0
    """A server that asks for a longer one is not waited for."""
    worth_bytes: int = 2**20
    """A try that brought so much begins the pauses anew."""

    def client(self, user_agent: str) -> httpx2.Client:
        """Follows no redirect by itself."""
        timeout = httpx2.Timeout(self.silence_s, connect=self.connect_s)
        headers = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": "identity"}
        return httpx2.Client(timeout=timeout, headers=headers)


class Watch(Protocol):
    """Whoever shows how far it is."""

    def begins(self, done: int, total: int) -> None:
        """Bytes that are there, and of the whole file; 0 when nobody knows."""

    def receives(self, count: int) -> None:
        """So many bytes more."""

    def says(self, text: str) -> None:
        """Something worth a line."""

    def waits(self, pause_s: float) -> None:
        """Returns when the pause before the next try is over; may raise to end it sooner."""


class Transfer:
    def __init__(
        self,
        client: httpx2.Client,
        wanted: Wanted,
        part: PartFile,
        watch: Watch,
        patience: Patience,
    ) -> None:
        self._client = client
        self._wanted = wanted
        self._part = part
        self._watch = watch
        self._patience = patience
        self.linked = Linked()
        """What the hub said when it was asked last."""

    def attempt(self) -> None:
        """Until the part is the whole file. Raises TryAgain, OtherFile, OSError or ours."""
        origin = self._resumable()
        if origin is None:
            self._part.discard()
        offset = self._part.size
        with self._asked(_headers(offset, origin)) as response:
            answer = understood(response, offset)
            now = self._origin(answer)
            self._check(now)
            if origin is not None and answer.starts_at and not _is_same(origin, now):
                raise OtherFile(f"{response.url.host} has another file now")
            check_room(self._part.path.parent, self._missing(now, answer))
            self._start(answer, now)
            self._receive(response, now.total)

    def _resumable(self) -> Origin | None:
        """What is there, if it is worth keeping: where another file would be noticed."""
        origin = self._part.origin
        if origin is None or origin.address != shown(self._wanted.address):
            return None
        return origin if origin.etag or origin.sha256 or self._wanted.sha256 else None

    @contextmanager
    def _asked(self, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        """The answer, redirects followed."""
        address = self._wanted.address
        self.linked = Linked()
        with _told():
            for _ in range(_MOST_REDIRECTS):
                check_can_be_trusted(address, self._wanted.sha256)
                with self._client.stream("GET", address, headers=headers) as response:
                    self.linked = linked(response) if self.linked == Linked() else self.linked
                    if not response.has_redirect_location:
                        yield response
                        return
                    address = redirected(address, response.headers["location"])
        raise FailedPrecondition(
            f"{self._wanted.address.host} redirects more than {_MOST_REDIRECTS} times; check the "
            "address, or try another mirror (--mirror)",
            reason="REDIRECT_REFUSED",
        )

    def _origin(self, answer: Answer) -> Origin:
        total = answer.total or self.linked.size_bytes or self._wanted.size_bytes
        return Origin(shown(self._wanted.address), answer.etag, self.linked.sha256, total)

    def _check(self, now: Origin) -> None:
        """Refuses another file before it is fetched."""
        wanted, host = self._wanted, self._wanted.address.host
        if now.sha256 and wanted.sha256 and now.sha256 != wanted.sha256:
            raise DataLoss(
                f"{host} has another file than the one wanted: its SHA-256 is {now.sha256}, and "
                f"{wanted.sha256} is known; if that is right, say so with --sha256 {now.sha256}",
                reason="SHA256_DIFFERS",
            )
        if wanted.size_bytes and now.total != wanted.size_bytes:
            raise DataLoss(
                f"{host} offers {now.total} bytes, and the file has {wanted.size_bytes}: it is "
                "another one; try another mirror (--mirror), or --url with --sha256",
                reason="SIZE_DIFFERS",
            )
        if now.total > wanted.limit_bytes:
            raise self._too_large(now.total)

    def _missing(self, now: Origin, answer: Answer) -> int:
        """NOTE: what is there of another file is overwritten, and leaves its room."""
        return now.total - (answer.starts_at or self._part.size)

    def _start(self, answer: Answer, now: Origin) -> None:
        if answer.starts_at:
            self._watch.begins(0, now.total)
            self._watch.says(f"going on from {answer.starts_at / 2**20:.1f} MiB")
            self._part.go_on(self._watch.receives)
            return
        if self._part.size:
            self._watch.says(
                f"{self._wanted.address.host} begins anew: the file changed there, or it can't go "
                "on in the middle of one"
            )
        self._watch.begins(0, now.total)
        self._part.begin(now)

    def _receive(self, response: httpx2.Response, total: int) -> None:
        size, pace = self._part.size, _Pace(self._patience)
        for data in response.iter_raw() if response.status_code != 416 else ():
            if size == 0 and not data.startswith(MAGIC[: len(data)]):
                raise ModelUnusable(
                    f"{shown(response.url)} is no GGUF file, for it begins with {data[:16]!r} "
                    "(is it a page about the file? On Hugging Face take /resolve/, not /blob/)"
                )
            size += len(data)
            if size > (total or self._wanted.limit_bytes):
                self._part.discard()
                raise self._too_large(size)
            self._part.append(data)
            self._watch.receives(len(data))
            pace.passes(len(data))
        if size < total:
            raise TryAgain(f"{response.url.host} broke off at byte {size} of {total}")

    def _too_large(self, size: int) -> FailedPrecondition:
        return FailedPrecondition(
            f"{self._wanted.address.host} sends {mib(size)} MiB or more, and at most "
            f"{mib(self._wanted.limit_bytes)} are taken; check the address, or raise --most-gib",
            reason="DOWNLOAD_TOO_LARGE",
        )


class _Pace:
    """Notices a server that sends, but hardly anything."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._since = time.monotonic()
        self._count = 0

    def passes(self, count: int) -> None:
        """Raises TryAgain."""
        self._count += count
        spent = time.monotonic() - self._since
        if spent < self._patience.slow_s:
            return
        if self._count < self._patience.slowest_bytes_per_s * spent:
            raise TryAgain(f"only {self._count} bytes came in {spent:.0f} s")
        self._since, self._count = time.monotonic(), 0


@contextmanager
def _told() -> Iterator[None]:
    """What the network does, as a try that failed."""
    try:
        yield
    except httpx2.RequestError as error:
        host = error.request.url.host
        refused = _certificate_problem(error)
        if refused:
            raise FailedPrecondition(
                f"{host} can't prove that it is {host}: {refused}; check the clock and the proxy, "
                "or try another mirror (--mirror)",
                reason="CERTIFICATE_REFUSED",
            ) from error
        said = str(error) or type(error).__name__
        raise TryAgain(f"{host}: {said[:200]}") from error


def _certificate_problem(error: BaseException) -> str:
    """Empty where it is none."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause.verify_message if cause is not None else ""


def _headers(offset: int, origin: Origin | None) -> dict[str, str]:
    if not offset or origin is None:
        return {}
    condition = {"if-range": origin.etag} if origin.etag else {}
    return {"range": f"bytes={offset}-", **condition}


def _is_same(before: Origin, now: Origin) -> bool:
    """As far as both say something."""
    pairs = ((before.etag, now.etag), (before.sha256, now.sha256), (before.total, now.total))
    return all(then == later or not (then and later) for then, later in pairs)
