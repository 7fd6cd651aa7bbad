"""From opened ports to a drained server."""

import asyncio
import socket
import threading

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2
from grpc_health.v1.health_pb2_grpc import HealthStub

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend
from npcgen.errors import ConfigError, ModelUnusable, Unavailable
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1 import model_pb2
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from tests.service.conftest import REPLY, Serve, Server, scripted
from tests.service.native import begin, events_of, failure_of, line, rest_of, talking

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class SlowLoad:
    """A model whose loading ends when it is told to."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self) -> Backend:
        assert self.go_on.wait(10)
        return ScriptedBackend((REPLY,))


def fails() -> Backend:
    raise ModelUnusable("/home/odo/secret.gguf: not a GGUF file", reason="NOT_GGUF")


async def test_while_the_model_loads_calls_say_when_to_try_again(serve: Serve) -> None:
    load = SlowLoad()
    server = await serve(load, ready=False)
    async with talking(server) as stub:
        request = pb.StartConversationRequest(persona_id="brannoch")
        code, error = await failure_of(stub.StartConversation(request))
        loading = await info_of(server)
        load.go_on.set()
        await server.app.wait_ready()
        await begin(stub)
    assert code is grpc.StatusCode.UNAVAILABLE
    assert (error.reason, error.retry_after_s) == ("MODEL_LOADING", 2.0)
    assert loading.model.state == model_pb2.MODEL_STATE_LOADING
    assert (await info_of(server)).model.state == model_pb2.MODEL_STATE_LOADED


async def test_health_turns_to_serving_with_the_model_and_back_with_the_drain(
    serve: Serve,
) -> None:
    load = SlowLoad()
    server = await serve(load, ready=False)
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        watch = HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert (await watch.read()).status == NOT_SERVING
        load.go_on.set()
        assert (await watch.read()).status == SERVING
        assert await health_of(channel, "npcgen.v1.DialogueService") == SERVING
        stopping = asyncio.create_task(server.app.stop())
        assert (await watch.read()).status == NOT_SERVING
        watch.cancel()
        await stopping


async def test_health_of_a_service_that_does_not_exist(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, _ = await failure_of(health_of(channel, "a.B"))
    assert code is grpc.StatusCode.NOT_FOUND


async def test_a_model_that_fails_to_load_is_told_without_its_path(serve: Serve) -> None:
    server = await serve(fails, ready=False, backend="llama_cpp", model="/home/odo/secret.gguf")
    with pytest.raises(ModelUnusable, match="not a GGUF file"):
        await server.app.wait_ready()
    async with talking(server) as stub:
        request = pb.StartConversationRequest(persona_id="brannoch")
        code, error = await failure_of(stub.StartConversation(request))
    async with httpx.AsyncClient(base_url=server.http) as client:
        ready = await client.get("/readyz")
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert (type(error), error.reason) == (ModelUnusable, "NOT_GGUF")
    assert error.message == "the model 'secret' couldn't be loaded; the server's log says why"
    assert (ready.status_code, ready.json()) == (503, {"status": "failed"})


async def test_a_drain_lets_streams_finish_and_takes_nothing_new(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=20))
    async with talking(server) as stub:
        conversation = await begin(stub)
        call = stub.Chat(line(conversation))
        await call.read()
        stopping = asyncio.create_task(server.app.stop())
        await asyncio.sleep(0)
        code, error = await failure_of(events_of(stub.Chat(line(conversation))))
        draining = await info_of(server)
        events = await rest_of(call)
        await stopping
    assert code is grpc.StatusCode.UNAVAILABLE
    assert (type(error), error.reason, error.retry_after_s) == (Unavailable, "DRAINING", 5.0)
    assert draining.draining is True
    assert events[-1].completed.text == REPLY


async def test_a_stream_that_outlasts_the_drain_ends_with_a_typed_error(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=2))
    async with talking(server) as stub:
        call = stub.Chat(line(await begin(stub)))
        await call.read()
        stopping = asyncio.create_task(server.app.stop(0.1))
        code, error = await failure_of(rest_of(call))
        await stopping
    assert code is grpc.StatusCode.UNAVAILABLE
    assert error.reason == "DRAINING"


async def test_a_stopped_server_leaves_its_ports_and_no_task(serve: Serve) -> None:
    before = asyncio.all_tasks()
    server = await serve()
    await server.app.stop(0.0)
    assert asyncio.all_tasks() <= before
    for port in (server.bound.grpc_port, server.bound.http_port):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.parametrize(
    ("setting", "flag"), [("grpc_port", "--grpc-port"), ("http_port", "--http-port")]
)
async def test_a_port_in_use_is_named_with_its_flag(serve: Serve, setting: str, flag: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            await serve(**{setting: port})
    assert caught.value.reason == "PORT_IN_USE"
    assert f"127.0.0.1:{port} is in use" in caught.value.message
    assert flag in caught.value.message


async def test_one_port_for_both_servers_is_a_config_error(serve: Serve) -> None:
    with pytest.raises(
        ConfigError, match="--grpc-port and --http-port both name port 5000"
    ) as caught:
        await serve(grpc_port=5000, http_port=5000)
    assert (caught.value.reason, caught.value.metadata) == ("SAME_PORT", {"port": "5000"})


async def test_two_servers_never_share_a_port(serve: Serve) -> None:
    first = await serve()
    with pytest.raises(ConfigError, match="--grpc-port"):
        await serve(grpc_port=first.bound.grpc_port)
    with pytest.raises(ConfigError, match="--http-port"):
        await serve(http_port=first.bound.http_port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "some.name"])
async def test_a_wide_host_without_a_key_or_tls_is_refused(serve: Serve, host: str) -> None:
    with pytest.raises(ConfigError) as caught:
        await serve(host=host)
    assert caught.value.reason == "UNPROTECTED_HOST"
    assert "NPCGEN_API_KEYS" in caught.value.message
    assert "--host 127.0.0.1" in caught.value.message


async def test_a_wide_host_with_a_key_is_served(serve: Serve) -> None:
    server = await serve(host="0.0.0.0", api_keys=("key",))
    async with httpx.AsyncClient() as client:
        response = await client.get(f"http://127.0.0.1:{server.bound.http_port}/readyz")
    assert response.status_code == 200


async def test_an_address_of_another_machine_is_a_config_error(serve: Serve) -> None:
    with pytest.raises(ConfigError, match=r"can't listen on 192\.0\.2\.1"):
        await serve(host="192.0.2.1", api_keys=("key",))


async def test_a_path_that_is_not_utf8_does_not_end_the_server(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=20))
    async with talking(server) as stub:
        call = stub.Chat(line(await begin(stub)))
        await call.read()
        await send_path(server, b"/npcgen.v1.DialogueService/\xff")
        await asyncio.sleep(0.5)
        events = await rest_of(call)
    assert events[-1].completed.text == REPLY
    assert (await info_of(server)).conversations == 1


async def info_of(server: Server) -> model_pb2.GetServerInfoResponse:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = ModelServiceStub(channel)
        info: model_pb2.GetServerInfoResponse = await stub.GetServerInfo(
            model_pb2.GetServerInfoRequest()
        )
        return info


async def health_of(channel: grpc.aio.Channel, service: str) -> int:
    reply = await HealthStub(channel).Check(health_pb2.HealthCheckRequest(service=service))
    return int(reply.status)


async def send_path(server: Server, path: bytes) -> None:
    """One gRPC request by hand, for no gRPC library lets one send such a path."""
    headers = b"".join(
        b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value
        for name, value in (
            (b":method", b"POST"),
            (b":scheme", b"http"),
            (b":path", path),
            (b":authority", b"localhost"),
            (b"content-type", b"application/grpc"),
            (b"te", b"trailers"),
        )
    )
    settings = b"\0\0\0\x04\0\0\0\0\0"
    frame = len(headers).to_bytes(3, "big") + b"\x01\x05\0\0\0\x01" + headers
    _, writer = await asyncio.open_connection("127.0.0.1", server.bound.grpc_port)
    writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings + frame)
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    await writer.wait_closed()
