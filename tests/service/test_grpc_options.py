"""gRPC ignores an option whose name it doesn't know, so the names are held against its library."""

from pathlib import Path

import pytest
from grpc._cython import cygrpc  # type: ignore[attr-defined]

from npcgen.client import Tls, connection
from npcgen.service import server
from npcgen.settings import Settings

OPTIONS = [*server._options(Settings()), *connection.channel_options(Tls(server_name="npc"))]


@pytest.fixture(scope="module")
def library() -> bytes:
    return Path(cygrpc.__file__).read_bytes()


@pytest.mark.parametrize("name", sorted({name for name, _ in OPTIONS}))
def test_grpc_knows_the_option(library: bytes, name: str) -> None:
    assert name.encode() + b"\0" in library
