"""Pulls from a test server, without pauses."""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from npcgen.engine.downloads.pull import Pulled, pull
from npcgen.engine.downloads.transfer import Patience, Wanted
from npcgen.errors import NpcgenError
from tests.model_server import Shelf

HASTY = Patience(pauses_s=(0.0, 0.0, 0.0), worth_bytes=50_000)
SOURCE = "someone/model/main/tiny.gguf"


@dataclass
class Seen:
    """What a watch was told."""

    done: int = 0
    total: int = 0
    said: list[str] = field(default_factory=list)

    def begins(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def receives(self, count: int) -> None:
        self.done += count

    def says(self, text: str) -> None:
        self.said.append(text)

    def waits(self, pause_s: float) -> None:
        time.sleep(pause_s)


def sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pulled(
    shelf: Shelf,
    folder: Path,
    *,
    path: str = "/tiny.gguf",
    sha256: str = "",
    size: int = 0,
    most: int = 10**7,
    patience: Patience = HASTY,
    watch: Seen | None = None,
) -> Pulled:
    wanted = Wanted(httpx2.URL(shelf.url + path), sha256, size, most)
    return pull(folder, "tiny", wanted, SOURCE, watch or Seen(), patience)


def failure(shelf: Shelf, folder: Path, **how) -> NpcgenError:
    with pytest.raises(NpcgenError) as raised:
        pulled(shelf, folder, **how)
    assert not (folder / "tiny.gguf").exists()
    return raised.value


def leavings(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("tiny"))
