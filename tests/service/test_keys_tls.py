"""Keys and TLS, on both ports."""

import shutil
import ssl
import subprocess
from pathlib import Path

import grpc
import httpx
import pytest

from npcgen.errors import ConfigError, Unauthenticated
from npcgen.service.interceptors import Keys
from npcgen.settings import Settings
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service import wire
from tests.service.conftest import REPLY, Serve
from tests.service.native import GET_CONVERSATION, begin, events_of, failure_of, line

KEYS = ("first-key", "second-key")
CALL = wire.MODEL + "GetServerInfo"


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for localhost and 127.0.0.1, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(cert)]
    command = ["openssl", "req", "-x509", *made, *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (None, "KEY_MISSING"),
        ("first-key", "KEY_MISSING"),
        ("Bearer  ", "KEY_MISSING"),
        ("Bearer nope", "KEY_WRONG"),
    ],
)
async def test_without_a_right_key_every_native_call_is_refused(
    serve: Serve, sent: str | None, reason: str
) -> None:
    server = await serve(api_keys=KEYS)
    metadata = (("authorization", sent),) if sent else ()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, error = await failure_of(
            channel.unary_unary(GET_CONVERSATION, None, None)(b"", metadata=metadata)
        )
        unknown, _ = await failure_of(
            channel.unary_unary("/a.B/C", None, None)(b"", metadata=metadata)
        )
    assert code is unknown is grpc.StatusCode.UNAUTHENTICATED
    assert (type(error), error.reason) == (Unauthenticated, reason)


@pytest.mark.parametrize("key", KEYS)
async def test_with_a_key_native_calls_are_answered(serve: Serve, key: str) -> None:
    server = await serve(api_keys=KEYS)
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        call = channel.unary_unary("/npcgen.v1.ModelService/GetServerInfo", None, None)
        assert await call(b"", metadata=(("authorization", f"Bearer {key}"),))


async def test_over_http_all_but_probes_and_the_root_needs_a_key(serve: Serve) -> None:
    server = await serve(api_keys=KEYS)
    async with httpx.AsyncClient(base_url=server.http) as client:
        refused = [await client.post(CALL, json={}), await client.get("/metrics")]
        opened = [await client.get(path) for path in ("/", "/healthz", "/readyz")]
        client.headers["authorization"] = "Bearer second-key"
        allowed = [await client.post(CALL, json={}), await client.get("/metrics")]
    assert [response.status_code for response in refused] == [401, 401]
    assert [response.status_code for response in opened] == [200, 200, 200]
    assert [response.status_code for response in allowed] == [200, 200]


async def test_a_page_may_read_that_its_key_is_missing(serve: Serve) -> None:
    server = await serve(api_keys=KEYS)
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(CALL, json={}, headers={"origin": "http://localhost:1"})
    assert response.status_code == 401
    assert response.headers["access-control-allow-origin"] == "http://localhost:1"


async def test_tls_covers_both_ports(serve: Serve, pair: tuple[Path, Path]) -> None:
    cert, key = pair
    server = await serve(tls_cert=cert, tls_key=key)
    credentials = grpc.ssl_channel_credentials(cert.read_bytes())
    async with grpc.aio.secure_channel(server.grpc, credentials) as channel:
        stub = DialogueServiceStub(channel)
        events = await events_of(stub.Chat(line(await begin(stub))))
    trusting = ssl.create_default_context(cafile=cert)
    async with httpx.AsyncClient(base_url=server.http, verify=trusting) as client:
        response = await client.post(CALL, json={})
    assert server.http.startswith("https://")
    assert events[-1].completed.text == REPLY
    assert response.status_code == 200


async def test_a_certificate_without_its_key_is_a_config_error(
    serve: Serve, pair: tuple[Path, Path]
) -> None:
    with pytest.raises(ConfigError, match="set NPCGEN_TLS_KEY too"):
        await serve(tls_cert=pair[0])


async def test_a_certificate_that_is_none_is_a_config_error(
    serve: Serve, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match="no PEM certificate"):
        await serve(tls_cert=tmp_path / "cert.pem", tls_key=pair[1])
    with pytest.raises(ConfigError, match="can't read"):
        await serve(tls_cert=tmp_path / "nowhere.pem", tls_key=pair[1])


def test_keys_are_not_printed_with_the_settings() -> None:
    assert "first-key" not in repr(Settings(api_keys=KEYS))


@pytest.mark.parametrize("keys", [("",), ("first-key", "  ")])
def test_an_empty_key_is_a_config_error_that_shows_no_other(keys: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="has an empty key") as caught:
        Settings(api_keys=keys)
    assert caught.value.reason == "EMPTY_KEY"
    assert "first-key" not in caught.value.message


def test_space_around_a_key_does_not_count() -> None:
    settings = Settings(api_keys=(" k2 ",))
    assert settings.api_keys == ("k2",)
    Keys(settings.api_keys).check("Bearer k2")


def test_keys_never_know_an_empty_one() -> None:
    with pytest.raises(Unauthenticated) as caught:
        Keys(("",)).check("Bearer  ")
    assert caught.value.reason == "KEY_MISSING"
