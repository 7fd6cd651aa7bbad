"""Pulls a model into the folder of models, whole and checked, or leaves a part to go on with."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import httpx2

from npcgen import __version__
from npcgen.engine.downloads.answers import OtherFile, TryAgain
from npcgen.engine.downloads.part_file import PartFile
from npcgen.engine.downloads.sums import Sums
from npcgen.engine.downloads.transfer import Patience, Transfer, Wanted, Watch
from npcgen.engine.model_keeping import changing, check_is_free, check_model
from npcgen.engine.models import sha256_of
from npcgen.errors import DataLoss, ModelUnusable, Unavailable

Trust = Literal["known", "earlier", "hub", "first"]
"""Why the file is believed to be the right one: its sum was known beforehand, is that of an earlier
pull, is what the hub itself says; or nothing was known, and it is remembered from now on.
"""
_MOST_RESTARTS = 2


@dataclass(frozen=True, slots=True)
class Pulled:
    """A model that is there now."""

    name: str
    path: Path
    size_bytes: int
    sha256: str
    trust: Trust
    was_there: bool = False
    """Nothing had to be fetched."""


def pull(
    model_dir: Path,
    name: str,
    wanted: Wanted,
    source: str,
    watch: Watch,
    patience: Patience | None = None,
) -> Pulled:
    """Fetches the file as the model `name`. Blocks; whoever interrupts it can go on later.

    `source`: what the file is called wherever it comes from, to know its sum again.
    Raises AlreadyExists, FailedPrecondition, NotFound, PermissionDenied, Unavailable, DataLoss
    where it is another file than the one known, ModelUnusable.
    """
    with changing(model_dir, name) as place:
        sums = Sums(model_dir)
        earlier = sums.known(source)
        trust: Trust = "known" if wanted.sha256 or not earlier else "earlier"
        known = replace(wanted, sha256=wanted.sha256 or earlier)
        if known.sha256 and place.is_file() and sha256_of(place) == known.sha256:
            return Pulled(name, place, place.stat().st_size, known.sha256, trust, was_there=True)
        check_is_free(place)
        part = PartFile(place)
        try:
            hub_sha256 = _Fetching(known, part, watch, patience or Patience()).run()
            check_model(part.path, place.name)
        except ModelUnusable as error:
            part.discard()
            host = wanted.address.host
            raise ModelUnusable(
                f"what {host} sent was thrown away: {error.message}; check the address, or try "
                "another mirror (--mirror)"
            ) from error
        sums.record(source, part.sha256)
        part.put(place)
        if not known.sha256:
            trust = "hub" if hub_sha256 else "first"
        return Pulled(name, place, place.stat().st_size, part.sha256, trust)


class _Fetching:
    """Tries until the whole file is there and has the right sum."""

    def __init__(
        self,
        wanted: Wanted,
        part: PartFile,
        watch: Watch,
        patience: Patience,
    ) -> None:
        self._wanted = wanted
        self._part = part
        self._watch = watch
        self._patience = patience
        self._furthest = part.size
        self._failed = 0
        self._restarts = 0

    def run(self) -> str:
        """The sum that the hub says, if it does; the part has it, or the one wanted."""
        with self._patience.client(f"npcgen/{__version__}") as client:
            transfer = Transfer(client, self._wanted, self._part, self._watch, self._patience)
            while True:
                began_with = self._part.size
                if self._tries(transfer):
                    expected = self._wanted.sha256 or transfer.linked.sha256
                    if not expected or self._part.sha256 == expected:
                        return transfer.linked.sha256
                    self._differs(expected, was_resumed=began_with > 0)

    def _tries(self, transfer: Transfer) -> bool:
        """Whether the part is whole now; else it was waited, and another try is due."""
        try:
            transfer.attempt()
            return True
        except TryAgain as failure:
            self._wait(failure)
        except OtherFile as failure:
            self._begin_anew(str(failure))
        finally:
            self._part.close()
        return False

    def _wait(self, failure: TryAgain) -> None:
        """Raises Unavailable when enough was tried."""
        if self._part.size >= self._furthest + self._patience.worth_bytes:
            self._failed = 0
        self._furthest = max(self._furthest, self._part.size)
        pauses = self._patience.pauses_s
        too_long = failure.retry_after_s > self._patience.longest_pause_s
        if self._failed >= len(pauses) or too_long:
            raise self._given_up(str(failure), failure.retry_after_s)
        pause = max(pauses[self._failed], failure.retry_after_s)
        self._failed += 1
        self._watch.says(f"{failure}; trying again in {pause:.0f} s")
        self._watch.waits(pause)

    def _begin_anew(self, why: str) -> None:
        """Raises Unavailable when that happens again and again."""
        self._part.discard()
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            raise self._given_up(f"{why}, again and again", 0.0)
        self._watch.says(f"{why}; beginning anew")

    def _differs(self, expected: str, *, was_resumed: bool) -> None:
        """Raises DataLoss, unless the file was put together from several tries."""
        found = self._part.sha256
        if was_resumed:
            self._begin_anew("what was resumed doesn't fit what was there")
            return
        self._part.discard()
        raise DataLoss(
            f"{self._wanted.address.host} sent another file than the one known: its SHA-256 is "
            f"{found}, not {expected}; it was thrown away. Try another mirror (--mirror); if its "
            f"makers replaced it and you trust it, pull it with --sha256 {found}",
            reason="SHA256_DIFFERS",
        )

    def _given_up(self, why: str, retry_after_s: float) -> Unavailable:
        kept = self._part.size
        there = f"; {kept / 2**20:.1f} MiB are kept" if kept else ""
        later = f" in {retry_after_s:.0f} s" if retry_after_s else " later"
        return Unavailable(
            f"{why}{there}; run the same command again{later}, or try another mirror (--mirror)",
            reason="DOWNLOAD_FAILED",
            retry_after_s=retry_after_s or None,
        )


def source_of(address: httpx2.URL) -> str:
    """What a file that is in no catalogue is called: its address, without a query."""
    return str(address.copy_with(query=None, fragment=None))
