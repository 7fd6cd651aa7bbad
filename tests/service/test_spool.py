"""Files on their way to slow clients: in order, and told where there is no room for them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen.errors import Overloaded
from npcgen.service.spool import IN_MEMORY_BYTES, Spool
from tests.small_disk import mounted
from worldgen.textures.making.told import Part

MIB = 1024 * 1024


@pytest.fixture
def small_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with mounted(tmp_path, "4m") as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        yield disk


@pytest.mark.parametrize("parts", [3, IN_MEMORY_BYTES // MIB + 3])
async def test_what_goes_in_comes_out(
    parts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    put = [Part("a.png", bytes([at]) * MIB, at == parts - 2) for at in range(parts - 1)]
    put.append(Part("empty.txt", b"", True))
    with Spool() as spool:
        for part in put:
            await spool.put(part)
        found = [part async for part in spool.parts()]
        assert os.listdir(tmp_path) == []
    assert [(p.file, p.data, p.last) for p in found] == [(p.file, p.data, p.last) for p in put]


async def test_a_full_disk_is_told(small_temp: Path) -> None:
    with Spool() as spool:
        for _ in range(IN_MEMORY_BYTES // MIB):
            await spool.put(Part("a.png", bytes(MIB), False))
        with pytest.raises(Overloaded, match="ENOSPC") as caught:
            await spool.put(Part("a.png", bytes(MIB), False))
    assert caught.value.reason == "NO_SPACE"
    assert os.listdir(small_temp) == []
