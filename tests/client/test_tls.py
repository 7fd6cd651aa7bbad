"""The connection encrypted, with a certificate of one's own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen import Client, LocalServer, SyncClient, Tls
from npcgen.errors import ConfigError, Unavailable
from tests.client.conftest import SCRIPTED

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
_CERTIFICATE = (
    *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    *("-days", "2", "-subj", "/CN=npcgen.test", "-addext", "subjectAltName=DNS:npcgen.test"),
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    subprocess.run([*_CERTIFICATE, *files], capture_output=True, check=True)
    return folder / "cert.pem"


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[LocalServer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPCGEN_TLS_CERT", str(certificate))
        patch.setenv("NPCGEN_TLS_KEY", str(certificate.with_name("key.pem")))
        with LocalServer(*SCRIPTED, "--data-dir", str(certificate.parent)) as server:
            yield server


async def test_a_client_that_trusts_the_certificate(server: LocalServer, certificate: Path) -> None:
    tls = Tls(ca=certificate, server_name="npcgen.test")
    async with Client(server.target, tls=tls) as client:
        assert (await client.wait_ready()).model.name == "scripted"
    with SyncClient(server.target, tls=tls) as sync_client:
        assert sync_client.server_info().model.name == "scripted"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nosuch\.pem"):
        SyncClient(tls=Tls(ca=Path("nosuch.pem")))


@pytest.mark.parametrize("tls", [None, Tls()])
def test_one_that_doesnt_is_told_why(server: LocalServer, tls: Tls | None) -> None:
    with (
        SyncClient(server.target, tls=tls) as client,
        pytest.raises(Unavailable, match="can't reach"),
    ):
        client.server_info()
