"""What a server's answer means. Nothing that it says is believed before it is checked.

Source: RFC 9110, 13.1.5 (If-Range), 14.4 (Content-Range), 15.3.7, 15.5.17; and the headers that
Hugging Face's hub sends with its redirects.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from npcgen.engine.downloads.addresses import shown
from npcgen.errors import FailedPrecondition, NotFound, PermissionDenied, Unavailable

_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_UNSATISFIED = re.compile(r"bytes \*/(\d{1,15})")
_STRONG_ETAG = re.compile(r'"[\x21\x23-\x7e]{1,256}"')
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_GONE = (404, 410)
_FORBIDDEN = (401, 403, 407, 451)


class TryAgain(Exception):
    """A try failed in a way that may pass."""

    def __init__(self, problem: str, retry_after_s: float = 0.0) -> None:
        super().__init__(problem)
        self.retry_after_s = retry_after_s


class OtherFile(Exception):
    """What is there isn't a part of the file that the server has now."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What the hub itself says of a file, before it sends us to whoever stores it."""

    sha256: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows is of a file of `total` bytes, from the byte `starts_at` on."""

    starts_at: int
    total: int
    """0 when the server doesn't say."""
    etag: str = ""
    """A strong one; empty when there is none."""


def understood(response: httpx2.Response, offset: int) -> Answer:
    """What the answer to a request from the byte `offset` on means.

    Raises TryAgain, OtherFile, or an error of ours.
    """
    if response.status_code == 416:
        return _nothing_more(response, offset)
    if response.status_code not in (200, 206):
        raise _refusal(response)
    encoding = response.headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise FailedPrecondition(
            f"{response.url.host} sends the file packed ({encoding[:40]!r}), which wasn't asked "
            "for; try another mirror (--mirror)",
            reason="DOWNLOAD_ENCODED",
        )
    etag = _strong(response.headers.get("etag", ""))
    if response.status_code == 200:
        return Answer(0, _length(response), etag)
    found = _RANGE.fullmatch(response.headers.get("content-range", "").strip())
    start, end, total = map(int, found.groups()) if found else (-1, -1, -1)
    if start != offset or end != total - 1:
        raise OtherFile(f"{response.url.host} sent another piece than was asked for")
    return Answer(offset, total, etag)


def linked(response: httpx2.Response) -> Linked:
    """What the hub's own headers say, as far as they are well formed."""
    sha256 = response.headers.get("x-linked-etag", "").strip('"').lower()
    size = response.headers.get("x-linked-size", "")
    return Linked(
        sha256 if _SHA256.fullmatch(sha256) else "",
        int(size) if re.fullmatch(r"\d{1,15}", size) else 0,
    )


def retry_after_s(response: httpx2.Response) -> float:
    """Seconds that the server asks us to wait; 0 when it doesn't."""
    said = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", said):
        return float(said)
    try:
        when = parsedate_to_datetime(said)
        return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0


def _nothing_more(response: httpx2.Response, offset: int) -> Answer:
    """Fine when all of it is there already."""
    found = _UNSATISFIED.fullmatch(response.headers.get("content-range", "").strip())
    if not offset or not found or int(found[1]) != offset:
        raise OtherFile(f"{response.url.host} has a shorter file than what is here of it")
    return Answer(offset, offset)


def _refusal(response: httpx2.Response) -> Exception:
    status, address = response.status_code, shown(response.url)
    if status in _PASSING:
        return TryAgain(f"{response.url.host} answered {status}", retry_after_s(response))
    if status in _GONE:
        return NotFound(
            f"there is no {address} ({status}): it was moved, or the mirror lacks it; look for "
            "the file and pull it with --url, or `npcgen models import` a copy",
            reason="DOWNLOAD_NOT_FOUND",
        )
    if status in _FORBIDDEN:
        return PermissionDenied(
            f"{address} isn't given to everybody ({status}): it may ask you to log in and to agree "
            "to a licence; download it in a browser and `npcgen models import` the file",
            reason="DOWNLOAD_FORBIDDEN",
        )
    return Unavailable(
        f"{address} answered {status}, with which nothing can be done here; check the address "
        "or the mirror",
        reason="DOWNLOAD_REFUSED",
    )


def _length(response: httpx2.Response) -> int:
    """NOTE: where the body is chunked, a Content-Length beside it means nothing."""
    said = response.headers.get("content-length", "")
    is_chunked = "transfer-encoding" in response.headers
    return int(said) if re.fullmatch(r"\d{1,15}", said) and not is_chunked else 0


def _strong(etag: str) -> str:
    return etag if _STRONG_ETAG.fullmatch(etag) else ""
