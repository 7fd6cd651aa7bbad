"""LevelService on a real server, with real workers."""

import pytest

from tests.service.conftest import Serve
from tests.service.levels import ROOM, asked, level_stub, made, making


async def test_a_level_comes_with_progress_cells_and_proof(serve: Serve) -> None:
    async with level_stub(await making(serve)) as stub:
        events = await made(stub.GenerateLevel(asked(ROOM, seed=7)))
    kinds = [event.WhichOneof("kind") for event in events]
    assert kinds[0] == "progress"
    assert kinds[-3:] == ["level", "cells", "completed"]
    assert [event.sequence for event in events] == list(range(len(events)))
    done = events[-1].completed
    assert (done.seed, len(done.proof.moves), done.spec.kind) == (7, 6, "rules")
