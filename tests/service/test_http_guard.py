"""Who may use the HTTP port. A page of a stranger, or a name that was rebound, may not."""

import httpx
import pytest

from tests.service import wire
from tests.service.conftest import Serve, Server

CALL = wire.MODEL + "GetServerInfo"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "127.0.0.1:99"])
async def test_loopback_names_are_answered(serve: Serve, host: str) -> None:
    assert (await call(await serve(), host=host)).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "10.0.0.7",
        "",
        "[::1]evil",
        "[::1",
        "x[::1]",
        "localhost:1:2",
        "localhost:evil",
    ],
)
async def test_other_names_are_refused_and_told_which_setting(serve: Serve, host: str) -> None:
    response = await call(await serve(), host=host)
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")
    assert "NPCGEN_ALLOWED_HOSTS" in response.json()["message"]


async def test_a_name_of_the_settings_is_answered(serve: Serve) -> None:
    server = await serve(allowed_hosts=("npc.example",))
    assert (await call(server, host="npc.example:443")).status_code == 200
    assert (await call(server, host="other.example")).status_code == 403


async def test_probes_come_by_any_name(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http, headers={"host": "10.1.2.3"}) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "loaded"}
        assert (await client.get("/metrics")).status_code == 403


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:1"])
async def test_pages_of_this_machine_may_call_and_read(serve: Serve, origin: str) -> None:
    response = await call(await serve(), origin=origin)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://[bad",
        "http://evil@localhost:1",
        "",
    ],
)
async def test_pages_of_strangers_are_refused(serve: Serve, origin: str) -> None:
    response = await call(await serve(), origin=origin)
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")
    assert "NPCGEN_ALLOWED_ORIGINS" in response.json()["message"]
    assert "access-control-allow-origin" not in response.headers


async def test_an_origin_of_the_settings_may_call(serve: Serve) -> None:
    server = await serve(allowed_origins=("https://game.example",))
    response = await call(server, origin="https://game.example")
    assert response.headers["access-control-allow-origin"] == "https://game.example"
    assert (await call(server, origin="https://other.example")).status_code == 403


async def test_any_origin_does_not_mean_a_page_without_one(serve: Serve) -> None:
    server = await serve(allowed_origins=("*",))
    assert (await call(server, origin="https://game.example")).status_code == 200
    assert (await call(server, origin="null")).status_code == 403


@pytest.mark.parametrize("header", ["connect-protocol-version", "x-grpc-web", "authorization"])
async def test_a_preflight_allows_what_connect_and_grpc_web_send(serve: Serve, header: str) -> None:
    response = await preflight(await serve(), "http://localhost:3000", header)
    assert response.status_code == 200
    assert header in response.headers["access-control-allow-headers"]


async def test_a_preflight_of_a_stranger_is_refused(serve: Serve) -> None:
    response = await preflight(await serve(), "https://evil.example", "content-type")
    assert response.status_code == 403


async def call(server: Server, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http) as client:
        return await client.post(CALL, json={}, headers=headers)


async def preflight(server: Server, origin: str, header: str) -> httpx.Response:
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": header,
    }
    async with httpx.AsyncClient(base_url=server.http) as client:
        return await client.options(CALL, headers=headers)
