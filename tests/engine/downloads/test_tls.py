"""Pulls over https, with a certificate of one's own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from npcgen.errors import FailedPrecondition
from tests.engine.downloads.pulling import failure, leavings, pulled
from tests.model_server import Shelf, answering, serving

_MADE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
_NAMES = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", *_MADE, *_NAMES, *files], capture_output=True, check=True
    )
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


@pytest.fixture
def secure(data, certificate):
    with serving(data, certificate) as shelf:
        yield shelf


@pytest.fixture
def trusted(secure, certificate, monkeypatch) -> Shelf:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("cert.pem")))
    return secure


def test_a_file_arrives_over_https(trusted, data, tmp_path):
    assert pulled(trusted, tmp_path).path.read_bytes() == data


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure, tmp_path):
    problem = failure(secure, tmp_path)
    assert (type(problem), problem.reason) == (FailedPrecondition, "CERTIFICATE_REFUSED")
    assert problem.message.startswith("localhost can't prove that it is localhost: self-signed")
    assert secure.asked == []


def test_https_never_becomes_plain_http(trusted, shelf, tmp_path):
    trusted.moods.append(answering(302, location=f"{shelf.url}/tiny.gguf"))
    problem = failure(trusted, tmp_path, sha256="0" * 64)
    assert problem.reason == "REDIRECT_REFUSED"
    assert "from https to plain http" in problem.message
    assert (shelf.asked, leavings(tmp_path)) == ([], [])


def test_plain_http_may_become_https(trusted, shelf, data, tmp_path):
    shelf.moods.append(answering(302, location=f"{trusted.url}/tiny.gguf"))
    assert pulled(shelf, tmp_path).path.read_bytes() == data
    assert len(trusted.asked) == 1
